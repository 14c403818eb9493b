public import InfusionCore
public import Vitals

/// An input with the moment at which the station took it.
public struct TakenInput: Hashable, Codable, Sendable {
  public var moment: Moment
  public var input: Input

  /// An input with its moment.
  public init(_ input: Input, at moment: Moment) {
    self.input = input
    self.moment = moment
  }
}

/// Whether a restart will still know what was committed.
public enum Durability: Hashable, Sendable {
  /// Written.
  case durable
  /// Not kept, and not meant to be.
  case volatile
  /// Not written, for this reason.
  case failed(String)
}

/// Where inputs and events are kept before they are said.
public protocol LedgerStore: Sendable {
  /// Keeps inputs and the events that follow from them, in order.
  ///
  /// It answers within 250 ms: a store that needs longer says `failed` and goes on by itself, so
  /// that no alert is held.
  func commit(_ inputs: [TakenInput], _ events: [NumberedEvent]) async -> Durability
}

/// No ledger: nothing outlives the process, and every event says so with `durable: false`.
public struct VolatileLedger: LedgerStore {
  /// A ledger that keeps nothing.
  public init() {}

  public func commit(_ inputs: [TakenInput], _ events: [NumberedEvent]) async -> Durability {
    .volatile
  }
}
