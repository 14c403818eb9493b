import InfusionCore
import Monitors
import Records
import Station
import Vitals

/// One night, lived on a virtual clock: monitors, nurses, a disk and a machine around the station's
/// own turns.
final class NightWorld {
  /// What is due at a time of the night.
  enum Due {
    case happening(Int)
    case poll(Int)
    case arrive([MonitorReport])
    case turn
    case wake(Int)
    case write
    case tooLate(Int)
    case healthy(Int)
    case rise
    case send(Errand)
    case heartbeat
  }

  /// What the station's process does.
  enum Phase {
    /// Can become: idle.
    case down
    /// Can become: committing, down.
    case idle
    /// Can become: idle, down.
    case committing(StationTurns.Turn, [Errand], since: Int64)
  }

  let plan: NightPlan
  var clock = VirtualClock()
  var ledger = NightLedger()
  /// All that is kept, lived again.
  private(set) var replay = NightReplay()
  var chance: Chance
  var due = DueList<Due>()
  var bedsides: [Bedside] = []
  var nextCuff: [Int64] = []
  var phase = Phase.down
  var turns: StationTurns?
  /// Conditions of the station itself that are present.
  private(set) var standing: Set<Condition> = []
  var reports = ReportQueue {}
  /// How far the station's clock is ahead of the boot's.
  var ahead: Int64 = 0
  /// When reports came later than they may, last.
  var lateAt: Int64 = 0
  /// Verbs at the station's door.
  var acts: [Errand] = []
  var isRung = false
  var isTurnDue = false
  /// Counts what may be outdated when it is due.
  var wakes = 0
  var commits = 0
  var moods = 0
  var errands = 0
  var starts = 0
  var crash: Happening.Crash?
  /// How the machine comes back before the station does.
  private var reboot: Happening.Reboot?
  var unwatchedUntil: Int64 = 0
  var setup: StationSetup
  /// Alerts that are over, for those who answer late.
  var closed: [String] = []
  var tally = NightTally()
  var trace: NightTrace?
  var violation: NightViolation?
  private var invariants: [any Invariant]

  init(_ plan: NightPlan, trace: NightTrace? = nil) {
    self.plan = plan
    self.trace = trace
    setup = plan.setup
    chance = Chance(seed: plan.seed, part: 1)
    invariants = Invariants.all(of: plan)
    for bed in plan.beds {
      for monitor in bed.setup.monitors {
        bedsides.append(Bedside(monitor, bed))
        nextCuff.append(bed.cuffEvery == .zero ? .max : chance.number(5_000...120_000))
      }
    }
  }

  var timebase: NightTimebase { NightTimebase(clock, ahead: ahead) }

  /// Lives the night until it is over or something is wrong.
  func live() throws {
    for (index, happening) in plan.happenings.enumerated() {
      due.add(.happening(index), at: happening.at.milliseconds)
    }
    for index in bedsides.indices { due.add(.poll(index), at: chance.number(0...999)) }
    if plan.hasDisplays { due.add(.heartbeat, at: 500) }
    tally.add(plan.stream)
    try rise()
    while violation == nil, let (at, what) = due.next(), at <= plan.length.milliseconds {
      clock.now = at
      try happen(what)
    }
    guard violation == nil else { return }
    clock.now = plan.length.milliseconds
    see(.over)
    tally.milliseconds = plan.length.milliseconds
  }

  private func happen(_ what: Due) throws {
    switch what {
    case .happening(let index): begin(plan.happenings[index])
    case .poll(let index): poll(index)
    case .arrive(let reports):
      guard turns != nil else { return }
      self.reports.add(reports)
      if reports.contains(where: { timebase.now - $0.at > .milliseconds(900) }) {
        lateAt = clock.now
      }
      ring()
    case .turn:
      isTurnDue = false
      takeTurn()
    case .wake(let number): if number == wakes { ring() }
    case .write: write()
    case .tooLate(let number):
      guard number == commits, case .committing(let turn, let errands, _) = phase else { return }
      finish(turn, errands, ledger.tooLate())
    case .healthy(let number): if number == moods { ledger.mood = .well }
    case .rise: try rise()
    case .send(let errand): send(errand)
    case .heartbeat: beat()
    }
  }

  /// Lets everybody see a step; the first that finds something wrong ends the night.
  func see(_ step: NightStep) {
    trace?.write(step, in: self)
    guard violation == nil else { return }
    for index in invariants.indices {
      guard let what = invariants[index].see(step, in: self) else { continue }
      violation = NightViolation(
        rule: type(of: invariants[index]).rule, what: what, at: .milliseconds(clock.now))
      return
    }
  }

  // The station's process

  /// Something waits for a turn.
  func ring() {
    isRung = true
    guard case .idle = phase, !isTurnDue else { return }
    isTurnDue = true
    due.add(.turn, at: clock.now + (chance.chance(80) ? 0 : chance.number(1...15)))
  }

  private func rise() throws {
    starts += 1
    tally.add(startOn: ledger.mood)
    if let reboot { clock.reboot(reboot) }
    reboot = nil
    let resumption = try ledger.recover(wall: clock.wall)
    if let name = ledger.clock, let last = resumption.lastMoment {
      ahead = clock.machine.ahead(after: name, last: last, wall: ledger.lastWall)
    } else {
      ahead = 0
    }
    ledger.open(
      clock: MachineClock.name(boot: clock.machine.boot, ahead: ahead),
      after: resumption.nextSequence - 1)
    reports = ReportQueue {}
    standing = resumption.core.standing
    see(.started(resumption))
    turns = StationTurns(
      setup, resuming: resumption, timebase,
      StationTurns.Habits(hasDisplays: plan.hasDisplays, showsVitals: false))
    for index in bedsides.indices { bedsides[index].restart() }
    phase = .idle
    ring()
  }

  private func takeTurn() {
    guard isRung, case .idle = phase, violation == nil else { return }
    isRung = false
    let timebase = timebase
    let inputs =
      turns?.takeWaiting(reports.takeAll(), dropped: reports.dropped, timebase) ?? []
    let errands = acts
    acts = []
    let turn = turns?.begin(
      taking: inputs, errands.map { StationTurns.Asked($0.input, key: $0.key) },
      at: timebase.now)
    guard let turn else { return }
    tally.turns += 1
    guard let batch = turn.batch else { return finish(turn, errands, .volatile) }
    tally.inputs += batch.inputs.count
    for event in batch.events.map(\.event) where event.bed == nil {
      guard let condition = event.alert?.condition else { continue }
      if event.name == .alertClosed {
        standing.remove(condition)
      } else {
        standing.insert(condition)
      }
    }
    see(.decided(batch))
    if isHere(.decided) { return end(losing: errands) }
    phase = .committing(turn, errands, since: clock.now)
    commits += 1
    if let durability = ledger.commit(batch, at: clock.now) {
      finish(turn, errands, durability)
    } else {
      due.add(.tooLate(commits), at: clock.now + NightLedger.longestCommit.milliseconds)
    }
    callWriter()
  }

  /// What the ledger has to write is written when it is due.
  func callWriter() {
    if let at = ledger.writeAt { due.add(.write, at: max(at, clock.now)) }
  }

  private func write() {
    guard let at = ledger.writeAt, at <= clock.now else { return }
    let (kept, durability) = ledger.write(at: clock.now)
    for batch in kept { see(.written(batch, again: replay.live(batch))) }
    callWriter()
    guard case .committing(let turn, let errands, _) = phase else { return }
    finish(turn, errands, durability)
  }

  private func finish(
    _ turn: StationTurns.Turn, _ errands: [Errand], _ durability: Durability
  ) {
    let isLoud = turn.batch?.events.isEmpty == false
    if isLoud, isHere(.written) { return end(losing: errands) }
    guard let outcome = turns?.finish(turn, durability, timebase) else { return }
    if let batch = turn.batch {
      var took = Span.zero
      if case .committing(_, _, let since) = phase { took = .milliseconds(clock.now - since) }
      see(.committed(batch, durability, after: took))
    }
    for (count, event) in outcome.events.enumerated() {
      if isHere(.told(count)) { return end(losing: errands) }
      tally.events += 1
      if event.numbered.event.name == .alertClosed, let id = event.numbered.event.alert?.id {
        closed = closed.suffix(20) + [id]
      }
      see(.told(event))
    }
    if !errands.isEmpty, isHere(.unanswered) { return end(losing: errands) }
    for (errand, answer) in zip(errands, outcome.answers) { take(answer, to: errand) }
    if outcome.keepsSnapshot { keepSnapshot(at: turn.moment) }
    phase = .idle
    wakes += 1
    due.add(.wake(wakes), at: clock.now + max(0, (outcome.wake - timebase.now).milliseconds))
    if outcome.hasNews || isRung { ring() }
    if case .stopped = crash?.stage { end(losing: []) }
  }

  private func keepSnapshot(at moment: Moment) {
    guard let turns else { return }
    ledger.keep(
      NightLedger.Snapshot(core: turns.core, sequence: turns.sequence, moment: moment),
      at: clock.now)
    callWriter()
  }

  /// Whether the process ends here.
  private func isHere(_ stage: Happening.Crash.Stage) -> Bool { crash?.stage == stage }

  /// The process ends; whoever was not answered asks again.
  func end(losing errands: [Errand]) {
    guard let crash, let turns else { return }
    self.crash = nil
    tally.add(crash)
    let isInOrder = crash.stage == .stopped
    var kept: [LedgerBatch]
    if isInOrder {
      if let moment = turns.lastMoment { keepSnapshot(at: moment) }
      kept = ledger.close()
    } else {
      kept = ledger.crash(keeping: &chance)
    }
    for batch in kept { see(.written(batch, again: replay.live(batch))) }
    see(.ended(inOrder: isInOrder))
    self.turns = nil
    phase = .down
    (isRung, wakes, commits) = (false, wakes + 1, commits + 1)
    let lost = errands + acts
    acts = []
    for errand in lost { sendAgain(errand) }
    let up = clock.now + crash.outage.milliseconds
    reboot = crash.reboot
    due.add(.rise, at: up)
  }
}
