public import Records

extension Ledger: LedgerStore {
  public var health: Durability? { failure.map { .failed($0) } ?? .durable }
}
