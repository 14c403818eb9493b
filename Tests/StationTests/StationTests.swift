import Dispatch
import InfusionCore
import Monitors
import PeerKit
import Records
import Synchronization
import Testing
import Vitals

@testable import Station

/// The pipeline: stamped, settled, committed, then told.
@Suite struct StationTests {
  /// A saturation that is present at once, with or without a session.
  private static let deep = MonitorReport.News.readings([Reading(.spo2, .value(79))])

  @Test func `a reading that violates is told as an alert`() async throws {
    let harness = try StationHarness()
    harness.links.tell(Self.deep)
    try await eventually("the alert") { harness.first(.alertRaised, .spo2Low) != nil }
    let alert = harness.first(.alertRaised, .spo2Low)?.alert
    #expect(alert?.priority == .high)
    #expect(alert?.value == 79)
    try await harness.end()
  }

  @Test func `an event is committed before it is told`() async throws {
    let committed = Mutex<Set<Int64>>([])
    let early = Mutex<[Int64]>([])
    let ledger = LedgerSpy { events in
      committed.withLock { $0.formUnion(events.map(\.sequence)) }
    }
    let checker = Checker { announcement in
      let number = announcement.numbered.sequence
      if !committed.withLock({ $0.contains(number) }) { early.withLock { $0.append(number) } }
    }
    let harness = try StationHarness(ledger: ledger, others: [checker])
    harness.links.tell(Self.deep)
    try await eventually("the alert") { harness.first(.alertRaised, .spo2Low) != nil }
    try await harness.end()
    #expect(early.withLock(\.self) == [])
    #expect(harness.listener.told.allSatisfy { $0.isDurable })
  }

  @Test func `a ledger that fails holds no alert, and is an alert itself`() async throws {
    let harness = try StationHarness()
    harness.ledger.fail("no space left")
    harness.links.tell(Self.deep)
    try await eventually("both alerts") {
      harness.first(.alertRaised, .spo2Low) != nil
        && harness.first(.alertRaised, .stationLedger) != nil
    }
    #expect(harness.listener.told.allSatisfy { !$0.isDurable })
    harness.ledger.fail(nil)
    harness.links.tell(Self.deep)
    try await eventually("the ledger is told to work again") {
      harness.ledger.inputs.contains {
        $0.input == .station(.ledger(failing: false, reason: nil))
      }
    }
    try await harness.end()
  }

  @Test func `events are numbered from 1 without a gap`() async throws {
    let harness = try StationHarness()
    harness.links.tell(Self.deep)
    harness.links.tell(.linkDown(reason: "no answer"))
    try await eventually("some events") { harness.events.count >= 2 }
    try await harness.end()
    let numbers = harness.listener.told.map(\.numbered.sequence)
    #expect(numbers == Array(1...Int64(numbers.count)))
  }

  @Test func `a verb is answered once it is committed, with what the core says`() async throws {
    let harness = try StationHarness()
    guard case .accepted = await harness.station.act(.admit(.init()), bed: "1", by: "anna") else {
      Issue.record("admit was refused")
      return
    }
    #expect(harness.ledger.inputs.last?.input == .act(bed: "1", .admit(.init()), by: "anna"))
    guard
      case .refused(let refusal) = await harness.station.act(.admit(.init()), bed: "1", by: "anna")
    else {
      Issue.record("a second admit was accepted")
      return
    }
    #expect(refusal.reason == .conflict)
    try await harness.end()
    guard case .refused = await harness.station.act(.emergency, bed: "1", by: nil) else {
      Issue.record("a verb after the end was accepted")
      return
    }
  }

  @Test func `what was committed, fed to a fresh core, gives the events that were told`()
    async throws
  {
    let harness = try StationHarness(speed: 60)
    _ = await harness.station.act(.admit(.init()), bed: "1", by: "anna")
    for value in [95.0, 88, 79, 88, 97] {
      harness.links.tell(.readings([Reading(.hr, .value(80)), Reading(.spo2, .value(value))]))
      let turn = harness.ledger.inputs.count
      try await eventually("a turn") { harness.ledger.inputs.count > turn }
    }
    try await eventually("time raises and ends what it has to") {
      harness.first(.alertRaised, .signalLost) != nil
    }
    try await harness.end()
    var core = StationCore()
    var events: [Event] = []
    for taken in harness.ledger.inputs {
      events += core.receive(taken.input, at: taken.moment).compactMap(\.event)
    }
    let last = harness.events.last?.moment ?? Moment(milliseconds: 0)
    events += core.receive(.time, at: last).compactMap(\.event)
    #expect(events == harness.events)
    #expect(events.count >= 3)
  }

  @Test func `a monitor that is bound to another bed reports for that bed`() async throws {
    let harness = try StationHarness(
      beds: [.bed("1", monitor: "bay-1"), .bed("2", monitor: "bay-2")])
    _ = await harness.station.act(.rebind(monitor: "bay-1"), bed: "2", by: "anna")
    harness.links.tell(Self.deep)
    try await eventually("the alert") { harness.first(.alertRaised, .spo2Low) != nil }
    #expect(harness.first(.alertRaised, .spo2Low)?.bed == "2")
    try await harness.end()
  }

  @Test func `an announcer that hangs holds nobody up`() async throws {
    let held = DispatchSemaphore(value: 0)
    let hanging = Checker { _ in held.wait() }
    let harness = try StationHarness(others: [hanging])
    harness.links.tell(Self.deep)
    try await eventually("the alert, to the other one") {
      harness.first(.alertRaised, .spo2Low) != nil
    }
    try await harness.end()
    held.signal()
  }
}

/// An announcer that looks at each announcement.
private struct Checker: Announcer {
  let name = "a checker"
  let look: @Sendable (Announcement) -> Void

  init(_ look: @escaping @Sendable (Announcement) -> Void) { self.look = look }

  func tell(_ announcement: Announcement) { look(announcement) }
}

extension Action {
  fileprivate var event: Event? {
    if case .announce(let event) = self { event } else { nil }
  }
}
