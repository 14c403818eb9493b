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

/// An event with its place in the order of all events of the station.
public struct NumberedEvent: Hashable, Codable, Sendable {
  /// Larger than that of every earlier event, whatever the station went through.
  public var sequence: Int64
  public var event: Event

  /// An event and its number.
  public init(sequence: Int64, event: Event) {
    self.sequence = sequence
    self.event = event
  }
}

/// The answer to a verb that was sent with a key, so that sending it again does nothing twice.
public struct KeptAnswer: Hashable, Codable, Sendable {
  /// Who sent it: keys of different owners have nothing in common.
  public var owner: String
  /// The key that the sender chose.
  public var key: String
  /// What was asked; the same key with another request is a mistake of the sender.
  public var request: String
  public var reply: Reply
  public var at: Moment

  /// The answer to a verb that was sent with a key.
  public init(owner: String, key: String, request: String, reply: Reply, at: Moment) {
    self.owner = owner
    self.key = key
    self.request = request
    self.reply = reply
    self.at = at
  }
}

/// What one turn of the station has to keep, whole or not at all.
public struct LedgerBatch: Hashable, Codable, Sendable {
  /// In the order in which the station took them.
  public var inputs: [TakenInput]
  /// What followed, in the order in which it is told.
  public var events: [NumberedEvent]
  public var answers: [KeptAnswer]
  /// What the clock on the wall showed meanwhile.
  public var wall: WallClock

  /// What one turn has to keep.
  public init(
    inputs: [TakenInput] = [], events: [NumberedEvent] = [], answers: [KeptAnswer] = [],
    wall: WallClock = WallClock()
  ) {
    self.inputs = inputs
    self.events = events
    self.answers = answers
    self.wall = wall
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
