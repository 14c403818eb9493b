import InfusionCore
import Logging
import Monitors
import PeerKit
import Records
import Settings
import Synchronization
import Vitals

@testable import Station

/// A station under test, everything that it told, and everything that it committed.
final class StationHarness: Sendable {
  let station: Station
  let links = HeldLinks()
  let ledger: LedgerSpy
  let listener = Listener()
  let timebase: SystemTimebase
  private let running: Task<Void, any Error>

  /// A station that runs; `speed` times faster than life.
  init(
    speed: Double = 1, beds: [BedSetup] = [.one], links real: (any LinkSource)? = nil,
    ledger: LedgerSpy = LedgerSpy(), others: [any Announcer] = []
  ) throws {
    self.ledger = ledger
    timebase = SystemTimebase(speed: speed)
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    let station = Station(
      StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name),
      Station.Parts(
        timebase: timebase, ledger: ledger, links: real ?? links,
        announcers: others + [listener],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    self.station = station
    running = Task { try await station.run() }
  }

  /// Every event that was told so far.
  var events: [Event] { listener.told.map(\.numbered.event) }

  /// The first event of a name and condition so far.
  func first(_ name: EventName, _ condition: Condition? = nil) -> Event? {
    events.first { $0.name == name && $0.alert?.condition == condition }
  }

  /// Ends the station.
  func end() async throws {
    station.stop()
    try await running.value
  }
}

extension BedSetup {
  /// Bed 1 with a monitor of all vital signs.
  static var one: BedSetup { bed("1", monitor: "bay-1") }

  static func bed(_ name: String, monitor: String) -> BedSetup {
    BedSetup(
      bed: name,
      monitors: [
        MonitorSetup(
          name: monitor, vitals: VitalSign.allCases, every: .seconds(1), link: monitor)
      ])
  }
}

/// Hears every announcement.
final class Listener: Announcer {
  let name = "the test"
  private let heard = Mutex<[Announcement]>([])

  var told: [Announcement] { heard.withLock(\.self) }

  func tell(_ announcement: Announcement) { heard.withLock { $0.append(announcement) } }
}

/// Links whose reports the test writes.
final class HeldLinks: LinkSource {
  private struct State {
    var queue: ReportQueue?
    var clock: LinkClock?
    var early: [(String, MonitorReport.News)] = []
  }
  private let state = Mutex(State())

  func start(clock: LinkClock, queue: ReportQueue) {
    let early = state.withLock { state in
      state.queue = queue
      state.clock = clock
      return state.early
    }
    for (monitor, news) in early { tell(news, of: monitor) }
  }

  func stop() async { state.withLock { $0.queue = nil } }

  /// Lets a monitor tell something, now or as soon as the links are started.
  func tell(_ news: MonitorReport.News, of monitor: String = "bay-1", bed: String = "1") {
    let (queue, clock) = state.withLock { state in
      if state.queue == nil { state.early.append((monitor, news)) }
      return (state.queue, state.clock)
    }
    guard let queue, let clock else { return }
    queue.add([MonitorReport(monitor: monitor, bed: bed, at: clock.now(), news: news)])
  }
}

/// A ledger that remembers what was committed, and can fail.
final class LedgerSpy: LedgerStore {
  private struct State {
    var inputs: [TakenInput] = []
    var events: [NumberedEvent] = []
    var failure: String?
  }
  private let state = Mutex(State())
  private let onCommit: @Sendable ([NumberedEvent]) -> Void

  init(onCommit: @escaping @Sendable ([NumberedEvent]) -> Void = { _ in }) {
    self.onCommit = onCommit
  }

  var inputs: [TakenInput] { state.withLock(\.inputs) }
  var events: [NumberedEvent] { state.withLock(\.events) }

  func fail(_ reason: String?) { state.withLock { $0.failure = reason } }

  func commit(_ batch: LedgerBatch) async -> Durability {
    onCommit(batch.events)
    return state.withLock { state in
      state.inputs += batch.inputs
      state.events += batch.events
      return state.failure.map(Durability.failed) ?? .durable
    }
  }
}
