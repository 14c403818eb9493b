import Foundation
import Testing

@testable import Settings

/// Every way in which a file can be wrong: `Refused/<what>.toml` beside the faults in `.txt`.
@Suite struct RefusedTests {
  private static let folder = Checkout.path("Tests/SettingsTests/Refused")

  static var cases: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
  }

  @Test(arguments: cases)
  func `a faulty file is refused with every fault and its line`(what: String) throws {
    let expected = try String(contentsOfFile: "\(Self.folder)/\(what).txt", encoding: .utf8)
    let faults = #expect(throws: Faults.self) {
      try SettingsFile.load("\(Self.folder)/\(what).toml")
    }
    let told = faults?.description.replacing("\(Self.folder)/", with: "")
    #expect(told.map { $0 + "\n" } == expected)
  }

  @Test func `there are fixtures`() {
    #expect(Self.cases.count > 100)
  }

  @Test(arguments: cases)
  func `a fault is one line with its file, its line, what is wrong and what to do`(
    what: String
  ) throws {
    let text = try String(contentsOfFile: "\(Self.folder)/\(what).txt", encoding: .utf8)
    for line in text.split(separator: "\n") {
      #expect(line.contains(/^[\w\/.-]+\.toml:[0-9]+: .+; .+$/), "\(line)")
    }
  }
}
