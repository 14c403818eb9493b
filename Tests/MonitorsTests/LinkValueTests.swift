import MonitorProtocols
import Testing
import Vitals

@testable import Monitors

/// The plan, the back-off and the heartbeat of a link, as values.
@Suite struct LinkValueTests {
  @Test func `the unit that is due longest comes first and the beat is kept`() {
    var plan = PollPlan(every: [.seconds(1), .seconds(3)], from: second(0))
    #expect(plan.next.unit == 0)
    plan.answered(0, at: second(0) + .milliseconds(40))
    #expect(plan.next.unit == 1)
    plan.answered(1, at: second(0) + .milliseconds(90))
    #expect(plan.next == (unit: 0, at: second(1)))
  }

  @Test func `beats that were missed are left out`() {
    var plan = PollPlan(every: [.seconds(1)], from: second(0))
    plan.answered(0, at: second(7))
    #expect(plan.next.at == second(8))
  }

  @Test func `a unit that failed waits and the others keep their beat`() {
    var plan = PollPlan(every: [.seconds(1), .seconds(1)], from: second(0))
    plan.failed(0, at: second(0), wait: .seconds(5))
    plan.answered(1, at: second(0))
    #expect(plan.next == (unit: 1, at: second(1)))
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
    #expect(watch.took(6, at: second(1)) == nil)
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
