import Vitals

extension Bed {
  /// The earliest moment at which something becomes due although nothing happens.
  func deadline(_ view: BedView, after now: Moment) -> Moment? {
    var deadline = Deadline(after: now)
    for index in watch.continuous.indices { watch.continuous[index].deadline(&deadline) }
    watch.cuff.deadline(&deadline)
    deadline.consider(watch.hr.staleAt)
    deadline.consider(watch.spo2.staleAt)
    deadline.consider(watch.cuff.inflatingSince.map { $0 + Watch.inflatingMax })
    watch.technical.pulseLost.deadline(&deadline, delays: view.pulseDelays)
    watch.technical.signalLost.deadline(
      &deadline, isVulnerable: view.isVulnerable, delays: view.signalDelays)
    considerAlerts(&deadline)
    if watch.scope != .bareVitals { considerSession(view, &deadline) }
    return deadline.earliest
  }

  private func considerAlerts(_ deadline: inout Deadline) {
    for index in watch.alerts.indices where watch.alerts[index].isOpen {
      let cuff = surroundings(watch.alerts[index].condition).cuff
      watch.alerts[index].deadline(&deadline, cuff: cuff)
    }
    guard watch.cuff.detectors.contains(where: \.isPresent), let kept = watch.cuff.kept else {
      return
    }
    // Then its alerts say that they can no longer be judged.
    deadline.consider(kept.at + watch.resultStands(at: deadline.now) + .milliseconds(1))
  }

  private func considerSession(_ view: BedView, _ deadline: inout Deadline) {
    watch.technical.deadline(&deadline, view.technical)
    view.timing?.deadline(&deadline)
    if let session = watch.session, session.phase.isAfterStop {
      Readiness.deadline(&deadline, session, results: watch.cuff.results)
    }
    guard watch.pauses.isAny else { return }
    watch.pauses.deadline(&deadline)
    for vitals in [VitalSign.continuous, [.hr], [.spo2]] {
      deadline.consider(watch.usableSince(vitals).map { $0 + Pauses.backFor })
    }
  }
}
