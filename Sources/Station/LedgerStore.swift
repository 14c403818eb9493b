public import InfusionCore
public import Records
public import Vitals

/// Where inputs and events are kept before they are said.
public protocol LedgerStore: Sendable {
  /// Keeps what one turn took and told.
  ///
  /// It answers within 250 ms: a store that needs longer says `failed` and goes on by itself, so
  /// that no alert is held.
  func commit(_ batch: LedgerBatch) async -> Durability
  /// Keeps the whole state as it is after all that was committed, so that a restart need not run
  /// everything again. It returns at once.
  func keepSnapshot(_ core: StationCore, lastSequence: Int64, at moment: Moment)
  /// What was damaged, or replaced, since this was asked last.
  func takeNews() -> [LedgerDamage]
  /// Whether what was committed is kept, as far as that is known without another commit.
  var health: Durability? { get }
}

extension LedgerStore {
  public func keepSnapshot(_ core: StationCore, lastSequence: Int64, at moment: Moment) {}
  public func takeNews() -> [LedgerDamage] { [] }
  public var health: Durability? { nil }
}

/// No ledger: nothing outlives the process, and every event says so with `durable: false`.
public struct VolatileLedger: LedgerStore {
  /// A ledger that keeps nothing.
  public init() {}

  public func commit(_ batch: LedgerBatch) async -> Durability { .volatile }
}
