/// A large value that never changes, shared instead of copied.
final class Shared<Value: SharedRule>: Hashable, Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (left: Shared, right: Shared) -> Bool {
    left === right || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// What many places of the station hold alike: a protocol, or one of its rules.
protocol SharedRule: Hashable, Codable, Sendable {
  static var list: WritableKeyPath<SharedRules.Lists, [Shared<Self>]> { get }
}

extension TreatmentProtocol: SharedRule {
  static var list: WritableKeyPath<SharedRules.Lists, [Shared<Self>]> { \.protocols }
}

extension ContinuousRule: SharedRule {
  static var list: WritableKeyPath<SharedRules.Lists, [Shared<Self>]> { \.continuous }
}

extension CuffRule: SharedRule {
  static var list: WritableKeyPath<SharedRules.Lists, [Shared<Self>]> { \.cuff }
}

extension Shared: Codable {
  private enum Keys: CodingKey { case value, place }

  /// Reads the value, or its place among those that are written once.
  convenience init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    guard let rules = SharedRules.of(decoder.userInfo), rules.isInUse else {
      self.init(try container.decode(Value.self, forKey: .value))
      return
    }
    guard let value: Value = rules.rule(at: try container.decode(Int.self, forKey: .place)) else {
      throw DecodingError.dataCorruptedError(
        forKey: .place, in: container, debugDescription: "a rule that is not among the rules")
    }
    self.init(value)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    if let place = SharedRules.of(encoder.userInfo)?.place(of: self) {
      try container.encode(place, forKey: .place)
    } else {
      try container.encode(value, forKey: .value)
    }
  }
}
