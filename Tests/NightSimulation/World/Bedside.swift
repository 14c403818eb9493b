import InfusionCore
import Monitors
import SimulatedMonitors
import Vitals

/// One monitor at its patient: what it says at each poll.
struct Bedside {
  let monitor: MonitorSetup
  let plan: NightPlan.BedPlan
  /// What goes on, and until when.
  private(set) var spells:
    [(vital: VitalSign, values: [Reading.Content], each: Int64, from: Int64, until: Int64)] =
      []
  private(set) var conducts: [(conduct: Happening.Conduct, until: Int64)] = []
  private var chance: Chance
  private var told: State?
  private var stuckSince: Int64?
  private var stuckAt: [Reading] = []
  private var failures = 0

  /// What the link has told of itself.
  private struct State: Hashable {
    var isDown = false
    var isGarbled = false
    var isFrozen = false
    var isImpostor = false

    func with(isDown: Bool) -> State {
      var state = self
      state.isDown = isDown
      return state
    }
  }

  init(_ monitor: MonitorSetup, _ plan: NightPlan.BedPlan) {
    self.monitor = monitor
    self.plan = plan
    chance = Chance(seed: plan.seed, part: UInt64(monitor.name.utf8.first ?? 0))
  }

  mutating func begin(_ conduct: Happening.Conduct, until: Int64) {
    conducts.append((conduct, until))
  }

  mutating func begin(
    _ vital: VitalSign, _ values: [Reading.Content], each: Int64, from: Int64, until: Int64
  ) {
    spells.append((vital, values, each, from, until))
  }

  /// A new link knows nothing of what another has told.
  mutating func restart() { (told, failures) = (nil, 0) }

  /// What one poll brings; and how late, if it is.
  mutating func poll(at now: Int64, cuff: Bool) -> (news: [MonitorReport.News], late: Int64) {
    conducts.removeAll { $0.until <= now }
    spells.removeAll { $0.until <= now }
    var late: Int64 = 0
    var isDoubled = false
    var state = State()
    var isLost = false
    var isStuck = false
    for (conduct, _) in conducts {
      switch conduct {
      case .dead: state.isDown = true
      case .garbled: state.isGarbled = true
      case .stuck: isStuck = true
      case .impostor: state.isImpostor = true
      case .late(let span): late = max(late, chance.number(0...span.milliseconds))
      case .lost(let percent): isLost = isLost || chance.chance(percent)
      case .doubled: isDoubled = true
      case .babbling, .poisoned, .probeOff: break
      }
    }
    if state.isDown { state.isGarbled = false }
    var news = changes(to: &state, isStuck: isStuck, at: now)
    guard !state.isDown, !state.isGarbled, !state.isImpostor, !isLost else { return (news, late) }
    var readings = readings(at: now, cuff: cuff)
    if isStuck {
      if stuckAt.isEmpty { stuckAt = readings }
      readings = stuckAt
    } else {
      stuckAt = []
    }
    if !readings.isEmpty { news.append(.readings(readings)) }
    if isDoubled, let last = news.last { news.append(last) }
    return (news, late)
  }

  /// The link tells what it finds, once for each change; at first it tells everything.
  private mutating func changes(
    to state: inout State, isStuck: Bool, at now: Int64
  ) -> [MonitorReport.News] {
    stuckSince = isStuck ? stuckSince ?? now : nil
    guard !state.isDown else {
      failures += 1
      guard failures == 2 else { return [] }
      told = (told ?? State()).with(isDown: true)
      return [.linkDown(reason: "no answer")]
    }
    failures = 0
    state.isFrozen =
      isStuck && (told?.isFrozen ?? false)
      || monitor.hasHeartbeat && stuckSince.map { now - $0 >= 10_000 } ?? false
    var news: [MonitorReport.News] = []
    if told?.isDown ?? true { news.append(.linkUp) }
    if state.isGarbled != told?.isGarbled {
      news.append(state.isGarbled ? .garbled(reason: "no frame") : .clear)
    }
    if monitor.hasHeartbeat, state.isFrozen != told?.isFrozen {
      news.append(state.isFrozen ? .frozen : .moving)
    }
    if state.isImpostor != told?.isImpostor {
      news.append(state.isImpostor ? .identity(found: "another") : .identityOK)
    }
    told = state
    return news
  }

  private mutating func readings(at now: Int64, cuff: Bool) -> [Reading] {
    let vitals = plan.patient.vitals(at: .milliseconds(now) - plan.onset)
    let isOff = vitals.isProbeOff || has(.probeOff)
    var readings: [Reading] = []
    for vital in monitor.vitals where !vital.isCuff {
      var content: Reading.Content = .value(vital == .hr ? vitals.hr : vitals.spo2.rounded())
      if let spell = spells.last(where: { $0.vital == vital }) {
        let turn = (now - spell.from) / spell.each
        content = spell.values[Int(turn % Int64(spell.values.count))]
      }
      if isOff { content = .absent(.sensorOff) }
      if has(.poisoned), chance.chance(40) {
        content = .value(chance.pick([0, 301, 65_535, -1, 12]))
      }
      readings.append(Reading(vital, content))
    }
    guard cuff, monitor.vitals.contains(.sbp) else { return readings }
    for (vital, value) in [(VitalSign.sbp, vitals.sbp), (.dbp, vitals.dbp), (.map, vitals.map)]
    where monitor.vitals.contains(vital) {
      readings.append(Reading(vital, .value(value)))
    }
    return readings
  }

  private func has(_ conduct: Happening.Conduct) -> Bool {
    conducts.contains { $0.conduct == conduct }
  }

  /// From one poll to the next.
  var every: Int64 { has(.babbling) ? 130 : monitor.every.milliseconds }
}
