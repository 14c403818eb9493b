import Testing

@testable import MonitorProtocols

/// A frame is `A`, how many bytes follow (at most 3), and these.
private protocol Lettered: FrameFormat {}

extension Lettered {
  static var longest: Int { 5 }

  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
    let start = bytes.startIndex
    guard bytes[start] == UInt8(ascii: "A") else { return .nothing }
    guard bytes.count > 1 else { return .partial }
    let count = Int(bytes[start + 1]) - 0x30
    guard 0...3 ~= count else { return .nothing }
    guard bytes.count >= 2 + count else { return .partial }
    return bytes[start + 1 + count] == UInt8(ascii: "!") ? .badChecksum : .frame(2 + count)
  }
}

private enum Single: Lettered {}

/// The last byte must not fall.
private enum InRows: Lettered {
  static let believedAfter = 3

  static func follows(_ frame: ArraySlice<UInt8>, _ earlier: ArraySlice<UInt8>) -> Bool {
    frame[frame.endIndex - 1] >= earlier[earlier.endIndex - 1]
  }
}

/// Never ends.
private enum Endless: FrameFormat {
  static let longest = 7
  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook { .partial }
}

@Suite struct FramerTests {
  private struct Found: Equatable {
    var frames: [String]
    var offsets: [Int]
    var skipped: Int
    var badSums = 0
  }

  /// What is found in a text; at `|` the line falls silent.
  private func found<Format: FrameFormat>(
    _ format: Format.Type, _ text: String, inBytes: Bool = false
  ) -> Found {
    var framer = Framer<Format>()
    var found = Found(frames: [], offsets: [], skipped: 0)
    for (index, part) in text.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { framer.fallSilent() }
      let bytes = [UInt8](part.utf8)
      for chunk in inBytes ? bytes.map({ [$0] }) : [bytes] {
        framer.feed(chunk) { frame, offset in
          found.frames.append(String(decoding: frame, as: UTF8.self))
          found.offsets.append(offset)
        }
      }
    }
    #expect(framer.tally.bytes == text.utf8.count { $0 != UInt8(ascii: "|") })
    #expect(framer.tally.frames == found.frames.count)
    found.skipped = framer.tally.skipped
    found.badSums = framer.tally.checksumErrors
    return found
  }

  @Test(arguments: [false, true])
  func `frames of any length are found at their offsets`(inBytes: Bool) {
    #expect(
      found(Single.self, "A0A1xA2xyA3xyz", inBytes: inBytes)
        == Found(frames: ["A0", "A1x", "A2xy", "A3xyz"], offsets: [0, 2, 5, 9], skipped: 0))
  }

  @Test(arguments: [false, true])
  func `a byte that begins no frame costs itself only`(inBytes: Bool) {
    #expect(
      found(Single.self, "--AA1x-A9A0", inBytes: inBytes)
        == Found(frames: ["A1x", "A0"], offsets: [3, 9], skipped: 6))
  }

  @Test(arguments: [false, true])
  func `a frame within one whose checksum is wrong is found`(inBytes: Bool) {
    #expect(
      found(Single.self, "A3A0!A0", inBytes: inBytes)
        == Found(frames: ["A0", "A0"], offsets: [2, 5], skipped: 3, badSums: 1))
  }

  @Test func `what has begun is dropped when the line falls silent`() {
    #expect(
      found(Single.self, "A0A3x|A1x") == Found(frames: ["A0", "A1x"], offsets: [0, 5], skipped: 3))
  }

  @Test(arguments: [false, true])
  func `a row is given with its last frame, the first frames too`(inBytes: Bool) {
    #expect(
      found(InRows.self, "A1xA1x", inBytes: inBytes) == Found(frames: [], offsets: [], skipped: 0))
    #expect(
      found(InRows.self, "-A1xA1xA1yA0", inBytes: inBytes)
        == Found(frames: ["A1x", "A1x", "A1y", "A0"], offsets: [1, 4, 7, 10], skipped: 1))
  }

  @Test(arguments: [false, true])
  func `a byte between two frames ends a row, and its bytes are skipped`(inBytes: Bool) {
    #expect(
      found(InRows.self, "A1xA1x-A1xA1xA1x", inBytes: inBytes)
        == Found(frames: ["A1x", "A1x", "A1x"], offsets: [7, 10, 13], skipped: 7))
  }

  @Test(arguments: [false, true])
  func `belief is lost with a byte that begins no frame`(inBytes: Bool) {
    #expect(
      found(InRows.self, "A0A0A0-A1xA1y", inBytes: inBytes)
        == Found(frames: ["A0", "A0", "A0"], offsets: [0, 2, 4], skipped: 1))
  }

  @Test(arguments: [false, true])
  func `a frame that does not go with its row begins the next one`(inBytes: Bool) {
    #expect(
      found(InRows.self, "A1yA1xA1xA1x", inBytes: inBytes)
        == Found(frames: ["A1x", "A1x", "A1x"], offsets: [3, 6, 9], skipped: 3))
  }

  @Test func `once it is believed a row may say anything`() {
    #expect(
      found(InRows.self, "A0A0A0A1zA1a")
        == Found(frames: ["A0", "A0", "A0", "A1z", "A1a"], offsets: [0, 2, 4, 6, 9], skipped: 0))
  }

  @Test(arguments: [false, true])
  func `a row that began within its seeming first frame is found`(inBytes: Bool) {
    #expect(
      found(InRows.self, "A1A0A0A0", inBytes: inBytes)
        == Found(frames: ["A0", "A0", "A0"], offsets: [2, 4, 6], skipped: 2))
  }

  @Test(arguments: [false, true])
  func `a wrong checksum behind a row is counted once`(inBytes: Bool) {
    #expect(
      found(InRows.self, "A0A0A1!", inBytes: inBytes)
        == Found(frames: [], offsets: [], skipped: 7, badSums: 1))
  }

  @Test func `silence ends a row and what was believed`() {
    #expect(found(InRows.self, "A0A0|A0") == Found(frames: [], offsets: [], skipped: 4))
    #expect(
      found(InRows.self, "A0A0A0|A0A0")
        == Found(frames: ["A0", "A0", "A0"], offsets: [0, 2, 4], skipped: 0))
  }

  @Test(arguments: [false, true])
  func `what is as long as the longest frame and still none is skipped`(inBytes: Bool) {
    #expect(
      found(Endless.self, "0123456789", inBytes: inBytes)
        == Found(frames: [], offsets: [], skipped: 4))
  }

  @Test func `a chunk larger than what is looked at at once is found whole`() {
    let text = String(repeating: "-A3xyzA1x", count: 5000)
    let found = found(Single.self, text)
    #expect(found.frames.count == 10_000)
    #expect(found.skipped == 5000)
    #expect(found.offsets.last == 44_997)
  }
}
