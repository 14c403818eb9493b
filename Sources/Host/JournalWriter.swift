import Synchronization

/// Writes entries in order and counts those that the journal does not take; the next one that it
/// does take comes after a word on how many are missing.
public final class JournalWriter: Sendable {
  /// The MESSAGE_ID of that word.
  public static let lossMessageID = "a07f4dd2f6fd4070bd9ca1cb620bce16"

  private let send: @Sendable (JournalEntry) -> Bool
  private let lost = Mutex(0)

  /// A writer to this machine's journal.
  public convenience init() { self.init { Journal.send($0) } }

  /// A writer to `send`, which is false where an entry was not taken.
  init(_ send: @escaping @Sendable (JournalEntry) -> Bool) { self.send = send }

  /// Writes one entry. It may block while the journal hangs.
  public func write(_ entry: JournalEntry) {
    lost.withLock { lost in
      if lost > 0, send(Self.loss(of: lost)) { lost = 0 }
      if !send(entry) { lost += 1 }
    }
  }

  /// Counts entries that could not even be offered.
  func lose(_ count: Int) { lost.withLock { $0 += count } }

  private static func loss(of count: Int) -> JournalEntry {
    var entry = JournalEntry(
      "The journal did not take \(count) earlier \(count == 1 ? "entry" : "entries")",
      priority: .error)
    entry.add("MESSAGE_ID", lossMessageID)
    entry.add("INFUSIONWATCH_LOST", String(count))
    return entry
  }
}
