import InfusionCore
import Monitors
import PeerKit
import Records
import Testing
import Vitals

@testable import Station

/// What the station notices of itself.
@Suite struct WatchTests {
  @Test func `a stepped wall clock is told once, with how far`() {
    var time = HeldTime()
    var watch = ClockWatch(time)
    #expect(watch.look(time) == nil)
    time.wallOffset = .seconds(1)
    #expect(watch.look(time) == nil, "a second is no step")
    time.wallOffset = .seconds(-3600)
    #expect(
      watch.look(time)
        == .station(
          .clock(offset: .seconds(-3600), utcOffset: .zero, stepped: .seconds(-3600))))
    #expect(watch.look(time) == nil)
  }

  @Test func `another offset from UTC is told, and is no step`() {
    var time = HeldTime()
    var watch = ClockWatch(time)
    time.utcOffset = .seconds(7200)
    #expect(
      watch.look(time)
        == .station(.clock(offset: .zero, utcOffset: .seconds(7200), stepped: nil)))
  }

  @Test func `readings that were over a second under way are an overload until all are in time`() {
    var watch = LoadWatch()
    #expect(watch.took([report(at: 9000)], at: second(10), speed: 1, dropped: 0) == nil)
    #expect(watch.took([report(at: 8999)], at: second(10), speed: 1, dropped: 0) == true)
    #expect(watch.took([report(at: 8000)], at: second(10), speed: 1, dropped: 0) == nil)
    #expect(watch.took([], at: second(11), speed: 1, dropped: 0) == nil)
    #expect(watch.took([report(at: 11_900)], at: second(12), speed: 1, dropped: 0) == false)
  }

  @Test func `reports that gave way are an overload`() {
    var watch = LoadWatch()
    #expect(watch.took([report(at: 10_000)], at: second(10), speed: 1, dropped: 7) == true)
    #expect(watch.took([report(at: 11_000)], at: second(11), speed: 1, dropped: 7) == false)
  }

  @Test func `a bed's vital signs are told once a minute, and nothing of the minute before`() {
    var watch = TrendWatch(
      StationSetup(beds: [.one], protocols: [], defaultProtocol: ""), from: second(0))
    let reading = Input.readings(bed: "1", [Reading(.hr, .value(72))], monitor: "bay-1")
    #expect(watch.took([TakenInput(reading, at: second(59))], at: second(59)) == [])
    let first = watch.took([], at: second(60))
    #expect(first.map(\.bed) == ["1"])
    #expect(first.first?.last.map(\.value) == [72, nil, nil, nil, nil])
    #expect(watch.took([], at: second(61)) == [])
    #expect(watch.took([], at: second(120)).first?.last.first?.value == .some(nil))
  }

  @Test func `a faster clock runs as much faster, and its wall clock with it`() async throws {
    let (fast, slow) = (SystemTimebase(speed: 50), SystemTimebase())
    let (fastStart, slowStart) = (fast.now, slow.now)
    let offset = fast.wallOffset
    try await fast.sleep(until: fastStart + .seconds(5))
    #expect(fast.now - fastStart >= .seconds(5))
    let before = slow.now - slowStart
    let passed = fast.now - fastStart
    let after = slow.now - slowStart
    #expect(passed >= (before - .milliseconds(2)) * 50)
    #expect(passed <= (after + .milliseconds(2)) * 50)
    #expect(fast.wallOffset == offset)
  }

  @Test func `an address is taken once, and free again when it is given back`() async throws {
    var claim: ListeningSocket? = try ListeningSocket(host: "127.0.0.1", port: 0)
    let port = try #require(claim?.port)
    #expect(throws: ListeningSocket.Failure.inUse) {
      try ListeningSocket(host: "127.0.0.1", port: port)
    }
    claim = nil
    // A program that another test is just starting may hold a copy for a moment.
    try await eventually("it is free again") {
      claim = try? ListeningSocket(host: "127.0.0.1", port: port)
      return claim != nil
    }
  }

  private func second(_ count: Int64) -> Moment { Moment(milliseconds: count * 1000) }

  private func report(at milliseconds: Int64) -> MonitorReport {
    MonitorReport(
      monitor: "bay-1", bed: "1", at: Moment(milliseconds: milliseconds), news: .readings([]))
  }
}
