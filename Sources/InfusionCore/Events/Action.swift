public import Vitals

/// What the station asks of the world. There is nothing else that it does.
public enum Action: Hashable, Codable, Sendable {
  /// Commit everything received so far, and the announcements that follow, before they are said.
  case persist
  /// Tell every listener.
  case announce(Event)
  /// Answer the nurse whose verb this was.
  case reply(Reply)
  /// Call again at this moment at the latest.
  case wake(at: Moment)
}

/// The answer to a nurse's verb.
public enum Reply: Hashable, Codable, Sendable {
  /// Done; what the nurse should know besides.
  case accepted([Fact])
  /// Not done, and nothing changed.
  case refused(Refusal)
}

/// Why a verb was not done.
public struct Refusal: Error, Hashable, Codable, Sendable {
  /// Which kind of refusal it is; the API's status follows from it.
  public enum Reason: String, Codable, Sendable {
    /// The bed is not in the configuration (404).
    case unknownBed
    /// The phase, or the present state, does not allow it (409).
    case conflict
    /// An argument is missing, out of its range or not understood (400).
    case argument
    /// Only with a named authorisation (409).
    case blocked
    /// The station does not take verbs at this moment (503).
    case unavailable
  }

  /// The kind of refusal.
  public var reason: Reason
  /// What is wrong, in one plain sentence.
  public var what: String
  /// What to do instead.
  public var remedy: String

  /// Why a verb was not done.
  public init(_ reason: Reason, _ what: String, remedy: String) {
    self.reason = reason
    self.what = what
    self.remedy = remedy
  }
}
