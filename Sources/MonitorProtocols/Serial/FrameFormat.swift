/// How the frames of a protocol are told from other bytes.
protocol FrameFormat: Sendable {
  /// The longest frame in bytes, which bounds what is kept.
  static var longest: Int { get }
  /// So many frames in a row, without a byte between them, are needed before the first is
  /// believed: 1 where a checksum speaks for each.
  static var believedAfter: Int { get }
  /// Whether a frame may begin with this byte: told without a look at what follows, so that noise
  /// costs little.
  static func mayBegin(with byte: UInt8) -> Bool
  /// A byte that ends every frame, and stands nowhere else in one but at its beginning; nil: none
  /// does. What lies behind the next one is not looked at.
  static var end: UInt8? { get }
  /// What these bytes begin with; there is at least one, and a frame may begin with it.
  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook
  /// Whether a frame may come after another one in a row that is not believed yet. Noise has the
  /// shape of a frame now and then, but seldom says nearly the same again.
  static func follows(_ frame: ArraySlice<UInt8>, _ earlier: ArraySlice<UInt8>) -> Bool
}

extension FrameFormat {
  static var believedAfter: Int { 1 }
  static func mayBegin(with byte: UInt8) -> Bool { true }
  static var end: UInt8? { nil }
  static func follows(_: ArraySlice<UInt8>, _: ArraySlice<UInt8>) -> Bool { true }
}

/// What some bytes begin with.
enum FrameLook: Hashable {
  /// A whole frame of so many bytes.
  case frame(Int)
  /// The beginning of a frame.
  case partial
  /// No frame.
  case nothing
  /// A frame whose checksum is wrong.
  case badChecksum
}

extension FrameLook {
  /// Where bit 7 stands in the first byte of a frame, and in no other.
  static func ofMarked(_ bytes: ArraySlice<UInt8>, length: Int) -> FrameLook {
    let start = bytes.startIndex
    let count = min(bytes.count, length)
    guard bytes[start] & 0x80 != 0 else { return .nothing }
    for at in start + 1..<start + count where bytes[at] & 0x80 != 0 { return .nothing }
    return count < length ? .partial : .frame(length)
  }
}
