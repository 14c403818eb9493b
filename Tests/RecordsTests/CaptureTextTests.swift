import Records
import Testing
import Vitals

/// The bytes of a monitor, with their times, as text.
@Suite struct CaptureTextTests {
  private static let start = Moment(milliseconds: 1_772_355_600_123)

  /// What a capture holds, read in pieces of so many bytes.
  private func pieces(
    _ bytes: some Sequence<UInt8>, by count: Int = 65_536
  ) throws(CaptureReader.Failure) -> [CaptureStream.Piece] {
    var stream = CaptureStream()
    var pieces: [CaptureStream.Piece] = []
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      pieces += try stream.take(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return try pieces + stream.finish()
  }

  @Test(arguments: [1, 7, 65_536])
  func `what is written reads back with its times`(count: Int) throws {
    let capture = CaptureText(start: Self.start)
    let bytes: [[UInt8]] = [[0x80, 0x48, 0x61, 0x00], [0xFF], Array(0...255)]
    let text =
      capture.header(monitor: "bay-2", protocolName: "nonin-df8")
      + bytes.enumerated().map {
        capture.line($1, at: Self.start + .milliseconds(Int64($0) * 1007))
      }.joined()
    let read = try pieces(text.utf8, by: count)
    #expect(read.map(\.bytes) == bytes)
    #expect(read.map(\.time) == [.zero, .milliseconds(1007), .milliseconds(2014)])
  }

  @Test(
    arguments: [
      [0x23, 0x20, 0x69], [0x80, 0x48, 0x61, 0x00], [], [0x23, 0x20, 0x69, 0x6E, 0x66, 0x0A],
    ] as [[UInt8]])
  func `bytes alone stay as they are, also those that begin like a text`(bytes: [UInt8]) throws {
    #expect(try pieces(bytes).flatMap(\.bytes) == bytes)
    #expect(try pieces(bytes, by: 1).flatMap(\.bytes) == bytes)
    #expect(try pieces(bytes).allSatisfy { $0.time == nil })
  }

  @Test func `a line that never ends is refused`() {
    let text = "# infusionwatch capture 1\n0," + String(repeating: "8", count: 70_000)
    #expect(throws: CaptureReader.Failure.self) { try pieces(text.utf8, by: 4096) }
  }

  @Test(arguments: [
    ("# infusionwatch capture 2", 1), ("# infusionwatch capture 1\n0,8", 2),
    ("# infusionwatch capture 1\n\n0,8g", 3), ("# infusionwatch capture 1\n0", 2),
    ("# infusionwatch capture 1\n1,80\n0.9,80", 3), ("# infusionwatch capture 1\nx,80", 2),
    ("# infusionwatch capture 1\n0,", 2), ("# infusionwatch capture 1\n0,+1", 2),
  ])
  func `a line that cannot be read is refused with its number`(text: String, line: Int) {
    do {
      _ = try pieces(text.utf8)
      Issue.record("it was read")
    } catch {
      #expect(error.line == line)
    }
  }
}
