/// Where two values differ, in the words of their own types.
enum Difference {
  /// The first place, with both values; nil: they are equal.
  static func first<Value: Equatable>(_ one: Value, _ other: Value) -> String? {
    guard one != other else { return nil }
    return place(one, other, "") ?? "somewhere"
  }

  private static func place(_ one: Any, _ other: Any, _ path: String) -> String? {
    let (left, right) = (Mirror(reflecting: one), Mirror(reflecting: other))
    guard !left.children.isEmpty, left.children.count == right.children.count else {
      let (one, other) = ("\(one)", "\(other)")
      return one == other ? nil : "\(path) is \(one.prefix(200)), not \(other.prefix(200))"
    }
    for (index, (mine, theirs)) in zip(left.children, right.children).enumerated() {
      let step = mine.label ?? String(index)
      if let found = place(mine.value, theirs.value, path + "." + step) { return found }
    }
    return nil
  }
}
