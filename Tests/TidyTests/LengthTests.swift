import Testing

/// What a reader can hold in the eye at once.
@Suite struct LengthTests {
  @Test func `no line is longer than 100 columns`() throws {
    let found = try SourceTree.allSwift().flatMap(longLines)
    #expect(found == [])

    let sample = SourceFile(path: "Sample.swift", text: "\n" + String(repeating: "x", count: 101))
    #expect(longLines(of: sample) == ["Sample.swift:2: 101 columns"])
  }

  @Test func `no function is longer than 70 lines`() throws {
    let found = try SourceTree.allSwift().flatMap(longFunctions)
    #expect(found == [])

    let body = String(repeating: "  step() // }\n", count: 69)
    let sample = SourceFile(
      path: "Sample.swift", text: "protocol P {\n  func a()\n}\nfunc b(\n) {\n\(body)}\n")
    #expect(longFunctions(of: sample) == ["Sample.swift:4: 72 lines"])
  }

  @Test func `no file is longer than 320 lines`() throws {
    let found = try SourceTree.allSwift().flatMap(longFile)
    #expect(found == [])

    let sample = SourceFile(path: "Sample.swift", text: String(repeating: "\n", count: 321))
    #expect(longFile(of: sample) == ["Sample.swift: 321 lines"])
  }

  private func longLines(of file: SourceFile) -> [String] {
    file.lines.enumerated().filter { $0.element.count > 100 }.map {
      "\(file.path):\($0.offset + 1): \($0.element.count) columns"
    }
  }

  private func longFunctions(of file: SourceFile) -> [String] {
    file.swift.functions.filter { $0.length > 70 }.map {
      "\(file.path):\($0.line): \($0.length) lines"
    }
  }

  private func longFile(of file: SourceFile) -> [String] {
    let count = file.lines.count - 1
    return count > 320 ? ["\(file.path): \(count) lines"] : []
  }
}
