import InfusionCore

/// What was damaged of a ledger, and where what was found lies.
public struct LedgerDamage: Hashable, Sendable {
  /// What is wrong, in one plain sentence without an end.
  public var what: String
  /// The file under which the old ledger lies now; nil: it is in use, or it was gone.
  public var setAside: String?
  /// What could be saved of it, in words.
  public var saved: String
  /// Nothing of it is lost.
  public var isWhole: Bool

  init(_ what: String, setAside: String? = nil, saved: String = "", isWhole: Bool = false) {
    self.isWhole = isWhole
    self.what = what
    self.setAside = setAside
    self.saved = saved
  }

  /// What a nurse reads, without a path: where the file lies is for who looks after the machine.
  public var forNurses: String {
    setAside == nil ? what : "\(what); it was set aside and a new ledger begun"
  }
}

extension LedgerDamage: CustomStringConvertible {
  /// One line for the journal.
  public var description: String {
    let place = setAside.map { "; it lies at \($0)" } ?? ""
    return "the ledger: \(what)\(place)\(saved.isEmpty ? "" : "; \(saved)")".onOneLine
  }
}
