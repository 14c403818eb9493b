/// A station as it is written down: each protocol and each rule once, though every bed holds them.
public struct WrittenCore: Codable, Sendable {
  /// The station.
  public var core: StationCore

  private enum Keys: CodingKey { case core, rules }

  /// A station to be written down.
  public init(_ core: StationCore) { self.core = core }

  /// Reads a station.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let rules = SharedRules.of(decoder.userInfo)
    rules?.begin(with: try container.decode(SharedRules.Lists.self, forKey: .rules))
    defer { _ = rules?.end() }
    core = try container.decode(StationCore.self, forKey: .core)
  }

  /// Writes the station.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    let rules = SharedRules.of(encoder.userInfo)
    rules?.begin(with: SharedRules.Lists())
    do {
      try container.encode(core, forKey: .core)
    } catch {
      _ = rules?.end()
      throw error
    }
    try container.encode(rules?.end() ?? SharedRules.Lists(), forKey: .rules)
  }
}
