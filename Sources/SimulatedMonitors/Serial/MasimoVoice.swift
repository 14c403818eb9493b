import Vitals

/// Masimo ASCII 1, as a Rad-8 prints it.
struct MasimoVoice: SerialVoice {
  static let usualSerialNumber = "0000145838"

  let serialNumber: String

  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let shown = utterance.shown
    let clock = DeviceClock(on: utterance.on)
    let saturation = shown.spo2.digits(within: 0...100)
    let rate = shown.hr.digits(within: 0...350)
    let perfusion = shown.probeAbsence == nil ? "05.13%" : "--.--%"
    return Array(
      """
      03/\(clock.dayOfMonth)/26 \(clock.time) SN=\(serialNumber) SPO2=\(saturation)% BPM=\(rate) \
      PI=\(perfusion) SPCO=--.-% SPMET=--.-% DESAT=-- PIDELTA=+-- ALARM=0000 \
      EXC=\(exceptions(of: shown))\r\n
      """.utf8)
  }

  private func exceptions(of shown: ShownVitals) -> String {
    switch shown.probeAbsence {
    case .disconnected: "000001"
    case .sensorOff: "000820"
    case .searching, .noPulse: "000808"
    case .artifact: "000810"
    case .invalid, .notMeasured, .measuring, .failed, nil: "000800"
    }
  }
}
