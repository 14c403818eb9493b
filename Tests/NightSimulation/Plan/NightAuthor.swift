import InfusionCore
import Vitals

/// Writes what happens in a night: many small things, and now and then a bad one.
struct NightAuthor {
  private let plan: NightPlan
  private var chance: Chance
  private var written: [(at: Span, lasts: Span, what: Happening.What)] = []
  private var names: [String] { plan.beds.map(\.setup.bed) }

  init(_ plan: NightPlan, _ chance: Chance) {
    self.plan = plan
    self.chance = chance
  }

  mutating func write() -> [Happening] {
    for bed in names where chance.chance(85) {
      for _ in 0...1 { add(.nurse(bed: bed, .next), at: .seconds(chance.number(1...200))) }
    }
    let minutes = faultyMinutes
    // So many of each kind an hour and bed, or an hour.
    for bed in names {
      several(10, minutes) { $0.spell(bed) }
      several(4, minutes) { $0.conduct(bed) }
      several(3, minutes) { .cuff(bed: bed, $0.cuff(), measuredAgo: $0.shortWhile) }
      several(1, minutes) {
        .machine(bed: bed, $0.chance.pick([.call, .cuffFailed, .cuffInflating]))
      }
      for (times, deed) in plan.kind == .calm ? Self.calmDeeds : Self.deeds {
        several(times, plan.length.milliseconds / 60_000) { _ in .nurse(bed: bed, deed) }
      }
    }
    several(2, minutes) { .gateway(link: "gateway", $0.chance.pick([.dead, .dead, .garbled])) }
    several(3, minutes) { .ledger($0.mood()) }
    several(2, minutes) { $0.crash() }
    several(1, minutes) { .step(.seconds($0.chance.pick([3600, -3600, 5, -61, 1, 86_400]))) }
    several(1, minutes, percent: 30) { .zone(.minutes($0.chance.pick([0, 60, 120, -300]))) }
    several(1, minutes) { _ in .unwatched }
    several(1, minutes, percent: 30) { _ in .reload }
    let ordered = written.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
    return ordered.enumerated().map { index, one in
      Happening(number: index + 1, at: one.at, lasts: one.lasts, what: one.what)
    }
  }

  /// Faults are as many as in a night of so many minutes.
  private var faultyMinutes: Int64 {
    let minutes = plan.length.milliseconds / 60_000
    return switch plan.kind {
    case .short: minutes * 2
    case .usual, .long: minutes
    case .calm: minutes / 6
    }
  }

  /// How often an hour a nurse does what on a bed.
  private static let deeds: [(Int64, Happening.Deed)] = [
    (24, .answer), (14, .next), (6, .pause), (8, .entry), (8, .any), (3, .lateAnswer), (1, .moving),
    (1, .recovered),
  ]
  private static let calmDeeds: [(Int64, Happening.Deed)] = [
    (20, .answer), (4, .next), (1, .pause), (1, .entry), (6, .recovered),
  ]

  private mutating func add(_ what: Happening.What, at: Span) {
    written.append((at, .milliseconds(lasts(what)), what))
  }

  /// Writes about so many an hour, each at its own time.
  private mutating func several(
    _ timesAnHour: Int64, _ minutes: Int64, percent: UInt64 = 100,
    _ what: (inout NightAuthor) -> Happening.What
  ) {
    let share = timesAnHour * minutes
    let times = share / 60 + (chance.number(0...59) < share % 60 ? 1 : 0)
    for _ in 0..<times where chance.chance(percent) {
      let at = Span.milliseconds(chance.number(0...plan.length.milliseconds))
      add(what(&self), at: at)
    }
  }

  private mutating func lasts(_ what: Happening.What) -> Int64 {
    switch what {
    case .spell, .conduct, .gateway:
      chance.pick([
        chance.number(500...20_000), chance.number(5_000...90_000), chance.number(30_000...400_000),
      ])
    case .ledger: chance.pick([chance.number(100...5_000), chance.number(1_000...120_000)])
    case .unwatched: chance.number(3_000...240_000)
    case .cuff, .machine, .nurse, .crash, .step, .zone, .reload: 0
    }
  }

  private var shortWhile: Span {
    mutating get { .seconds(chance.pick([0, 0, 5, 20, chance.number(0...90)])) }
  }

  private mutating func spell(_ bed: String) -> Happening.What {
    let vital: VitalSign = chance.chance(50) ? .hr : .spo2
    let values = vital == .hr ? Self.rates : Self.saturations
    let contents = (0...chance.number(0...3)).map { _ -> Reading.Content in
      chance.chance(12) ? .absent(chance.pick(Self.absences)) : .value(chance.pick(values))
    }
    let each = chance.pick([1_000, 2_000, 5_000, 12_000, chance.number(1_000...60_000)])
    return .spell(bed: bed, vital, contents, each: .milliseconds(each))
  }

  private mutating func conduct(_ bed: String) -> Happening.What {
    let late = Span.milliseconds(chance.number(100...6_000))
    let conducts: [Happening.Conduct] = [
      .dead, .dead, .garbled, .stuck, .impostor, .late(late), .late(late),
      .lost(percent: 30), .lost(percent: 90), .doubled, .babbling, .poisoned, .probeOff, .probeOff,
    ]
    return .conduct(bed: bed, chance.pick(conducts))
  }

  private mutating func cuff() -> [Reading] {
    zip(VitalSign.cuff, Self.pressures).compactMap { vital, values in
      guard chance.chance(85) else { return nil }
      return Reading(
        vital,
        chance.chance(95)
          ? .value(chance.pick(values)) : .absent(chance.pick([.failed, .measuring, .invalid])))
    }
  }

  private mutating func mood() -> NightLedger.Mood {
    chance.pick([
      .slow(.milliseconds(chance.number(20...240))),
      .slow(.milliseconds(chance.number(260...6_000))),
      .failing("the disk is full"), .failing("the disk does not answer"),
    ])
  }

  private mutating func crash() -> Happening.What {
    let outages: [Span] = [
      .milliseconds(chance.number(30...900)), .seconds(chance.number(1...40)),
      .seconds(chance.number(20...600)),
    ]
    let reboots: [Happening.Reboot] = [
      .synchronised, .synchronised, .wrong(.minutes(-60)), .wrong(.minutes(60)),
      .wrong(.seconds(-20)), .in1970,
    ]
    let stages: [Happening.Crash.Stage] = [
      .anywhere, .anywhere, .decided, .written, .told(0), .told(1), .told(2), .unanswered, .stopped,
    ]
    return .crash(
      Happening.Crash(
        stage: chance.pick(stages), outage: chance.pick(outages),
        reboot: chance.chance(30) ? chance.pick(reboots) : nil))
  }

  private static let rates: [Double] = [
    0, 19, 22, 38, 40, 41, 44, 45, 48, 72, 72, 117, 119, 121, 130, 138, 141, 150, 170,
  ]
  private static let saturations: [Double] = [
    0, 60, 76, 79, 80, 82, 84, 85, 86, 88, 89, 90, 91, 93, 94, 95, 98, 98,
  ]
  private static let absences: [AbsenceReason] = [
    .sensorOff, .noPulse, .searching, .artifact, .invalid, .disconnected, .notMeasured,
  ]
  /// SBP, DBP, MAP.
  private static let pressures: [[Double]] = [
    [39, 75, 79, 85, 94, 120, 120, 140, 154, 157, 160, 165, 172, 182, 190, 201, 240],
    [19, 50, 50, 70, 80, 80, 94, 97, 100, 106, 112, 118, 121],
    [30, 55, 59, 63, 66, 68, 93, 93, 110, 130],
  ]
}
