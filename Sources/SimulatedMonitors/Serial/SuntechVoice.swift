import MonitorProtocols
import Vitals

/// A SunTech cuff module: it answers polls, and says nothing by itself.
struct SuntechVoice: SerialVoice {
  private enum Letter {
    static let done = UInt8(ascii: "K")
    static let busy = UInt8(ascii: "B")
  }

  /// A measurement was seen whose end has not been said.
  private var owesDone = false

  init() {}

  mutating func say(_: Utterance) -> [UInt8] { [] }

  mutating func answer(_ request: SerialRequest, _ utterance: Utterance) -> [UInt8] {
    let shown = utterance.shown
    switch request {
    case .suntechCuffPressure:
      let pressure = shown.inflating.map(CuffPressure.at) ?? 0
      owesDone = owesDone || shown.inflating != nil
      return packet([UInt8(pressure & 0xFF), UInt8(pressure >> 8)], utterance.sumError)
    case .suntechResult:
      if shown.inflating != nil {
        owesDone = true
        return packet([Letter.busy], utterance.sumError)
      }
      guard !owesDone else {
        owesDone = false
        return packet([Letter.done], utterance.sumError)
      }
      return packet(report(shown), utterance.sumError)
    case .datexDisplayedEvery5s, .datexStop, .berrymedECG, .berrymedSpO2: return []
    }
  }

  /// All bytes of a packet add up to 0.
  private func packet(_ data: [UInt8], _ error: UInt8) -> [UInt8] {
    let bytes = [0x3E, UInt8(data.count + 3)] + data
    return bytes + [0 &- bytes.reduce(0, &+) &+ error]
  }

  private func report(_ shown: ShownVitals) -> [UInt8] {
    func word(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }
    guard let cuff = shown.cuff else { return [UInt8](repeating: 0, count: 21) }
    let pressures = [cuff.sbp, cuff.dbp, cuff.map].map { word($0.code(within: 1...350, none: 0)) }
    let rate = word(cuff.rate.code(within: 1...350, none: 0))
    let isPresent: [UInt8] = [0, 1]
    let testCodes = [UInt8](repeating: 0, count: 8)
    let errorAndSpare: [UInt8] = [0, 0, 0]
    return pressures[0] + pressures[1] + isPresent + testCodes + rate + pressures[2] + errorAndSpare
  }
}
