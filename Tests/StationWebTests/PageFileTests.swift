import Testing

@testable import StationWeb

/// The files of the page over HTTP.
@Suite struct PageFileTests {
  @Test(arguments: PageFile.all.map(\.path))
  func `each file comes with its type and a policy that lets nothing else in`(path: String)
    async throws
  {
    let house = try await WebHarness()
    let answer = try await house.call("GET", path, as: nil)
    #expect(answer.status == 200)
    #expect(answer.headers["x-content-type-options"] == "nosniff")
    let policy = answer.headers["content-security-policy"] ?? ""
    #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; "))
    #expect(!policy.contains("unsafe"))
    let head = try await house.call("HEAD", path, as: nil)
    #expect(head.status == 200)
    #expect(head.text == "")
    #expect(head.headers["content-length"] == answer.headers["content-length"])
    try await house.end()
  }

  @Test func `a file that the browser has is not sent again`() async throws {
    let file = try #require(PageFile.all.first)
    #expect(file.isKnown(by: "\"other\", \(file.tag)"))
    #expect(!file.isKnown(by: "\"other\""))
    #expect(!file.isKnown(by: nil))
  }
}
