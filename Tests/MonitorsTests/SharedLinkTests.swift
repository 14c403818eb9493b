import Testing
import Vitals

@testable import Monitors

/// Several units on one line: what a dead one costs the others.
@Suite struct SharedLinkTests {
  private static func second(_ count: Int64) -> Moment { Moment(milliseconds: count * 1000) }

  @Test(arguments: [1, 4])
  func `once it is told, a dead unit makes no other unit's poll late`(dead: Int) {
    var link = VirtualLink(units: 8)
    let answers = { (unit: Int) in unit < dead ? nil : Span.milliseconds(30) }
    _ = link.run(until: Self.second(30), latency: answers)
    #expect(link.lost.count == dead)
    let asked = link.run(until: Self.second(300), latency: answers)
    // The healthy ones follow each other, so the last one's turn comes after those before it.
    let healthy = asked.filter { $0.unit >= dead }
    #expect(healthy.count == 270 * (8 - dead))
    #expect(healthy.allSatisfy { $0.late <= .milliseconds(30 * 8) })
    for unit in 0..<dead {
      let tries = asked.filter { $0.unit == unit }.map(\.at)
      #expect(zip(tries, tries.dropFirst()).allSatisfy { $1 - $0 < .seconds(12) })
    }
  }

  @Test func `on a serial line, where quiet follows, it makes one poll in a minute late`() {
    var link = VirtualLink(units: 8, isSerial: true)
    let answers = { (unit: Int) in unit == 0 ? nil : Span.milliseconds(30) }
    _ = link.run(until: Self.second(60), latency: answers)
    let asked = link.run(until: Self.second(660), latency: answers)
    // 1.5 s of a whole try fall on at most two beats; the short tries between fit into free time.
    let late = asked.filter { $0.unit == 1 && $0.late > .milliseconds(240) }
    #expect(late.count <= 2 * 10)
    #expect(asked.filter { $0.unit == 1 }.count >= 600 - 2 * 10)
  }

  @Test func `a unit that stops answering costs the others two time-outs`() {
    var link = VirtualLink(units: 4)
    _ = link.run(until: Self.second(10)) { _ in .milliseconds(30) }
    let asked = link.run(until: Self.second(60)) { $0 == 0 ? nil : .milliseconds(30) }
    let late = asked.filter { $0.unit != 0 && $0.late > .milliseconds(200) }
    #expect(late.count <= 2 * 3)
    #expect(link.lost == ["bay-1"])
  }

  @Test func `a line without free time is lent to a lost unit once in five seconds`() {
    // Seven units of 120 ms leave 160 ms of each second; a try takes 500 ms, a short one 167 ms.
    var link = VirtualLink(units: 8)
    let answers = { (unit: Int) in unit == 0 ? nil : Span.milliseconds(120) }
    _ = link.run(until: Self.second(30), latency: answers)
    let asked = link.run(until: Self.second(330), latency: answers)
    let tries = asked.filter { $0.unit == 0 }
    #expect((30...60).contains(tries.count))
    #expect(asked.count - tries.count >= 7 * (300 - tries.count), "each costs at most one beat")
  }

  @Test func `a lost unit that answers slowly is found again`() {
    var link = VirtualLink(units: 4, isSerial: true)
    _ = link.run(until: Self.second(60)) { $0 == 0 ? nil : .milliseconds(30) }
    #expect(link.lost == ["bay-1"])
    _ = link.run(until: Self.second(150)) { .milliseconds($0 == 0 ? 400 : 30) }
    #expect(link.lost == [])
  }

  @Test func `a unit that returns is read again within one back-off`() {
    var link = VirtualLink(units: 4)
    _ = link.run(until: Self.second(60)) { $0 == 0 ? nil : .milliseconds(30) }
    _ = link.run(until: Self.second(66)) { _ in .milliseconds(30) }
    #expect(link.lost == [])
  }

  @Test func `a connection that cannot be had is told of all units at one moment`() {
    var round = VirtualLink(units: 4).round
    // Unit 0 has lost a reply before, so that it is the first to have failed twice.
    _ = round.took(.unreachable("no answer"), of: 0, at: Self.second(1))
    let told = round.notConnected("connection refused", at: Self.second(2))
    #expect(told.map(\.monitor) == ["bay-1", "bay-2", "bay-3", "bay-4"])
    #expect(Set(told.map(\.news)) == [.linkDown(reason: "connection refused")])
    #expect(round.notConnected("connection refused", at: Self.second(3)) == [])
  }

  @Test(arguments: [false, true])
  func `when all units fall silent, the loss of the last is told soon`(isSerial: Bool) {
    var link = VirtualLink(units: 16, isSerial: isSerial)
    _ = link.run(until: Self.second(10)) { _ in .milliseconds(30) }
    #expect(link.lost == [])
    _ = link.run(until: Self.second(isSerial ? 30 : 20)) { _ in nil }
    #expect(link.lost.count == 16)
  }

  @Test func `a device that needs time after each connection is counted with that time`() {
    // After a time-out the connection is new, so a try costs 300 ms more than its patience.
    var link = VirtualLink(units: 3, settle: .milliseconds(300))
    let answers = { (unit: Int) in unit == 0 ? nil : Span.milliseconds(30) }
    _ = link.run(until: Self.second(30), latency: answers)
    let asked = link.run(until: Self.second(90), latency: answers)
    #expect(asked.allSatisfy { $0.unit == 0 || $0.late <= .milliseconds(90) })
  }

  @Test func `a demonstration's faster clock leaves less time free`() {
    let plan = VirtualLink(units: 2).plan
    var round = LinkRound(plan, from: Self.second(0), speed: 5)
    for _ in 0..<2 { _ = round.took(.unreachable("no answer"), of: 0, at: Self.second(0)) }
    _ = round.took(.registers([72, 975]), of: 1, at: Self.second(0))
    // The free second lasts 200 real milliseconds: too little for 500, enough for a third of it.
    let turn = round.next(at: Self.second(0))
    #expect(turn.unit == 1 || turn.patience < .milliseconds(200))
  }
}
