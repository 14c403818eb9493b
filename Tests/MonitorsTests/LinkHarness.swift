import Foundation
import MonitorProtocols
import Synchronization
import Testing
import Vitals

@testable import Monitors

/// A link under test and all that it tells.
final class LinkHarness: Sendable {
  let link: MonitorLink
  private let queue = ReportQueue {}
  private let told = Mutex<[MonitorReport]>([])

  init(_ address: LinkAddress, _ units: [MonitoredUnit]) throws {
    link = try MonitorLink(
      LinkPlan(name: "link", address: address, units: units), clock: Self.clock, queue: queue)
  }

  /// A link to one unit on the loopback interface.
  convenience init(port: UInt16, _ unit: MonitoredUnit = .plain()) throws {
    try self.init(.tcp(host: "127.0.0.1", port: port), [unit])
  }

  /// Everything told so far.
  var reports: [MonitorReport] {
    told.withLock { told in
      told += queue.takeAll()
      return told
    }
  }

  /// Everything told so far but readings.
  var events: [MonitorReport.News] {
    reports.map(\.news).filter { news in
      if case .readings = news { false } else { true }
    }
  }

  /// The values of one vital sign, in the order in which they were told.
  func values(of vital: VitalSign, monitor: String = "bay-1") -> [Double] {
    reports.filter { $0.monitor == monitor }.flatMap { report -> [Double] in
      guard case .readings(let readings) = report.news else { return [] }
      return readings.filter { $0.vital == vital }.compactMap(\.value)
    }
  }

  /// Forgets what was told so far.
  func forget() {
    _ = reports
    told.withLock { $0 = [] }
  }

  static let clock = LinkClock {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

extension MonitoredUnit {
  /// HR in register 0, SpO2 in tenths in register 1.
  static func plain(
    _ monitor: String = "bay-1", unit: UInt8 = 1, every: Span = .milliseconds(50),
    timeout: Span = .milliseconds(300)
  ) -> MonitoredUnit {
    let map = RegisterMap(
      block: .init(table: .holding, start: 0, count: 2),
      vitals: [
        .init(.hr, RegisterField(at: 0, type: .u16)),
        .init(.spo2, RegisterField(at: 1, type: .u16, scale: 0.1)),
      ])
    return MonitoredUnit(
      monitor: monitor, bed: "1", unit: unit, map: map, vitals: [.hr, .spo2], every: every,
      timeout: timeout)
  }
}
