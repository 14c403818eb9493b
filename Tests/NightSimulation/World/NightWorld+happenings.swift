import InfusionCore
import Monitors
import Station
import Vitals

/// What comes from outside: patients, monitors, nurses, the machine.
extension NightWorld {
  func begin(_ happening: Happening) {
    let until = clock.now + happening.lasts.milliseconds
    tally.add(happening.what)
    trace?.write(happening, at: clock.now)
    switch happening.what {
    case .spell(let bed, let vital, let values, let each):
      forEach(of: bed) {
        $0.begin(vital, values, each: each.milliseconds, from: clock.now, until: until)
      }
    case .conduct(let bed, let conduct): forEach(of: bed) { $0.begin(conduct, until: until) }
    case .gateway(let link, let conduct):
      for index in bedsides.indices where bedsides[index].monitor.link == link {
        bedsides[index].begin(conduct, until: until)
      }
    case .cuff(let bed, let readings, let ago):
      let at = timebase.now - ago
      tell(
        bed, .readings(readings.map { Reading($0.vital, $0.content, measuredAt: at) }), cuff: true)
    case .machine(let bed, let report): tell(bed, report.news, cuff: report != .call)
    case .nurse(let bed, let deed): act(deed, bed, happening.number)
    case .ledger(let mood):
      ledger.mood = mood
      moods += 1
      due.add(.healthy(moods), at: until)
    case .crash(let crash): self.begin(crash)
    case .step(let span): clock.wrongBy += span.milliseconds
    case .zone(let span): clock.utcOffset = span
    case .unwatched: unwatchedUntil = max(unwatchedUntil, until)
    case .reload: reload(happening.number)
    }
  }

  private func begin(_ crash: Happening.Crash) {
    guard turns != nil, self.crash == nil else { return }
    self.crash = crash
    switch crash.stage {
    case .anywhere:
      guard case .committing(_, let errands, _) = phase else { return end(losing: []) }
      end(losing: errands)
    case .stopped: if case .idle = phase { end(losing: []) }
    case .decided, .written, .told, .unanswered: break
    }
  }

  private func forEach(of bed: String, _ change: (inout Bedside) -> Void) {
    for index in bedsides.indices where bedsides[index].plan.setup.bed == bed {
      change(&bedsides[index])
    }
  }

  /// What a bed's monitor tells of itself; the last one has the cuff.
  private func tell(_ bed: String, _ news: MonitorReport.News, cuff: Bool) {
    let own = bedsides.filter { $0.plan.setup.bed == bed }
    guard let side = cuff ? own.last : own.first else { return }
    due.add(
      .arrive([
        MonitorReport(monitor: side.monitor.name, bed: bed, at: timebase.now, news: news)
      ]), at: clock.now)
  }

  func poll(_ index: Int) {
    due.add(.poll(index), at: clock.now + bedsides[index].every)
    guard turns != nil else { return }
    let isCuffDue = clock.now >= nextCuff[index]
    if isCuffDue {
      nextCuff[index] = clock.now + bedsides[index].plan.cuffEvery.milliseconds
    }
    let (news, late) = bedsides[index].poll(at: clock.now, cuff: isCuffDue)
    guard !news.isEmpty else { return }
    let side = bedsides[index]
    let reports = news.map {
      MonitorReport(
        monitor: side.monitor.name, bed: side.plan.setup.bed, at: timebase.now, news: $0)
    }
    due.add(.arrive(reports), at: clock.now + late)
  }

  func beat() {
    due.add(.heartbeat, at: clock.now + 5_000)
    guard turns != nil, clock.now >= unwatchedUntil else { return }
    turns?.confirm(
      DisplayReceipt(isVisible: true, isAudible: true, isNurse: true), at: timebase.now)
    ring()
  }

  /// Another configuration: another protocol first, or a probe on the other arm.
  private func reload(_ number: Int) {
    guard turns != nil else { return }
    var chance = Chance(seed: plan.seed, part: UInt64(number))
    switch chance.next() % 2 {
    case 0: setup.defaultProtocol = chance.pick(setup.protocols).name
    default:
      let index = Int(chance.next() % UInt64(setup.beds.count))
      setup.beds[index].probeArm = setup.beds[index].probeArm == .same ? .other : .same
    }
    turns?.reload(setup, at: timebase.now)
    ring()
  }
}

extension Happening.Report {
  fileprivate var news: MonitorReport.News {
    switch self {
    case .cuffFailed: .cuffFailed
    case .cuffInflating: .cuffInflating
    case .call: .call
    }
  }
}
