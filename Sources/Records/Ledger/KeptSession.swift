public import InfusionCore
public import Vitals

/// One session, whole, as the ledger keeps it: enough to live through it again.
///
/// `before`, fed `inputs` — all inputs of a moment, then `.time` at that moment — tells the events
/// of this session exactly as `events` holds them.
public struct KeptSession: Hashable, Codable, Sendable {
  public var summary: SessionSummary
  /// The configuration in force at the admission, with its protocols whole.
  public var setup: StationSetup
  /// The whole station just before it took the admission.
  public var before: StationCore
  /// From the admission to the close, or until now: everything but time that was sent to the
  /// session's beds, and what happened to the station and to the equipment of any bed.
  public var inputs: [TakenInput]
  /// Those that bear the session's id, in their order.
  public var events: [NumberedEvent]
  /// What the clock on the wall showed at the admission.
  public var wall: WallClock

  /// The session's id.
  public var id: String { summary.id }

  /// One session, whole.
  public init(
    summary: SessionSummary, setup: StationSetup, before: StationCore, inputs: [TakenInput],
    events: [NumberedEvent], wall: WallClock
  ) {
    self.summary = summary
    self.setup = setup
    self.before = before
    self.inputs = inputs
    self.events = events
    self.wall = wall
  }
}

/// What a list of sessions says of one.
public struct SessionSummary: Hashable, Codable, Sendable {
  public var id: String
  /// Its place in the order of admissions of this ledger.
  public var number: Int64
  /// The beds on which it was, in their order; the last is the one on which it is or ended.
  public var beds: [String]
  /// The protocol that it was admitted under.
  public var treatment: String
  public var admitted: Moment
  /// Nil while it is open.
  public var closed: Moment?
  public var phase: Phase
  /// What the clock on the wall showed at the admission.
  public var wall: WallClock
  /// How many alerts were raised in it.
  public var alerts: AlertCounts
  /// How many events it had.
  public var events: Int

  /// Raised alerts by their first priority.
  public struct AlertCounts: Hashable, Codable, Sendable {
    public var high: Int
    public var medium: Int
    public var low: Int

    /// Raised alerts by their first priority.
    public init(high: Int = 0, medium: Int = 0, low: Int = 0) {
      self.high = high
      self.medium = medium
      self.low = low
    }
  }

  /// What a list of sessions says of one.
  public init(
    id: String, number: Int64, beds: [String], treatment: String, admitted: Moment,
    closed: Moment? = nil, phase: Phase = .preparing, wall: WallClock = WallClock(),
    alerts: AlertCounts = AlertCounts(), events: Int = 0
  ) {
    self.id = id
    self.number = number
    self.beds = beds
    self.treatment = treatment
    self.admitted = admitted
    self.closed = closed
    self.phase = phase
    self.wall = wall
    self.alerts = alerts
    self.events = events
  }
}

/// An event as the ledger keeps it.
public struct StoredEvent: Hashable, Codable, Sendable {
  /// The start of the station in which it was told.
  public var start: String
  public var numbered: NumberedEvent
  /// What the clock on the wall showed when it was told.
  public var wall: WallClock
  /// Always: it is read from the ledger.
  public var isDurable: Bool { true }

  /// An event as the ledger keeps it.
  public init(start: String, numbered: NumberedEvent, wall: WallClock) {
    self.start = start
    self.numbered = numbered
    self.wall = wall
  }
}
