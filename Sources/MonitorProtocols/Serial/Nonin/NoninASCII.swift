import Vitals

/// Nonin Avant 9600, 7500, 8500, 8600 and alike: a printed line a second.
///
/// Source: the operator's manuals of these models (“Real-Time Patient Data Output”). Rate in 1/min,
/// SpO2 in %. A line is believed by itself: few other bytes have its shape. The header after
/// power-up is skipped.
public struct NoninASCII: SerialDecoder {
  private var framer = Framer<NoninLine>()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    framer.feed(bytes) { line, offset in
      guard let numbers = NoninLine(line.dropLast(2)) else { return }
      for (vital, number) in [(VitalSign.hr, numbers.rate), (.spo2, numbers.saturation)] {
        find(SerialFinding(offset: offset, .reading(vital, number, .good)))
      }
    }
  }
}

/// A whole line, without its end: `12:34:56 SPO2=097 HR=072 F`. Older models print the time; an F
/// marks numbers that respond fast, `*` an event, B a breath.
struct NoninLine: FrameFormat {
  static let longest = 32
  private static let form = Array("SPO2=".utf8)
  private static let formWithTime = Array("99:99:99 SPO2=".utf8)
  private static let between = Array(" HR=".utf8)
  private static let marks = Array(" F*B".utf8)
  private static let nothing = Array("---".utf8)

  var saturation: Reading.Content
  var rate: Reading.Content

  static func mayBegin(with byte: UInt8) -> Bool {
    byte == UInt8(ascii: "S") || TextLine.isDigit(byte)
  }

  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
    TextLine.look(at: bytes, form: form(of: bytes), longest: longest) { NoninLine($0) != nil }
  }

  init?(_ line: ArraySlice<UInt8>) {
    var rest = line.dropFirst(Self.form(of: line).count)
    guard let saturation = Self.number(rest.prefix(3), within: SerialNumbers.saturation) else {
      return nil
    }
    rest = rest.dropFirst(3)
    guard rest.starts(with: Self.between) else { return nil }
    rest = rest.dropFirst(Self.between.count)
    guard let rate = Self.number(rest.prefix(3), within: SerialNumbers.rate) else { return nil }
    guard rest.dropFirst(3).allSatisfy(Self.marks.contains) else { return nil }
    self.saturation = saturation
    self.rate = rate
  }

  private static func form(of line: ArraySlice<UInt8>) -> [UInt8] {
    line.first == form[0] ? form : formWithTime
  }

  /// Three digits, or as many dashes.
  private static func number(
    _ text: ArraySlice<UInt8>, within range: ClosedRange<Int>
  ) -> Reading.Content? {
    guard text.count == 3 else { return nil }
    guard !text.elementsEqual(nothing) else { return .absent(.invalid) }
    return TextLine.number(text).map { .number($0, within: range) }
  }
}
