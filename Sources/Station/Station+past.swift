import InfusionCore
import Records
import Vitals

extension Station {
  /// Brings the core to where it would be if it had taken these inputs itself. They are kept, and
  /// told to nobody.
  func relive(_ past: [TakenInput], after first: [Input]) async {
    guard let begin = past.first?.moment, let end = past.last?.moment else { return }
    let inputs = first.map { TakenInput($0, at: begin) } + past
    var events: [NumberedEvent] = []
    for taken in inputs {
      guard !Task.isCancelled else { return }
      for case .announce(let event) in core.receive(taken.input, at: taken.moment) {
        sequence += 1
        events.append(NumberedEvent(sequence: sequence, event: event))
      }
    }
    lastMoment = end
    announcers.begin(after: sequence)
    note(await parts.ledger.commit(LedgerBatch(inputs: inputs, events: events, wall: wall)))
  }
}
