import Testing

@testable import Settings

/// Every number of a shipped protocol says where it comes from.
@Suite struct ProtocolSourceTests {
  @Test(arguments: ProtocolLibrary.shippedNames)
  func `every number has a comment that names a source of the file's list`(name: String) throws {
    let found = try unsourced(Checkout.text("config/protocols/\(name).toml"))
    #expect(found == [])
  }

  @Test(arguments: ProtocolLibrary.shippedNames)
  func `every source that a file lists is cited in it`(name: String) throws {
    let text = try Checkout.text("config/protocols/\(name).toml")
    let uncited = sources(text).filter { source in
      !text.split(separator: "\n").contains { line in
        !line.hasPrefix("#") && line.contains(source)
      }
    }
    #expect(uncited == [])
  }

  @Test func `a number without a source is found`() {
    let list = "#   Somebody      a study\n"
    #expect(unsourced(list + "a = 1  # Somebody: one") == [])
    #expect(unsourced(list + "a = 1") == ["a = 1"])
    #expect(unsourced(list + "a = \"10s\"  # why not") == ["a = \"10s\"  # why not"])
    #expect(unsourced(list + "name = \"ketamine-40\"\ncause = \"after 40 min\"") == [])
  }

  /// Texts may hold digits; names and guidance are no settings that a source could have.
  private func unsourced(_ text: String) -> [String] {
    let sources = sources(text)
    return text.split(separator: "\n").map(String.init).filter { line in
      let assignment = line.split(separator: "#", maxSplits: 1)
      guard let setting = assignment.first?.split(separator: "=", maxSplits: 1),
        setting.count == 2, !line.hasPrefix("#")
      else { return false }
      let key = setting[0].trimmingPrefix(" ").prefix { $0 != " " }
      let texts = ["name", "extends", "condition", "vital", "cause", "remedy", "source"]
      let isText = texts.contains(String(key))
      guard !isText, setting[1].contains(where: \.isNumber) else { return false }
      let comment = assignment.count == 2 ? assignment[1].drop { $0 == " " } : ""
      return !sources.contains { comment.hasPrefix("\($0):") }
    }
  }

  private func sources(_ text: String) -> [String] {
    text.matches(of: /(?m)^#   (\S.*?)  +\S/).map { String($0.1) }
  }
}
