public import Records

extension Ledger: LedgerStore {}
