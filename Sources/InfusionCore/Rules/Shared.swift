/// A large value that never changes, shared instead of copied.
final class Shared<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (left: Shared, right: Shared) -> Bool {
    left === right || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
