public import Vitals

/// The deepest present level of a condition, and what a nurse needs to know of it.
public struct Finding: Hashable, Codable, Sendable {
  /// The index of the level, 0 the mildest.
  public var level: Int
  /// Other levels of a vital sign that are present behind it.
  var milder: [Int] = []
  /// The level's priority.
  public var priority: Priority
  /// Since when its test has held.
  public var onset: Moment
  /// The time lost by design before it became present.
  public var delay: Span?
  /// The vital sign that violates (most), its value and its limit.
  public var vital: VitalSign?
  public var value: Double?
  public var limit: Double?
  public var side: LimitTerm.Side?
  /// The vital signs that are lost.
  public var lost: [AlertFacts.LostVital] = []
  /// What else the nurse should read.
  public var detail: String?
  /// False while the vital that it needs is not usable.
  public var evaluable = true
  /// False while the level only waits for its end: then nothing new is raised for it.
  var holds = true

  init(
    level: Int, priority: Priority, onset: Moment, delay: Span? = nil, detail: String? = nil
  ) {
    self.level = level
    self.priority = priority
    self.onset = onset
    self.delay = delay
    self.detail = detail
  }
}

/// Collects the earliest moment still ahead at which something becomes due.
struct Deadline {
  /// Only moments after this one count: what is due by now has been settled.
  let now: Moment
  private(set) var earliest: Moment?

  init(after now: Moment) { self.now = now }

  mutating func consider(_ moment: Moment?) {
    guard let moment, moment > now else { return }
    earliest = earliest.map { min($0, moment) } ?? moment
  }
}
