public import Vitals

extension Bed {
  /// The verbs that this bed's phase allows, in the order in which a nurse needs them.
  public func verbs(at now: Moment) -> [VerbName] {
    guard watch.scope != .bareVitals else { return [] }
    let shared: [VerbName] = [.entry, .limit, .alarmPause, .handover, .move, .transfer]
    let always: [VerbName] = [.rebind, .emergency]
    let own: [VerbName] =
      switch watch.session?.phase {
      case nil, .closed: [.admit]
      case .preparing: [.baseline, .start, .cancel, .away] + shared
      case .infusing: [.hold, .stop] + shared
      case .held: [.resume, .stop, .away] + shared
      case .recovering: [.discharge, .unhook, .away] + shared
      case .ready: [.discharge, .unhook] + shared
      }
    let paused: [(VerbName, Bool)] = [
      (.audioPause, watch.alerts.contains { $0.occurrence?.isAudible == true }),
      (.audioResume, watch.pauses.audio != nil), (.alarmResume, watch.pauses.alarm != nil),
      (.back, watch.pauses.away != nil || watch.pauses.notBackSince != nil),
      (.undo, (try? undoable(at: now)) != nil),
    ]
    return own + paused.filter(\.1).map(\.0) + always
  }
}
