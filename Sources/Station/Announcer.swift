public import InfusionCore
public import Records
public import Vitals

/// An event as it is told.
public struct Announcement: Hashable, Sendable {
  public var numbered: NumberedEvent
  /// Whether it is in the ledger.
  public var isDurable: Bool
  /// What the clock on the wall shows.
  public var wall: WallClock

  /// An event as it is told.
  public init(_ numbered: NumberedEvent, isDurable: Bool, wall: WallClock) {
    self.numbered = numbered
    self.isDurable = isDurable
    self.wall = wall
  }
}

/// One who tells events on: standard output, the journal, a terminal.
public protocol Announcer: Sendable {
  /// What it is called when it cannot keep up.
  var name: String { get }
  /// Tells one event. It may block: it runs on a queue of its own, in order, one at a time.
  func tell(_ announcement: Announcement)
  /// Everything up to this event is told to nobody.
  func begins(after sequence: Int64)
  /// Tells a bed's vital signs, once a minute; whoever has no use for them leaves this out.
  func tell(_ trend: BedTrend)
  /// Whether it shows vital signs as they come.
  var showsVitals: Bool { get }
  /// Tells a bed's vital signs, at most once a second; only to whoever shows them.
  func tell(_ vitals: BedVitals, at now: Moment, wall: WallClock)
}

extension Announcer {
  public func begins(after sequence: Int64) {}
  public func tell(_ trend: BedTrend) {}
  public var showsVitals: Bool { false }
  public func tell(_ vitals: BedVitals, at now: Moment, wall: WallClock) {}
}
