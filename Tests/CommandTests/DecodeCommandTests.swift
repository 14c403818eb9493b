import Foundation
import PeerKit
import Testing

/// `decode`: a capture to readings, one line each, and a summary.
@Suite struct DecodeCommandTests {
  /// HR 200, SpO2 88, low perfusion; then the finger is out, though numbers are still there.
  private static let frames: [UInt8] = [
    0x91, 0x48, 0x58, 0x00, 0x80, 0x48, 0x61, 0x00, 0x80, 0x48, 0x61, 0x08,
  ]

  private func decode(
    _ bytes: [UInt8], _ format: String = "nonin-df8"
  ) throws -> Program.Outcome {
    let folder = try ScratchFolder()
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/capture"))
    return try Program.run(["decode", "--format", format, "capture"], in: folder.path)
  }

  @Test func `each reading is a line with its offset, and the last line sums up`() throws {
    let result = try decode([0x00] + Self.frames)
    #expect(result.status == 0)
    #expect(result.errors == "")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        #"{"offset":1,"vital":"hr","value":200,"quality":"low"}"#,
        #"{"offset":1,"vital":"spo2","value":88,"quality":"low"}"#,
        #"{"offset":5,"vital":"hr","value":72,"quality":"good"}"#,
        #"{"offset":5,"vital":"spo2","value":97,"quality":"good"}"#,
        #"{"offset":9,"vital":"hr","absent":"sensor-off"}"#,
        #"{"offset":9,"vital":"spo2","absent":"sensor-off"}"#,
        #"{"summary":{"bytes":13,"frames":3,"readings":6,"skipped":1,"checksum_errors":0}}"#,
      ])
  }

  @Test func `bytes that are no frame of the format are counted, and said in one line`() throws {
    let result = try decode(Array("not a monitor".utf8), "nonin-df2")
    #expect(result.output.contains(#""frames":0,"readings":0,"skipped":13"#))
    #expect(result.errors.contains("none of 13 bytes is understood as nonin-df2"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func `an unknown format names those that there are`() throws {
    let result = try decode([], "nonin")
    #expect(result.status == 64)
    #expect(result.errors.contains("nonin-df8"))
  }

  @Test func `a capture that is not there is said with its name`() throws {
    let result = try Program.run(["decode", "--format", "nonin-df8", "/none/capture"])
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("infusionwatch: /none/capture: cannot be opened"))
  }
}
