public import Vitals

/// A nurse's "I know": of one occurrence, never of the next one nor of another condition.
public struct Acknowledgement: Hashable, Codable, Sendable {
  /// When, and by whom.
  public let at: Moment
  public let by: String?
  /// The priority that was acknowledged.
  public let priority: Priority
  /// The values that stood then; a move away from them is worse.
  let values: AlertValues
  /// When the next reminder is due.
  private(set) var nextReminder: Moment
  private var reminders = 0
  private var remindedOfMissing = false

  /// An acknowledgement given less than this ago survives flicker.
  static let survivesFlickerFor = Span.minutes(3)
  /// From the acknowledgement to the first reminder, and from one to the next.
  private static let reminderAfter: [Span] = [.minutes(3), .minutes(6), .minutes(12), .minutes(15)]
  /// A cuff condition without any result for this long after the acknowledgement reminds once.
  private static let missingAfter = Span.minutes(5)

  init(at: Moment, by: String?, priority: Priority, values: AlertValues) {
    self.at = at
    self.by = by
    self.priority = priority
    self.values = values
    nextReminder = at + Self.reminderAfter[0]
  }

  func isFresh(at now: Moment) -> Bool { now - at < Self.survivesFlickerFor }

  /// Whether a reminder is due; it then counts as given.
  mutating func remind(_ condition: Condition, cuff: CuffNews, at now: Moment) -> Bool {
    guard condition.isOfCuff else {
      guard now >= nextReminder else { return false }
      advance(from: nextReminder)
      return true
    }
    if cuff.violatedAt == now, now >= nextReminder {
      advance(from: now)
      return true
    }
    guard !remindedOfMissing, now >= at + Self.missingAfter, isMissing(cuff) else { return false }
    remindedOfMissing = true
    return true
  }

  private func isMissing(_ cuff: CuffNews) -> Bool { cuff.arrivedAt.map { $0 <= at } ?? true }

  private mutating func advance(from moment: Moment) {
    reminders += 1
    nextReminder = moment + Self.reminderAfter[min(reminders, Self.reminderAfter.count - 1)]
  }

  func deadline(_ deadline: inout Deadline, condition: Condition, cuff: CuffNews) {
    if !condition.isOfCuff {
      deadline.consider(nextReminder)
    } else if !remindedOfMissing, isMissing(cuff) {
      deadline.consider(at + Self.missingAfter)
    }
  }
}

/// What the cuff brought, as reminders and acknowledgements need it.
struct CuffNews: Hashable, Sendable {
  /// When the last result arrived.
  var arrivedAt: Moment?
  /// When the last result that violates a level of the condition arrived.
  var violatedAt: Moment?
}

extension Condition {
  var isOfCuff: Bool { self == .bpHigh || self == .bpLow }
}
