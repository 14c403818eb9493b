import MonitorProtocols
import Vitals

@testable import Monitors

/// A link on a clock of its own, whose units answer after a latency or not at all.
struct VirtualLink {
  /// One request and how late it was for its unit's beat.
  struct Asked {
    var unit: Int
    var at: Moment
    var late: Span
  }

  let plan: LinkPlan
  private(set) var round: LinkRound
  private(set) var now = Moment(milliseconds: 0)
  private(set) var told: [MonitorReport] = []

  /// So many units on TCP or on a serial line; every second, with half a second for each.
  init(
    units: Int, isSerial: Bool = false, every: Span = .seconds(1),
    timeout: Span = .milliseconds(500), settle: Span = .zero
  ) {
    let address =
      isSerial
      ? LinkAddress.rtu(SerialLine(device: "/dev/ttyS0", baud: 9600))
      : .tcp(host: "127.0.0.1", port: 502)
    plan = LinkPlan(
      name: "link", address: address,
      units: (1...units).map { number in
        var unit = MonitoredUnit.plain(
          "bay-\(number)", unit: UInt8(number), every: every, timeout: timeout)
        unit.manners.settle = settle
        return unit
      })
    round = LinkRound(plan, from: now)
  }

  /// Runs until a moment; `latency` says after how long a unit answers, nil that it is dead.
  mutating func run(until end: Moment, latency: (Int) -> Span?) -> [Asked] {
    var asked: [Asked] = []
    while true {
      let turn = round.next(at: now)
      let start = max(now, turn.at)
      guard start < end else { break }
      let unit = plan.units[turn.unit]
      let sinceBeat = start.milliseconds % unit.every.milliseconds
      asked.append(Asked(unit: turn.unit, at: start, late: .milliseconds(sinceBeat)))
      let outcome: PollOutcome
      if let latency = latency(turn.unit), latency <= turn.patience {
        now = start + latency
        outcome = .registers([72, 975])
      } else {
        // A new connection follows, or on a serial line quiet.
        now = start + turn.patience * (plan.address.isSerial ? 3 : 1) + unit.manners.settle
        outcome = .unreachable("no answer")
      }
      told += round.took(outcome, of: turn.unit, at: now)
    }
    now = end
    return asked
  }

  /// The units whose loss was told last, in the order of the configuration.
  var lost: [String] {
    plan.units.map(\.monitor).filter { monitor in
      let standing = told.last { $0.monitor == monitor && !$0.isReadings }?.news
      if case .linkDown? = standing { return true }
      return false
    }
  }
}

extension MonitorReport {
  var isReadings: Bool { if case .readings = news { true } else { false } }
}
