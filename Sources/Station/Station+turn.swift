import InfusionCore
import Logging
import Records
import Vitals

/// One turn, carried out: what `StationTurns` decides is committed, and only then told.
extension Station {
  func turn(taking inputs: [Input], at past: Moment? = nil) async {
    // Who asks while this turn is carried out is answered after the next.
    let asked = takeLooks()
    let acts = acts.takeAll()
    let turn = turns.begin(
      taking: inputs, acts.map { StationTurns.Asked($0.input, key: $0.key) },
      at: past ?? parts.timebase.now)
    var durability = Durability.volatile
    if let batch = turn.batch { durability = await parts.ledger.commit(batch) }
    // Where nothing was written, the ledger may know better how it is.
    if durability == .volatile, let health = parts.ledger.health { turns.note(health) }
    let outcome = turns.finish(turn, durability, parts.timebase)
    for event in outcome.events { announcers.tell(event) }
    setAlarm(at: outcome.wake)
    for vitals in outcome.vitals { announcers.tell(vitals, at: turn.moment, wall: turns.wall) }
    for trend in outcome.trends { announcers.tell(trend) }
    for (act, answer) in zip(acts, outcome.answers) { act.answer.resume(returning: answer) }
    if outcome.keepsSnapshot {
      parts.ledger.keepSnapshot(turns.core, lastSequence: turns.sequence, at: turn.moment)
    }
    answer(asked)
    if outcome.hasNews { bell.ring() }
  }

  /// What befell the ledger since the last turn: told to nurses, and where it lies to whoever looks
  /// after the machine. The whole station is kept anew at once.
  func takeLedgerDamage() -> [Input] {
    let damages = parts.ledger.takeNews()
    if !damages.isEmpty { turns.snapshotDue = nil }
    return damages.map { damage in
      parts.logger.error("\(damage)")
      return .station(.ledgerDamaged(damage.forNurses))
    }
  }
}
