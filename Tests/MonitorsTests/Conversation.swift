import MonitorProtocols
import Vitals

@testable import SimulatedMonitors

/// What a decoder makes of a simulated device in some time, asked as a link asks it.
struct Conversation {
  private(set) var findings: [SerialFinding.Content] = []
  private(set) var tally = SerialTally()

  private static let step = Span.milliseconds(50)

  init(
    _ language: SerialLanguage, seconds: Int64 = 31, identity: String? = nil, isAsked: Bool = true,
    faults: SimulatedFaults = SimulatedFaults(),
    face: @escaping @Sendable (Span) -> ShownVitals
  ) {
    var device = SimulatedSerialDevice(
      language, identity: identity, lateness: SimulatedFault.lateness, face: face)
    var decoder = language.decoder()
    let requests = language.requests
    var polls = 0
    device.plug(at: .zero)
    for request in requests.opening where isAsked {
      device.hear(request.bytes, at: .zero, faults)
    }
    var on = Span.zero
    while on <= .seconds(seconds) {
      if isAsked, let every = requests.pollEvery, on.milliseconds % every.milliseconds == 0 {
        device.hear(requests.polls[polls % requests.polls.count].bytes, at: on, faults)
        polls += 1
      }
      var found: [SerialFinding.Content] = []
      decoder.decode(device.take(at: on, faults)) { found.append($0.content) }
      findings += found
      on = on + Self.step
    }
    tally = decoder.tally
  }

  /// What was said of one vital sign, in order.
  func contents(of vital: VitalSign) -> [Reading.Content] {
    findings.compactMap { finding in
      if case .reading(vital, let content, _) = finding { content } else { nil }
    }
  }
}
