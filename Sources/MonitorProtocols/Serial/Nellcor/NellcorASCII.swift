import Vitals

/// Nellcor NPB-190 to N-600, real-time printout: a line every two seconds, without a checksum.
///
/// Source: the data port appendix of the NPB-290 and NPB-295 manuals, and captures of an N-560. A
/// printout of trends has the same lines under a heading that says so: those are history, and give
/// nothing. The clock in the line is not used. SpO2 is in %, the rate in 1/min.
public struct NellcorASCII: SerialDecoder {
  private struct State {
    var model: String?
    var isTrend = false
  }

  private var framer = Framer<NellcorLine>()
  private var state = State()
  public var tally: SerialTally { framer.tally }

  /// A decoder that has seen no byte yet.
  public init() {}

  public mutating func fallSilent() { framer.fallSilent() }

  public mutating func decode(_ bytes: [UInt8], _ find: (SerialFinding) -> Void) {
    var state = self.state
    framer.feed(bytes) { frame, offset in
      switch NellcorLine(frame.dropLast(2)) {
      case .heading(let name, let isTrend):
        state.isTrend = isTrend
        let model = String(decoding: name, as: UTF8.self)
        if state.model != model { find(SerialFinding(offset: offset, .identity(model))) }
        state.model = model
      case .data(let data) where !state.isTrend:
        let contents: [(VitalSign, Int?, ClosedRange<Int>)] = [
          (.hr, data.rate, SerialNumbers.rate),
          (.spo2, data.saturation, SerialNumbers.saturation),
        ]
        for (vital, number, range) in contents {
          let content: Reading.Content =
            if let absence = data.absence { .absent(absence) } else {
              .number(number ?? 0, within: range)
            }
          find(SerialFinding(offset: offset, .reading(vital, content, data.quality)))
        }
      case .data, .columns, nil: break
      }
    }
    self.state = state
  }
}
