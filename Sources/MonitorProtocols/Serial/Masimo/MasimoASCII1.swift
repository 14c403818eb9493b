import Vitals

/// Masimo Rad-8, Radical-7 and Rad-87, output “ASCII 1”: a line a second, without a checksum.
///
/// Source: the Rad-8 operator's manual, and lines that were captured from these monitors. Which
/// keys there are, and their order, varies by model. The clock in the line is often wrong by
/// years, and is not used. SpO2 is in %, the rate in 1/min.
public struct MasimoASCII1: SerialDecoder {
  private var framer = Framer<MasimoLine>()
  private var identity = SerialIdentity()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var identity = self.identity
    framer.feed(bytes) { frame, offset in
      guard let line = MasimoLine(frame.dropLast(2)) else { return }
      switch identity.judge(line.serialNumber) {
      case .known: break
      case .new:
        let name = String(decoding: line.serialNumber ?? [], as: UTF8.self)
        find(SerialFinding(offset: offset, .identity(name)))
      // It may be another patient's.
      case .doubtful: return
      }
      let contents: [(VitalSign, Int?, ClosedRange<Int>)] = [
        (.hr, line.rate, SerialNumbers.rate), (.spo2, line.saturation, SerialNumbers.saturation),
      ]
      for (vital, number, range) in contents {
        let content: Reading.Content =
          if let absence = line.absence { .absent(absence) } else {
            .number(number ?? 0, within: range)
          }
        find(SerialFinding(offset: offset, .reading(vital, content, line.quality)))
      }
    }
    self.identity = identity
  }
}

/// A whole line: its date and time, then keys with values, the three that are read among them.
private struct MasimoLine: FrameFormat {
  static let longest = 320
  private static let form = Array("99/99/99 99:99:99 ".utf8)

  /// SpO2 in %, if it is a number.
  var saturation: Int?
  /// Pulse rate in 1/min, if it is a number.
  var rate: Int?
  var serialNumber: ArraySlice<UInt8>?
  private var exceptions: UInt32 = 0

  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
    TextLine.look(at: bytes, form: form, longest: longest) { MasimoLine($0) != nil }
  }

  init?(_ line: ArraySlice<UInt8>) {
    var found = (spo2: false, bpm: false, exc: false)
    for word in TextLine.words(line.dropFirst(Self.form.count)) {
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")), equals > word.startIndex else {
        return nil
      }
      let key = word[..<equals]
      let value = word[(equals + 1)...]
      guard !value.isEmpty, key.allSatisfy({ TextLine.isCapital($0) || TextLine.isDigit($0) })
      else { return nil }
      if key.elementsEqual("SPO2".utf8) {
        guard !found.spo2, value.last == UInt8(ascii: "%"), Self.isNumber(value.dropLast()) else {
          return nil
        }
        found.spo2 = true
        saturation = TextLine.number(value.dropLast())
      } else if key.elementsEqual("BPM".utf8) {
        guard !found.bpm, Self.isNumber(value) else { return nil }
        found.bpm = true
        rate = TextLine.number(value)
      } else if key.elementsEqual("EXC".utf8) {
        guard !found.exc, 6...7 ~= value.count, let bits = TextLine.hexadecimal(value) else {
          return nil
        }
        found.exc = true
        exceptions = bits
      } else if key.elementsEqual("SN".utf8), value.contains(where: { $0 != UInt8(ascii: "-") }) {
        guard value.allSatisfy({ TextLine.isDigit($0) || TextLine.isCapital($0) }) else {
          return nil
        }
        serialNumber = value
      }
    }
    // Without its exceptions nobody could say whether a number counts.
    guard found.spo2, found.bpm, found.exc else { return nil }
  }

  /// Three digits, or three dashes where there is no number.
  private static func isNumber(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == 3
      && (value.allSatisfy(TextLine.isDigit) || value.allSatisfy { $0 == UInt8(ascii: "-") })
  }

  /// Why the numbers do not count, though they may be printed.
  var absence: AbsenceReason? {
    let reasons: [(UInt32, AbsenceReason)] = [
      (0x001, .disconnected),  // no sensor
      (0x020, .sensorOff),
      (0x082, .invalid),  // a defective or unrecognised sensor
      (0x008, .searching),
      (0x050, .artifact),  // interference, ambient light
    ]
    return reasons.first { exceptions & $0.0 != 0 }?.1
  }

  /// Low perfusion, or a low signal quality.
  var quality: SignalQuality { exceptions & 0x404 != 0 ? .low : .good }
}
