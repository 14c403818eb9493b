import Foundation
import Testing

@testable import Settings

/// Files that are no TOML at all: one clear line each, and no more memory than they deserve.
@Suite struct TomlFileTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func fault(of path: String) -> String? {
    let faults = #expect(throws: Faults.self) { try SettingsFile.load(path) }
    #expect(faults?.list.count == 1)
    return faults?.description.replacing("\(folder.path)/", with: "")
  }

  @Test func `a missing file is named`() {
    #expect(
      fault(of: "\(folder.path)/none.toml")
        == "none.toml: there is no such file; check the path and who may read it")
  }

  @Test func `an empty file is told`() throws {
    #expect(
      try fault(of: folder.write("", to: "empty.toml"))
        == "empty.toml:1: the file is empty; write the settings, or name another file")
  }

  @Test func `a directory is told`() throws {
    _ = try folder.write("", to: "inner/x.toml")
    #expect(fault(of: "\(folder.path)/inner") == "inner: is a directory; name a TOML file")
  }

  @Test func `a pipe is not waited for`() {
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    #expect(fault(of: "\(folder.path)/pipe") == "pipe: is no regular file; name a TOML file")
  }

  @Test func `a binary file is told with the line of its first control byte`() throws {
    #expect(
      try fault(of: folder.write("a = 1\n\u{7F}ELF\u{0}\u{1}", to: "binary.toml"))
        == "binary.toml:2: this is no text (a control byte 0 stands here); name a TOML file")
  }

  @Test func `text that is not UTF-8 is told with its line`() throws {
    let path = try folder.write("", to: "latin.toml")
    try Data([0x61, 0x3D, 0x31, 0x0A, 0x62, 0x3D, 0x22, 0xFC, 0x22, 0x0A]).write(
      to: URL(fileURLWithPath: path))
    #expect(fault(of: path)?.hasPrefix("latin.toml:2: ") == true)
  }

  @Test func `an endless line is told`() throws {
    let text = "a = 1\nb = \"" + String(repeating: "x", count: 100_000)
    #expect(
      try fault(of: folder.write(text, to: "line.toml"))
        == "line.toml:2: the line is longer than 4096 bytes; break it up")
  }

  @Test func `a file of 1 GB is refused by its size`() throws {
    let path = try folder.write("", to: "big.toml")
    #expect(truncate(path, 1 << 30) == 0)
    #expect(fault(of: path) == "big.toml: is larger than 1 MiB; name a TOML file written by hand")
  }

  @Test func `tables nested as deep as a line is long do no harm`() throws {
    let path = try folder.write(
      "[" + String(repeating: "a.", count: 2000) + "a]\nb = 1\n", to: "deep.toml")
    #expect(fault(of: path)?.hasPrefix("deep.toml:1: ") == true)
  }

  @Test func `a byte order mark and CRLF are accepted`() throws {
    let text = "\u{FEFF}[station]\r\nname = \"x\"\r\n[[bed]]\r\nname = \"1\"\r\n"
    #expect(try StationSettings.load(folder.write(text, to: "crlf.toml")).name == "x")
  }

  @Test func `no more faults are told than a screen can bear`() throws {
    let text = (0..<5000).map { "k\($0) = 1\n" }.joined()
    let path = try folder.write("[station]\n[[bed]]\nname = \"1\"\n" + text, to: "many.toml")
    let faults = #expect(throws: Faults.self) { try StationSettings.load(path) }
    #expect(faults?.list.count == FaultCollector.mostFaults + 1)
  }
}
