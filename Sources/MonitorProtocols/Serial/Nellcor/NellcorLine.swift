import Vitals

/// A whole line of a Nellcor printout.
enum NellcorLine: FrameFormat {
  /// The monitor's model, and whether what follows is history.
  case heading(model: ArraySlice<UInt8>, isTrend: Bool)
  /// The names of the columns.
  case columns
  case data(NellcorData)

  static let longest = 160
  private static let form = Array("99-AAA-99 99:99:99 ".utf8)
  private static let months = Array("JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC".utf8)

  static func look(at bytes: ArraySlice<UInt8>) -> FrameLook {
    let form: [UInt8] =
      switch bytes.first {
      case UInt8(ascii: "N"), UInt8(ascii: "T"): []
      case _: form
      }
    return TextLine.look(at: bytes, form: form, longest: longest) { NellcorLine($0) != nil }
  }

  init?(_ line: ArraySlice<UInt8>) {
    switch line.first {
    case UInt8(ascii: "N"): self.init(heading: TextLine.words(line))
    case UInt8(ascii: "T"):
      let words = TextLine.words(line)
      guard words.count == 5, words[0].elementsEqual("TIME".utf8),
        words[1].elementsEqual("%SpO2".utf8) || words[1].elementsEqual("%SPO2".utf8)
      else { return nil }
      self = .columns
    case _:
      let month = line.dropFirst(3).prefix(3).map { $0 & 0xDF }
      let isMonth = stride(from: 0, to: Self.months.count, by: 3).contains {
        Self.months[$0..<$0 + 3].elementsEqual(month)
      }
      guard isMonth, let data = NellcorData(TextLine.words(line.dropFirst(Self.form.count))) else {
        return nil
      }
      self = .data(data)
    }
  }

  private init?(heading words: [ArraySlice<UInt8>]) {
    guard words.count >= 4, words[1].elementsEqual("VERSION".utf8),
      words[0].contains(UInt8(ascii: "-")),
      words[0].allSatisfy({
        TextLine.isCapital($0) || TextLine.isDigit($0) || $0 == UInt8(ascii: "-")
      })
    else { return nil }
    // Trends say so where the printout of the moment has the program's checksum.
    let isTrend = words.contains { $0.elementsEqual("TREND".utf8) }
    guard isTrend || words[3].starts(with: "CRC:".utf8) else { return nil }
    self = .heading(model: words[0], isTrend: isTrend)
  }
}

/// The numbers of a line, and what its status codes say.
struct NellcorData {
  private enum Status: String {
    case sensorDisconnected = "SD"
    case sensorOff = "SO"
    case lossOfPulse = "LP"
    case lossOfPulseWithInterference = "LM"
    case pulseSearch = "PS"
    case motion = "MO"
    case alarmOff = "AO"
    case alarmSilenced = "AS"
    case lowBattery = "LB"
    case onBattery = "BU"
    case pulseHigh = "PH"
    case pulseLow = "PL"
    case saturationHigh = "SH"
    case saturationLow = "SL"
  }

  /// SpO2 in %, if it is a number.
  var saturation: Int?
  /// Pulse rate in 1/min, if it is a number.
  var rate: Int?
  /// Why the numbers do not count, though they may be printed.
  var absence: AbsenceReason?
  var quality = SignalQuality.good

  /// SpO2, rate, pulse amplitude, and up to four codes.
  init?(_ words: [ArraySlice<UInt8>]) {
    guard 3...7 ~= words.count, words[..<3].allSatisfy(Self.isNumber) else { return nil }
    saturation = Self.number(words[0])
    rate = Self.number(words[1])
    var absences: [AbsenceReason] = []
    for word in words[3...] {
      guard word.count == 2, word.allSatisfy(TextLine.isCapital) else { return nil }
      switch Status(rawValue: String(decoding: word, as: UTF8.self)) {
      case .sensorDisconnected: absences.append(.disconnected)
      case .sensorOff: absences.append(.sensorOff)
      case .lossOfPulse, .lossOfPulseWithInterference: absences.append(.noPulse)
      case .pulseSearch: absences.append(.searching)
      // What an unknown code says of the number, nobody knows.
      case .motion, nil: quality = .low
      case .alarmOff, .alarmSilenced, .lowBattery, .onBattery, .pulseHigh, .pulseLow,
        .saturationHigh, .saturationLow:
        break
      }
    }
    let byWeight: [AbsenceReason] = [.disconnected, .sensorOff, .noPulse, .searching]
    absence = byWeight.first(where: absences.contains)
  }

  /// One to three digits or three dashes; a star marks what lies outside the monitor's limits.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    let text = withoutStar(word)
    guard 1...3 ~= text.count else { return false }
    return text.allSatisfy(TextLine.isDigit) || text.elementsEqual("---".utf8)
  }

  private static func number(_ word: ArraySlice<UInt8>) -> Int? {
    TextLine.number(withoutStar(word))
  }

  private static func withoutStar(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    word.last == UInt8(ascii: "*") ? word.dropLast() : word
  }
}
