import InfusionCore
import Records
import Vitals

/// One turn, carried out: what `StationTurns` decides is committed, and only then told.
extension Station {
  func turn(taking inputs: [Input]) async {
    // Who asks while this turn is carried out is answered after the next.
    let asked = takeLooks()
    let acts = acts.takeAll()
    let turn = turns.begin(
      taking: inputs, acts.map { StationTurns.Asked($0.input, key: $0.key) },
      at: parts.timebase.now)
    var durability = Durability.volatile
    if let batch = turn.batch { durability = await parts.ledger.commit(batch) }
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
}
