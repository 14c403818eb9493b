public import Vitals

/// What a display shows of a session beside its vital signs and alerts.
public struct ShownSession: Hashable, Sendable {
  /// A silence of the bed, with its owner and its end.
  public struct ShownPause: Hashable, Sendable {
    /// `audio`, `alarm` or `away`.
    public let kind: String
    public let pause: Pause
  }

  /// The drug clock: holds do not count.
  public let drugClock: Span
  public let isDrugClockRunning: Bool
  /// What is left of the planned infusion; negative once it is over.
  public let infusionLeft: Span?
  /// Since the actual stop, or the first dose where there is no infusion.
  public let recoveryClock: Span?
  /// When the minimum before leaving is over.
  public let minimumEnds: Moment?
  public let isOnOxygen: Bool
  /// A start, stop or discharge can still be taken back until then.
  public let undoUntil: Moment?
}

extension Bed {
  /// The clocks of the session; nil without one.
  public func shownSession(at now: Moment) -> ShownSession? {
    guard let session = watch.session else { return nil }
    let drug = session.drugClock.elapsed(at: now)
    let isInfusing = session.phase == .infusing || session.phase == .held
    let undo = session.undoable.map { $0.at + Undoable.lasts }
    return ShownSession(
      drugClock: drug, isDrugClockRunning: session.drugClock.isRunning,
      infusionLeft: isInfusing ? session.planned.map { $0 - drug } : nil,
      recoveryClock: session.phase.isAfterStop ? session.recoveryFrom.map { now - $0 } : nil,
      minimumEnds: session.phase.isAfterStop
        ? RecoveryClock(session: session).minimumEnds : nil,
      isOnOxygen: session.isOnOxygen, undoUntil: undo.flatMap { $0 >= now ? $0 : nil })
  }

  /// Every silence of the bed.
  public var shownPauses: [ShownSession.ShownPause] {
    let all: [(String, Pause?)] = [
      ("audio", watch.pauses.audio), ("alarm", watch.pauses.alarm), ("away", watch.pauses.away),
    ]
    return all.compactMap { kind, pause in
      pause.map { ShownSession.ShownPause(kind: kind, pause: $0) }
    }
  }

  /// The monitors that cannot be read now, each with the reason.
  public var shownFaults: [(monitor: String, reason: String)] {
    equipment.monitors.compactMap { monitor in
      if monitor.isDown { return (monitor.name, monitor.downReason ?? "not reached") }
      if monitor.isGarbled { return (monitor.name, "not understood") }
      if let found = monitor.foundIdentity { return (monitor.name, "another device: \(found)") }
      return monitor.isFrozen ? (monitor.name, "frozen") : nil
    }
  }
}
