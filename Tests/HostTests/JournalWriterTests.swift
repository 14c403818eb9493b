import Dispatch
import Synchronization
import Testing

@testable import Host

/// What becomes of entries that the journal does not take, or does not take in time.
@Suite struct JournalWriterTests {
  @Test func `what was lost is told before the first entry that is taken again`() {
    let journal = FailingJournal()
    let writer = JournalWriter(journal.send)
    writer.write(JournalEntry("one", priority: .info))
    journal.isFailing = true
    for word in ["two", "three"] { writer.write(JournalEntry(word, priority: .info)) }
    journal.isFailing = false
    for word in ["four", "five"] { writer.write(JournalEntry(word, priority: .info)) }
    #expect(
      journal.messages == ["one", "The journal did not take 2 earlier entries", "four", "five"])
  }

  @Test func `one that was lost is told as one`() {
    let journal = FailingJournal()
    let writer = JournalWriter(journal.send)
    journal.isFailing = true
    writer.write(JournalEntry("one", priority: .info))
    journal.isFailing = false
    writer.write(JournalEntry("two", priority: .info))
    #expect(journal.messages == ["The journal did not take 1 earlier entry", "two"])
  }

  @Test func `a journal that hangs holds nobody, and costs the entries beyond the bound`() {
    let journal = FailingJournal()
    let lane = LogLane(JournalWriter(journal.send))
    journal.whileHeld {
      for number in 0..<LogLane.capacity + 10 {
        lane.write(JournalEntry("\(number)", priority: .info))
      }
      lane.drain(within: .milliseconds(10))
    }
    lane.drain(within: .seconds(60))
    lane.write(JournalEntry("last", priority: .info))
    lane.drain(within: .seconds(60))
    #expect(journal.messages.count == LogLane.capacity + 2)
    #expect(
      journal.messages.suffix(2) == ["The journal did not take 10 earlier entries", "last"])
  }

  @Test func `a value beyond the bound is cut`() {
    let entry = JournalEntry(String(repeating: "ö", count: 20_000), priority: .info)
    let message = entry.fields[0].value
    #expect(message.utf8.count <= JournalEntry.longestValue + 3)
    #expect(message.hasSuffix("…"))
  }
}

/// A journal whose faults the test makes.
private final class FailingJournal: Sendable {
  private let taken = Mutex<[String]>([])
  private let failing = Mutex(false)
  private let gate = Mutex(())

  var messages: [String] { taken.withLock(\.self) }

  var isFailing: Bool {
    get { failing.withLock(\.self) }
    set { failing.withLock { $0 = newValue } }
  }

  func send(_ entry: JournalEntry) -> Bool {
    gate.withLock { _ in }
    guard !isFailing else { return false }
    taken.withLock { $0.append(entry.fields[0].value) }
    return true
  }

  /// Every send hangs until the body is through.
  func whileHeld(_ body: () -> Void) { gate.withLock { _ in body() } }
}
