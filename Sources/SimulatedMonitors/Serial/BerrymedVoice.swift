import MonitorProtocols
import Vitals

/// A PM6750 module: once its streams are enabled, a frame of each in a second.
///
/// Its heart rate is that of the pulse oximeter; electrodes count where that has none.
struct BerrymedVoice: SerialVoice {
  private enum CuffStep: UInt8 {
    case done = 0
    case measuring = 1
    case noResult = 8

    var status: UInt8 { rawValue << 2 }
  }

  private var hasECG = false
  private var hasOximeter = false

  init() {}

  mutating func answer(_ request: SerialRequest, _: Utterance) -> [UInt8] {
    switch request {
    case .berrymedECG: hasECG = true
    case .berrymedSpO2: hasOximeter = true
    case .datexDisplayedEvery5s, .datexStop, .suntechResult, .suntechCuffPressure: break
    }
    return []
  }

  mutating func say(_ utterance: Utterance) -> [UInt8] {
    let shown = utterance.shown
    var frames: [[UInt8]] = []
    if hasOximeter { frames.append([0x04] + pulse(shown)) }
    if hasECG { frames.append([0x02] + heart(shown)) }
    if !frames.isEmpty { frames.append([0x03] + cuff(shown)) }
    return frames.flatMap { frame(of: $0, utterance.sumError) }
  }

  private func frame(of content: [UInt8], _ error: UInt8) -> [UInt8] {
    // Counts itself and the sum.
    let counted = [UInt8(content.count + 2)] + content
    return [0x55, 0xAA] + counted + [~counted.reduce(0, &+) &+ error]
  }

  private func pulse(_ shown: ShownVitals) -> [UInt8] {
    let rate = UInt8(shown.hr.code(within: 1...250, none: 255))
    let saturation = UInt8(shown.spo2.code(within: 1...100, none: 127))
    switch shown.probeAbsence {
    case .disconnected: return [1, 127, 255]
    case .sensorOff: return [2, 127, 255]
    case .searching, .noPulse: return [3, 127, 255]
    case .artifact, .invalid, .notMeasured, .measuring, .failed, nil: break
    }
    // A rate without a saturation is the electrodes'.
    return [0, saturation, saturation == 127 ? 255 : rate]
  }

  private func heart(_ shown: ShownVitals) -> [UInt8] {
    let rate = UInt8(shown.hr.code(within: 1...254, none: 0))
    let saturation = shown.spo2.code(within: 1...100, none: 127)
    let hasLeads = rate != 0 && saturation == 127
    let breaths: UInt8 = 16
    return hasLeads ? [0, rate, breaths, 0, 0] : [0x02, 0, breaths, 0, 0]
  }

  private func cuff(_ shown: ShownVitals) -> [UInt8] {
    if let inflating = shown.inflating {
      // In steps of 2 mmHg.
      return [CuffStep.measuring.status, UInt8(CuffPressure.at(inflating) / 2), 0, 0, 0]
    }
    guard let cuff = shown.cuff else { return [CuffStep.noResult.status, 0, 0, 0, 0] }
    let numbers = [cuff.sbp, cuff.map, cuff.dbp].map { UInt8($0.code(within: 1...255, none: 0)) }
    return [CuffStep.done.status, 0] + numbers
  }
}

/// The pressure in a cuff that is measuring, mmHg: pumped up within a second, and let down.
enum CuffPressure {
  private static let full = 180
  private static let least = 40

  static func at(_ inflating: Span) -> Int {
    max(least, full - Int(inflating.milliseconds / 1000) * 8)
  }
}
