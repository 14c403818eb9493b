import Foundation
import Testing

/// Words that do not belong into this code.
@Suite struct WordTests {
  @Test func `no switch of the core over an enum has a default`() throws {
    let core = try SourceTree.sources().filter { $0.room == "InfusionCore" }
    let found = core.flatMap(defaults)
    #expect(found == [])

    let sample = SourceFile(path: "S.swift", text: "switch a {\ncase .b: 1\ndefault: 2\n}")
    #expect(defaults(of: sample) == ["S.swift:3: default"])
    let words = SourceFile(path: "S.swift", text: "switch a {\ncase \"b\": 1\ndefault: 2\n}")
    #expect(defaults(of: words) == [])
  }

  @Test(arguments: [
    ("try!", "try! read()"), ("as!", "value as! Int"), ("fatalError", "fatalError()"),
    ("unsafe shared state", "nonisolated(unsafe) var count = 0"),
  ])
  func `nothing in the rooms ends the program by surprise`(what: String, sample: String) throws {
    let found = try SourceTree.sources().flatMap { surprises($0)[what] ?? [] }
    #expect(found == [])

    #expect(surprises(SourceFile(path: "S.swift", text: sample))[what]?.count == 1)
    #expect(surprises(SourceFile(path: "S.swift", text: "// \(sample)"))[what] == nil)
  }

  @Test func `a promise for later names its owner`() throws {
    let found = try SourceTree.allSwift().flatMap(ownerless)
    #expect(found == [])

    let sample = SourceFile(path: "S.swift", text: "// TODO: mend\n// TODO(anna): mend\n\"TODO\"")
    #expect(ownerless(sample) == ["S.swift:1: TODO"])
  }

  @Test func `only the command line prints`() throws {
    let others = try SourceTree.sources().filter { $0.room != "infusionwatch" }
    let found = others.flatMap(prints)
    #expect(found == [])

    let sample = SourceFile(path: "S.swift", text: "printer.print(1)\nprint(1)\nfootprint(1)")
    #expect(prints(sample) == ["S.swift:2: print("])
  }

  @Test func `nothing names one machine's folders or a package registry`() throws {
    let found = try SourceTree.everything().flatMap(machineWords)
    #expect(found == [])

    let sample = SourceFile(path: "S.md", text: "see /ho\("me")/anna and py\("pi").org")
    #expect(machineWords(sample).count == 2)
  }

  /// A switch over texts or numbers needs its default; one that has a case with a point is over
  /// an enum.
  private func defaults(of file: SourceFile) -> [String] {
    let lines = file.swift.code
    return lines.indices.filter { lines[$0].contains(/^\s*default\s*:/) }.filter { index in
      let indent = lines[index].prefix { $0 == " " }
      let ofSwitch = lines[..<index].reversed().prefix {
        !($0.contains(/\bswitch\b/) && $0.prefix { $0 == " " }.count <= indent.count)
      }
      return ofSwitch.contains {
        $0.contains(/^\s*case (?:let )?\(?\.\w/) && $0.prefix { $0 == " " } == indent
      }
    }.map { "\(file.path):\($0 + 1): default" }
  }

  private func surprises(_ file: SourceFile) -> [String: [String]] {
    [
      "try!": find(/\btry!/, in: file), "as!": find(/\bas!/, in: file),
      "fatalError": find(/\bfatalError\b/, in: file),
      "unsafe shared state": find(/nonisolated\(unsafe\)/, in: file),
    ].filter { !$0.value.isEmpty }
  }

  private func ownerless(_ file: SourceFile) -> [String] {
    find(/\b(?:TODO|FIXME|XXX)\b(?!\(\w+\))/, in: file, text: file.swift.comments)
  }

  private func prints(_ file: SourceFile) -> [String] {
    find(/(?:^|[^\w.])(?:debugPrint|print)\(/, in: file)
  }

  private func machineWords(_ file: SourceFile) -> [String] {
    let folders = ["home", "root", "work", "Users"].map { "/\($0)/" }
    let hosts = [["pypi", "org"], ["pythonhosted", "org"], ["npmjs", "org"], ["crates", "io"]]
    return (folders + hosts.map { $0.joined(separator: ".") }).flatMap { word in
      file.lines.enumerated().filter { $0.element.contains(word) }.map {
        "\(file.path):\($0.offset + 1): \(word)"
      }
    }
  }

  private func find(
    _ pattern: Regex<Substring>, in file: SourceFile, text: [Substring]? = nil
  ) -> [String] {
    (text ?? file.swift.code).enumerated().flatMap { line in
      line.element.matches(of: pattern).map { "\(file.path):\(line.offset + 1): \($0.output)" }
    }
  }
}
