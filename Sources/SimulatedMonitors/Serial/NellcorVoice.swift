import Vitals

/// Nellcor's real-time printout: a line every two seconds, and a heading over every 25.
struct NellcorVoice: SerialVoice {
  static let usualModel = "N-560"
  private static let linesUnderHeading = 25

  let model: String
  private var lines = 0

  init(model: String) { self.model = model }

  mutating func say(_ utterance: Utterance) -> [UInt8] {
    defer { lines += 1 }
    let isFirst = lines % Self.linesUnderHeading == 0
    return Array(((isFirst ? heading : []) + [line(utterance)]).map { "\($0)\r\n" }.joined().utf8)
  }

  private var heading: [String] {
    [
      "\(model)    VERSION 1.61.00    CRC:XXXX  SpO2 Limit: 85-100%    PR Limit: 40-170BPM",
      "TIME                 %SpO2   BPM     PA     Status",
    ]
  }

  private func line(_ utterance: Utterance) -> String {
    let shown = utterance.shown
    let clock = DeviceClock(on: utterance.on)
    let saturation = shown.spo2.digits(within: 0...100, padding: " ")
    let rate = shown.hr.digits(within: 0...350, padding: " ")
    let amplitude = shown.probeAbsence == nil ? " 88" : "---"
    let code = code(of: shown).map { "    \($0)" } ?? ""
    return
      "\(clock.dayOfMonth)-Mar-26 \(clock.time)   \(saturation)     \(rate)     \(amplitude)\(code)"
  }

  private func code(of shown: ShownVitals) -> String? {
    switch shown.probeAbsence {
    case .disconnected: "SD"
    case .sensorOff: "SO"
    case .noPulse: "LP"
    case .searching: "PS"
    case .artifact: "LM"
    case .invalid, .notMeasured, .measuring, .failed, nil: nil
    }
  }
}
