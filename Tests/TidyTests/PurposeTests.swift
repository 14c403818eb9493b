import Foundation
import Testing

/// One idea per file, one file per idea.
@Suite struct PurposeTests {
  @Test func `every file declares something`() throws {
    let found = try SourceTree.allSwift().filter(isDead).map(\.path)
    #expect(found == [])

    #expect(isDead(SourceFile(path: "S.swift", text: "// func a() {}\nimport Vitals\n")))
    #expect(!isDead(SourceFile(path: "S.swift", text: "extension Int {}\n")))
  }

  @Test func `no two files below the command line bear one name`() throws {
    let files = try SourceTree.sources().filter { $0.room != "infusionwatch" }
    let names = files.map { ($0.path as NSString).lastPathComponent }
    let found = repeated(names)
    #expect(found == [])

    #expect(repeated(["Bed.swift", "Moment.swift", "Bed.swift"]) == ["Bed.swift"])
  }

  @Test func `no two public types of the rooms bear one name`() throws {
    let found = repeated(try SourceTree.sources().flatMap(publicTypes))
    #expect(found == [])

    let sample = SourceFile(
      path: "S.swift", text: "public struct Bed {\n  public enum Kind {}\n}\npublic actor Bed {}\n")
    #expect(repeated(publicTypes(of: sample)) == ["Bed"])
  }

  private func isDead(_ file: SourceFile) -> Bool {
    let kinds = /\b(?:struct|enum|class|actor|protocol|extension|func|let|var|typealias)\s/
    return file.swift.code.allSatisfy {
      $0.contains(/\bimport\s/) || !$0.contains(kinds)
    }
  }

  /// Types at the top of a file; those inside another are named by it.
  private func publicTypes(of file: SourceFile) -> [String] {
    file.swift.code.compactMap { line in
      line.firstMatch(of: /^public (?:final )?(?:struct|enum|class|actor|protocol) (\w+)/).map {
        String($0.1)
      }
    }
  }

  private func repeated(_ names: [String]) -> [String] {
    Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
  }
}
