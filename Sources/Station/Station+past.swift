import InfusionCore
import Logging
import Records
import Vitals

extension Station {
  /// Says what an earlier start has kept, and perhaps not said; and tells how these rules see the
  /// sessions otherwise, at the moment at which those before them ended.
  func goOn(from resuming: Resumption) async {
    for event in resuming.untold {
      announcers.tell(Announcement(event.numbered, isDurable: true, wall: event.wall))
    }
    guard let upgrade = resuming.upgrade, let last = resuming.lastMoment else { return }
    let version = StationCore.rulesVersion
    await turn(
      taking: [.station(.resumed(version: version, told: upgrade.told))],
      at: last + .milliseconds(1))
    parts.logger.notice("the rules \(version) go on from the rules \(upgrade.from)")
  }

  /// Brings the core to where it would be if it had taken these inputs itself. They are kept, and
  /// told to nobody.
  func relive(_ past: [TakenInput]) async {
    guard let batch = turns.relive(past) else { return }
    announcers.begin(after: turns.sequence)
    turns.note(await parts.ledger.commit(batch))
  }
}

extension StationTurns {
  /// Takes a past, after what the first turn takes; what has to be kept of it.
  fileprivate mutating func relive(_ past: [TakenInput]) -> LedgerBatch? {
    guard let begin = past.first?.moment, let end = past.last?.moment else { return nil }
    let inputs = beginning.map { TakenInput($0, at: begin) } + past
    var events: [NumberedEvent] = []
    for taken in inputs {
      guard !Task.isCancelled else { return nil }
      for case .announce(let event) in core.receive(taken.input, at: taken.moment) {
        sequence += 1
        events.append(NumberedEvent(sequence: sequence, event: event))
      }
    }
    lastMoment = end
    return LedgerBatch(inputs: inputs, events: events, wall: wall)
  }
}
