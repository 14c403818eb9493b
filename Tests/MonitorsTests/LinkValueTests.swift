import Testing
import Vitals

@testable import Monitors

/// The plan, the back-off and the heartbeat of a link, as values.
@Suite struct LinkValueTests {
  @Test func `the unit that is due longest comes first and the beat is kept`() {
    var plan = plan(every: [.seconds(1), .seconds(3)])
    #expect(plan.next(at: second(0)).unit == 0)
    plan.answered(0, at: second(0) + .milliseconds(40))
    #expect(plan.next(at: second(0)).unit == 1)
    plan.answered(1, at: second(0) + .milliseconds(90))
    let next = plan.next(at: second(0) + .milliseconds(90))
    #expect(next == .init(unit: 0, at: second(1), patience: .milliseconds(300)))
  }

  @Test func `beats that were missed are left out`() {
    var plan = plan(every: [.seconds(1)])
    plan.answered(0, at: second(7))
    #expect(plan.next(at: second(7)).at == second(8))
  }

  @Test func `a unit that was lost joins the beat of the others`() {
    var plan = plan(every: [.seconds(1), .seconds(1)])
    for _ in 0..<3 { plan.failed(0, wasSilent: true, at: second(0)) }
    plan.answered(1, at: second(0))
    plan.answered(0, at: second(0) + .milliseconds(700))
    plan.answered(1, at: second(1))
    #expect(plan.next(at: second(1)).at == second(1))
  }

  @Test func `a unit that failed waits and the others keep their beat`() {
    var plan = plan(every: [.seconds(1), .seconds(1)])
    for _ in 0..<9 { plan.failed(0, wasSilent: true, at: second(0)) }
    plan.answered(1, at: second(0))
    let next = plan.next(at: second(0))
    #expect(next.unit == 1)
    #expect(next.at == second(1))
  }

  @Test func `a busy unit is asked again within a second, even if its beat is slow`() {
    var plan = plan(every: [.minutes(5)])
    plan.busy(0, at: second(0))
    #expect(plan.next(at: second(0)).at == second(1))
  }

  @Test func `without a connection all units wait together, at most five seconds`() {
    var plan = plan(every: [.seconds(1), .seconds(1)])
    for _ in 0..<20 { plan.notConnected(at: second(0)) }
    let next = plan.next(at: second(0))
    #expect(next.at > second(0))
    #expect(next.at <= second(5))
  }

  @Test func `on a serial line the first answer after a failure is not used`() {
    let line = LinkAddress.rtu(SerialLine(device: "/dev/ttyS0", baud: 9600))
    let plan = LinkPlan(name: "link", address: line, units: [.plain()])
    var round = LinkRound(plan, from: second(0))
    _ = round.took(.unreachable("no answer"), of: 0, at: second(0))
    let first = round.took(.registers([72, 975]), of: 0, at: second(1))
    #expect(first.allSatisfy { !$0.isReadings })
    let second = round.took(.registers([73, 975]), of: 0, at: second(2))
    #expect(second.contains { $0.isReadings })
  }

  private func plan(every: [Span]) -> PollPlan {
    let units = every.map { MonitoredUnit.plain(every: $0) }
    let address = LinkAddress.tcp(host: "127.0.0.1", port: 502)
    return PollPlan(LinkPlan(name: "link", address: address, units: units), from: second(0))
  }

  @Test func `the wait doubles up to five seconds, between half and the whole`() {
    var backOff = BackOff()
    var generator = SystemRandomNumberGenerator()
    for whole in [250, 500, 1000, 2000, 4000, 5000, 5000, 5000] as [Int64] {
      let wait = backOff.failed(by: &generator).milliseconds
      #expect((whole / 2...whole).contains(wait))
    }
    for _ in 0..<100 { _ = backOff.failed(by: &generator) }
    #expect(backOff.failed(by: &generator) <= BackOff.longest)
    backOff.answered()
    #expect(backOff.failed(by: &generator) <= BackOff.shortest)
  }

  @Test func `a heartbeat is frozen once, at its limit, and moves again once`() {
    var watch = HeartbeatWatch(frozenAfter: .seconds(10))
    #expect(watch.took(5, at: second(0)) == nil)
    #expect(watch.took(6, at: second(1)) == .moving, "it may have been frozen before a restart")
    #expect(watch.took(6, at: second(10)) == nil)
    #expect(watch.took(6, at: second(11)) == .frozen)
    #expect(watch.took(6, at: second(12)) == nil)
    #expect(watch.took(7, at: second(13)) == .moving)
    #expect(watch.took(8, at: second(14)) == nil)
  }

  @Test func `what a heartbeat did while the link was away is not held against it`() {
    var watch = HeartbeatWatch(frozenAfter: .seconds(10))
    _ = watch.took(6, at: second(0))
    watch.linkWasLost(at: second(60))
    #expect(watch.took(6, at: second(60)) == nil)
    #expect(watch.took(6, at: second(70)) == .frozen)
  }

  private func second(_ count: Int64) -> Moment { Moment(milliseconds: count * 1000) }
}
