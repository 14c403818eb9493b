import Testing

/// What the README shows is what the checkout holds.
@Suite struct ReadmeTests {
  @Test func `the README shows the station's file as it is shipped`() throws {
    let readme = try SourceTree.file("README.md")
    let shipped = try SourceTree.file("config/station.toml")
    #expect(block("toml", of: readme) == shipped.text)

    let sample = SourceFile(path: "S.md", text: "a\n```toml\nx = 1\n```\nb\n")
    #expect(block("toml", of: sample) == "x = 1\n")
  }

  @Test func `the README names every room`() throws {
    let readme = try SourceTree.file("README.md").text
    let rooms = Set(
      try SourceTree.everything().filter { $0.path.hasPrefix("Sources/") }.map(\.room))
    let unnamed = rooms.filter { !readme.contains("`\($0)`") }
    #expect(unnamed == [])
  }

  @Test func `every make target that the README names is there`() throws {
    let readme = try SourceTree.file("README.md").text
    let makefile = try SourceTree.file("Makefile").text
    let named = readme.matches(of: /(?:    |`)make ([a-z]+)/).map { String($0.1) }
    let missing = Set(named).filter { !makefile.contains("\n\($0):") }
    #expect(missing == [])
  }

  private func block(_ language: String, of file: SourceFile) -> String {
    let lines = file.lines.drop { $0 != "```\(language)" }.dropFirst().prefix { $0 != "```" }
    return lines.map { "\($0)\n" }.joined()
  }
}
