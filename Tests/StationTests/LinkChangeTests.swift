import InfusionCore
import MonitorProtocols
import Monitors
import Settings
import Testing
import Vitals

@testable import Station

/// How serial lines go on after a reload.
@Suite struct LinkChangeTests {
  private func plan(_ monitor: String, bed: String, _ line: StreamAddress) -> MonitorPlan {
    .streamed(
      StreamPlan(
        name: "line", address: line,
        monitor: StreamedMonitor(
          monitor: monitor, bed: bed, language: .noninDF2, vitals: VitalSign.continuous)))
  }

  /// Bed 1 has a session and the monitor a.
  private func beds() throws -> [Bed] {
    let treatment = try ProtocolLibrary.shipped("ketamine-40")
    let bed = BedSetup(
      bed: "1",
      monitors: [
        MonitorSetup(name: "a", vitals: VitalSign.continuous, every: .seconds(1), link: "line")
      ])
    var core = StationCore()
    let setup = StationSetup(
      beds: [bed], protocols: [treatment], defaultProtocol: treatment.name)
    _ = core.receive(.setUp(setup), at: Moment(milliseconds: 0))
    _ = core.receive(.act(bed: "1", .admit(.init()), by: "anna"), at: Moment(milliseconds: 1))
    return core.beds
  }

  @Test func `a line that is read for a session is nobody else's, who is told to be lost`() throws {
    let line = StreamAddress.tcp(host: "ward", port: 4001)
    let change = LinkChange(
      to: [plan("b", bed: "2", line)], from: [plan("a", bed: "1", line)], of: try beds())
    #expect(change.plans == [plan("a", bed: "1", line)])
    #expect(change.unread.map(\.monitor) == ["b"])
    #expect(change.unread.first?.reason.contains("another monitor's session") == true)
  }

  @Test func `a line of a bed without a session is read as the new configuration says`() throws {
    let line = StreamAddress.tcp(host: "ward", port: 4001)
    let change = LinkChange(
      to: [plan("a", bed: "1", line), plan("c", bed: "2", .tcp(host: "ward", port: 4003))],
      from: [plan("a", bed: "1", line), plan("c", bed: "2", .tcp(host: "ward", port: 4002))],
      of: try beds())
    #expect(change.plans.count == 2)
    #expect(change.plans.contains(plan("c", bed: "2", .tcp(host: "ward", port: 4003))))
    #expect(change.unread == [])
  }
}
