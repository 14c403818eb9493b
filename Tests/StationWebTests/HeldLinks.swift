import InfusionCore
import Monitors
import Records
import Station
import Synchronization
import Vitals

/// Links whose reports the test writes.
final class HeldLinks: LinkSource {
  private let state = Mutex<(queue: ReportQueue, clock: LinkClock)?>(nil)

  func start(clock: LinkClock, queue: ReportQueue) { state.withLock { $0 = (queue, clock) } }

  func stop() async { state.withLock { $0 = nil } }

  /// Lets a bed's monitor tell something.
  func tell(_ news: MonitorReport.News, bed: String = "1") {
    guard let (queue, clock) = state.withLock(\.self) else { return }
    queue.add([MonitorReport(monitor: "bay-\(bed)", bed: bed, at: clock.now(), news: news)])
  }

  /// Lets a bed's monitor tell its numbers.
  func tell(hr: Double? = nil, spo2: Double? = nil, bed: String = "1") {
    let readings = [hr.map { Reading(.hr, .value($0)) }, spo2.map { Reading(.spo2, .value($0)) }]
    tell(.readings(readings.compactMap(\.self)), bed: bed)
  }
}

/// A ledger that says that all is kept, or that nothing can be.
final class DurableLedger: LedgerStore {
  private let failure = Mutex<String?>(nil)

  func fail(_ reason: String?) { failure.withLock { $0 = reason } }

  func commit(_ batch: LedgerBatch) async -> Durability {
    failure.withLock(\.self).map(Durability.failed) ?? .durable
  }
}
