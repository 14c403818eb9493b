import MonitorProtocols
import Synchronization
import Vitals

@testable import Monitors

/// A link to a monitor that speaks for itself, and what it told.
final class StreamHarness: Sendable {
  let link: StreamLink
  private let queue: ReportQueue
  private let told = Mutex<[MonitorReport.News]>([])

  convenience init(_ path: String, _ language: SerialLanguage = .noninDF8) throws {
    try self.init(.tty(SerialLine(device: path, baud: 9600)), language)
  }

  init(
    _ address: StreamAddress, _ language: SerialLanguage = .noninDF8,
    vitals: [VitalSign] = VitalSign.continuous, expect: String? = nil,
    clock: LinkClock = LinkHarness.clock
  ) throws {
    let queue = ReportQueue {}
    self.queue = queue
    link = try StreamLink(
      StreamPlan(
        name: "a", address: address,
        monitor: StreamedMonitor(
          monitor: "a", bed: "1", language: language, vitals: vitals, expect: expect)),
      clock: clock, queue: queue)
  }

  var news: [MonitorReport.News] {
    told.withLock { told in
      told += queue.takeAll().map(\.news)
      return told
    }
  }

  var events: [MonitorReport.News] {
    news.filter { if case .readings = $0 { false } else { true } }
  }

  var isLost: Bool { if case .linkDown? = events.last { true } else { false } }

  /// What was told of one vital sign, in order.
  func contents(of vital: VitalSign) -> [Reading.Content] {
    news.flatMap { news in
      if case .readings(let readings) = news { readings } else { [Reading]() }
    }.filter { $0.vital == vital }.map(\.content)
  }

  func values(of vital: VitalSign) -> [Double] {
    contents(of: vital).compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  func forget() {
    _ = queue.takeAll()
    told.withLock { $0 = [] }
  }
}
