import InfusionCore
import Monitors
import Records
import Settings
import Station
import Testing
import Vitals

/// The station between its queues and its ledger, turn by turn.
@Suite struct StationTurnsTests {
  private func turns(after told: [StationEvent], _ clock: HeldTime) throws -> StationTurns {
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    let setup = StationSetup(beds: [.one], protocols: [rules], defaultProtocol: rules.name)
    var core = StationCore()
    _ = core.receive(.setUp(setup), at: Moment(milliseconds: 900_000))
    for event in told { _ = core.receive(.station(event), at: Moment(milliseconds: 900_000)) }
    return StationTurns(
      setup, resuming: Station.Resumption(core: core, lastMoment: core.now), clock,
      StationTurns.Habits(hasDisplays: false, showsVitals: false))
  }

  /// Takes one turn, and gives what it took.
  private func take(
    _ turns: inout StationTurns, _ clock: HeldTime, _ arrived: [MonitorReport] = []
  ) -> [Input] {
    let inputs = turns.takeWaiting(arrived, dropped: 0, clock)
    let turn = turns.begin(taking: inputs, at: clock.now)
    _ = turns.finish(turn, .durable, clock)
    return inputs
  }

  @Test func `a ledger that failed before a restart, and does no longer, is told so`() throws {
    let clock = HeldTime(now: Moment(milliseconds: 1_000_000))
    var turns = try turns(after: [.ledger(failing: true, reason: "the disk is full")], clock)
    _ = take(&turns, clock)
    let news = Input.station(.ledger(failing: false, reason: nil))
    #expect(take(&turns, clock) == [news])
    #expect(take(&turns, clock) == [])
  }

  @Test func `an overload before a restart ends with the first readings in time`() throws {
    let clock = HeldTime(now: Moment(milliseconds: 1_000_000))
    var turns = try turns(after: [.overloaded(true)], clock)
    _ = take(&turns, clock)
    let report = MonitorReport(
      monitor: "bay-1", bed: "1", at: clock.now, news: .readings([Reading(.hr, .value(72))]))
    #expect(take(&turns, clock, [report]).first == .station(.overloaded(false)))
    #expect(take(&turns, clock, [report]).count == 1)
  }

  @Test func `a suspend is told as time in which nothing was seen`() throws {
    var clock = HeldTime(now: Moment(milliseconds: 1_000_000))
    var turns = try turns(after: [], clock)
    _ = take(&turns, clock)
    let slept = clock.now
    clock.now = slept + StationTurns.blindAfter
    #expect(take(&turns, clock) == [])
    clock.now = slept + StationTurns.blindAfter + .minutes(10)
    let blind = Input.station(.blind(from: slept + StationTurns.blindAfter, to: clock.now))
    #expect(take(&turns, clock) == [blind])
    #expect(take(&turns, clock) == [])
  }

  @Test func `an answer that is on its way to the ledger is not called durable`() throws {
    let clock = HeldTime(now: Moment(milliseconds: 1_000_000))
    var turns = try turns(after: [], clock)
    let key = ActKey(owner: "anna", key: "1", request: "admit")
    let asked = StationTurns.Asked(.act(bed: "1", .admit(.init()), by: "anna"), key: key)
    let turn = turns.begin(taking: [], [asked], at: clock.now)
    guard case .reply(_, isDurable: false)? = turns.answer(to: key) else {
      Issue.record("before the commit: \(String(describing: turns.answer(to: key)))")
      return
    }
    let outcome = turns.finish(turn, .durable, clock)
    #expect(outcome.answers == [turns.answer(to: key)])
    guard case .reply(_, isDurable: true)? = outcome.answers.first else {
      Issue.record("after the commit: \(outcome.answers)")
      return
    }
  }
}
