public import Vitals

/// The station as a value: readings, nurses' verbs, machine events and time go in, actions come out.
///
/// An instant stays open while inputs of its moment arrive; it is settled, and its events told, by
/// the first input of a later moment or by `.time` at the instant itself. So all inputs of an
/// instant come before every delay that completes in it, and advancing to b by way of a is
/// advancing to b.
public struct StationCore: Hashable, Codable, Sendable {
  /// An empty station: the first input is `.setUp`.
  public init() {}

  /// Takes one input at a moment that is never before the last one.
  public mutating func receive(_ input: Input, at moment: Moment) -> [Action] { [] }
}
