import InfusionCore
import Records
import Station
import Vitals

/// Something that must always be true, seen from outside.
///
/// A new one is a file of its own, and a line in `Invariants.all`.
protocol Invariant {
  /// What must be true, in one sentence.
  static var rule: String { get }
  init(_ plan: NightPlan)
  /// Looks at one step of a night; what is wrong, or nil.
  mutating func see(_ step: NightStep, in world: NightWorld) -> String?
}

/// One step of a night, as everybody outside can see it.
enum NightStep {
  /// A start of the station, and what the earlier one left.
  case started(Station.Resumption)
  /// A turn is decided; what it wants to be committed.
  case decided(LedgerBatch)
  /// The ledger has written a batch: whatever happens now, it is kept. What it comes to if it is
  /// lived again.
  case written(LedgerBatch, again: [NightReplay.Lived])
  /// The station knows what became of its batch, so long after it was handed over.
  case committed(LedgerBatch, Durability, after: Span)
  /// Every listener hears it.
  case told(Announcement)
  /// A nurse's verb is at the station's door.
  case asked(Errand)
  case answered(Errand, ActAnswer)
  /// The process has ended, in good order or not.
  case ended(inOrder: Bool)
  /// The night is over.
  case over
}
