/// The protocols and rules of one document in which each is written once.
///
/// Whoever writes or reads a `WrittenCore` sets an empty one as `userInfo[SharedRules.key]`.
///
/// It may be called Sendable although it changes: each encoder and decoder has one of its own, and
/// uses it only within a call that writes or reads one document, on the thread of that call.
public final class SharedRules: @unchecked Sendable {
  /// Where an encoder or decoder finds it.
  public static let key = CodingUserInfoKey(rawValue: "sharedRules")

  /// All that is written once.
  struct Lists: Codable {
    var protocols: [Shared<TreatmentProtocol>] = []
    var continuous: [Shared<ContinuousRule>] = []
    var cuff: [Shared<CuffRule>] = []
  }

  /// While it is nil a rule is written where it stands.
  private var lists: Lists?

  /// One that is not in use yet.
  public init() {}

  static func of(_ userInfo: [CodingUserInfoKey: Any]) -> SharedRules? {
    key.flatMap { userInfo[$0] as? SharedRules }
  }

  /// Whether rules are written and read as their places.
  var isInUse: Bool { lists != nil }

  /// From now on rules are written and read as their places in these lists.
  func begin(with lists: Lists) { self.lists = lists }

  /// From now on a rule is written where it stands; gives those that were not.
  func end() -> Lists {
    defer { lists = nil }
    return lists ?? Lists()
  }

  /// Where a rule is listed; nil: it is written where it stands.
  func place<Value: SharedRule>(of shared: Shared<Value>) -> Int? {
    guard let list = lists?[keyPath: Value.list] else { return nil }
    if let known = list.firstIndex(of: shared) { return known }
    lists?[keyPath: Value.list].append(shared)
    return list.count
  }

  /// The rule at a place; nil: there is none.
  func rule<Value: SharedRule>(at place: Int) -> Value? {
    guard let list = lists?[keyPath: Value.list], list.indices.contains(place) else { return nil }
    return list[place].value
  }
}
