public import Vitals

/// One entry as it was made.
public struct RecordedEntry: Hashable, Codable, Sendable {
  /// Unique within the session.
  public let id: String
  /// When it was true; earlier than `enteredAt` if it was told late.
  public internal(set) var at: Moment
  public let enteredAt: Moment
  public let by: String?
  /// What was entered, as last corrected.
  public internal(set) var entry: Entry
}

/// A session's entries; everything that follows from them is read off, nothing kept beside them.
public struct Entries: Hashable, Codable, Sendable {
  /// In the order in which they were made.
  public private(set) var all: [RecordedEntry] = []
  /// More than any nurse makes in ten hours.
  static let max = 1000

  mutating func record(_ entry: Entry, at: Moment, enteredAt: Moment, by: String?)
    -> RecordedEntry
  {
    let recorded = RecordedEntry(
      id: "e\(all.count + 1)", at: at, enteredAt: enteredAt, by: by, entry: entry)
    all.append(recorded)
    return recorded
  }

  /// Replaces what an entry says, and when it was true; returns it as it was before.
  mutating func correct(_ id: String, to entry: Entry, at: Moment?) -> RecordedEntry? {
    guard let index = all.firstIndex(where: { $0.id == id }) else { return nil }
    let before = all[index]
    all[index].entry = entry
    all[index].at = at ?? before.at
    return before
  }

  /// The latest value of one item, and when it was true.
  func latest<Value>(_ item: (Entry) -> Value?) -> (value: Value, at: Moment)? {
    var latest: (value: Value, at: Moment)?
    for recorded in all {
      guard let value = item(recorded.entry) else { continue }
      if let known = latest, known.at > recorded.at { continue }
      latest = (value, recorded.at)
    }
    return latest
  }

  /// When a medication of one of these classes was last given.
  func lastGiven(_ classes: [Entry.MedicationClass]) -> Moment? {
    all.filter { $0.entry.medication.map(classes.contains) ?? false }.map(\.at).max()
  }

  /// Since when oxygen is given; nil: it is off.
  var oxygenSince: Moment? { oxygen.flatMap { $0.isGiven ? $0.since : nil } }

  /// When oxygen was last taken off; nil: it is given, or never was.
  var oxygenOffSince: Moment? { oxygen.flatMap { $0.isGiven ? nil : $0.since } }

  /// Whether oxygen is given, and since when; nil: it never was.
  private var oxygen: (isGiven: Bool, since: Moment)? {
    var oxygen: (isGiven: Bool, since: Moment)?
    let own = all.filter { $0.entry.oxygen != nil }
    for recorded in own.sorted(by: { $0.at < $1.at }) {
      guard let flow = recorded.entry.oxygen, flow > 0 || oxygen != nil else { continue }
      if oxygen?.isGiven != (flow > 0) { oxygen = (flow > 0, recorded.at) }
    }
    return oxygen
  }
}
