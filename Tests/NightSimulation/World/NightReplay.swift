import InfusionCore
import Records
import Vitals

/// What the ledger keeps, lived again by a core that knows nothing of turns, wakes and restarts.
struct NightReplay {
  /// One input, and what followed from it.
  struct Lived {
    let input: Input
    let moment: Moment
    let actions: [Action]
  }

  private(set) var core = StationCore()

  /// Lives one kept turn: its inputs, then the end of its moment.
  mutating func live(_ batch: LedgerBatch) -> [Lived] {
    let ends = batch.inputs.last.map { [TakenInput(.time, at: $0.moment)] } ?? []
    return (batch.inputs + ends).map { taken in
      let actions = core.receive(taken.input, at: taken.moment)
      return Lived(input: taken.input, moment: taken.moment, actions: actions)
    }
  }
}
