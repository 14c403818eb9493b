/// What the owner of a token may do; each role may do what the ones before it may.
public enum Role: String, CaseIterable, Codable, Comparable, Sendable {
  /// Look.
  case view
  /// Every verb.
  case nurse
  /// An override is authorised by this person, and need not name another.
  case prescriber
  /// Everything.
  case admin

  public static func < (left: Role, right: Role) -> Bool {
    let order = Self.allCases
    return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
  }
}

/// Who makes a call.
struct Caller: Hashable, Sendable {
  /// The token's owner, under whose name everything is recorded.
  var name: String
  var role: Role
}
