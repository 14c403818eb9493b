public import Vitals

/// Everything that can reach the station. Nothing else decides.
public enum Input: Hashable, Codable, Sendable {
  /// The configuration, at the start and at each reload.
  case setUp(StationSetup)
  /// What one monitor of a bed said at one instant; cuff parts in it came together.
  case readings(bed: String, [Reading], monitor: String?)
  /// A nurse's verb.
  case act(bed: String, Verb, by: String?)
  /// What happened to a bed's equipment.
  case machine(bed: String, MachineEvent)
  /// What happened to the station itself.
  case station(StationEvent)
  /// Nothing but time: everything due up to and at the moment is done.
  case time
}

/// What happened to a bed's equipment, as a recording writes it.
public enum MachineEvent: Hashable, Codable, Sendable {
  /// `link.down [monitor=] [reason=]`: the monitor cannot be reached.
  case linkDown(monitor: String?, reason: String?)
  /// `link.up [monitor=]`: it answers again.
  case linkUp(monitor: String?)
  /// `link.garbled [monitor=]`: bytes arrive, none understood.
  case linkGarbled(monitor: String?)
  /// `link.clear [monitor=]`: bytes are understood again.
  case linkClear(monitor: String?)
  /// `frozen [monitor=]`: the heartbeat field stood still for its limit.
  case frozen(monitor: String?)
  /// `moving [monitor=]`: it moves again.
  case moving(monitor: String?)
  /// `identity found= [monitor=]`: not the expected device.
  case identity(monitor: String?, found: String)
  /// `identity.ok [monitor=]`: the expected device again.
  case identityOK(monitor: String?)
  /// `cuff.failed [reason=]`: the monitor says that a measurement failed.
  case cuffFailed(reason: String?)
  /// `cuff.inflating`: a measurement began.
  case cuffInflating
  /// `call`: the patient's call button, pressed.
  case call
}

/// What happened to the station itself.
public enum StationEvent: Hashable, Codable, Sendable {
  /// The ledger cannot be written, or can again.
  case ledger(failing: Bool, reason: String?)
  /// What was kept is damaged, or a new ledger was begun without all of it: in one sentence, which
  /// stands until a nurse has acknowledged it.
  case ledgerDamaged(String)
  /// Wall time is `offset` later than the moment's clock; told at the start and at each step.
  case clock(offset: Span, utcOffset: Span, stepped: Span?)
  /// A reading took too long from wire to event, or all are in time again.
  case overloaded(Bool)
  /// A nurse's display that is visible and audible confirms heartbeats.
  case watched
  /// None does, the last one since then.
  case unwatched(since: Moment)
  /// The station saw nothing between these moments: a restart. After a reboot whose clock nobody
  /// keeps in step, how long that was is not certain.
  case blind(from: Moment, to: Moment, isGapCertain: Bool = true)
  /// Other rules judge from now on, and have judged everything since the admission of the running
  /// sessions; `told` is what the rules before had told last of each open alert and session. The
  /// difference is told.
  case resumed(version: String, told: [Event] = [])
}
