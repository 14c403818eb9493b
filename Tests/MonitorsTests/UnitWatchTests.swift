import MonitorProtocols
import Testing
import Vitals

@testable import Monitors

/// What one unit's polls tell, in order.
@Suite struct UnitWatchTests {
  /// Each letter is a poll: `o` answered, `b` busy, `r` refused, `x` no answer, `g` garbled; below
  /// it what is told: `U` up, `D` down, `G` garbled, `C` clear.
  @Test(arguments: [
    ("oooooo", "U     "),
    ("xxxoxo", " D U  "),
    ("oxoxox", "U     "),
    ("oxxxoo", "U D U "),
    ("obbbbb", "U     "),
    ("orrroo", "U D U "),
    ("oggoxg", "U GC G"),
    ("oggxxo", "U G DU"),
  ])
  func `a link's standing is told after two failures and one answer`(polls: String, told: String) {
    var watch = UnitWatch(unit)
    let letters = polls.enumerated().map { index, poll in
      let news = watch.took(outcome(poll), at: Moment(milliseconds: Int64(index) * 1000))
      let letters = news.compactMap(letter)
      return letters == ["U", "C"] ? "U" : letters.last ?? " "
    }
    #expect(String(letters) == told)
  }

  @Test func `bytes after silence say that the link is up and garbled`() {
    var watch = UnitWatch(unit)
    var told: [MonitorReport.News] = []
    for outcome in [PollOutcome.unreachable("a"), .unreachable("a"), .garbled("b"), .garbled("b")] {
      told += watch.took(outcome, at: Moment(milliseconds: 0))
    }
    #expect(told == [.linkDown(reason: "a"), .linkUp, .garbled(reason: "b")])
  }

  @Test func `only the vital signs that the monitor may report are told`() {
    var watch = UnitWatch(unit)
    let told = watch.took(.registers([72, 97, 120, 80]), at: Moment(milliseconds: 0))
    #expect(
      told == [
        .linkUp, .clear,
        .readings([
          Reading(.hr, .value(72)), Reading(.sbp, .value(120)), Reading(.dbp, .value(80)),
        ]),
      ])
  }

  @Test func `a monitor that is nothing but busy is told as lost after a minute, once`() {
    var watch = UnitWatch(unit)
    var told: [Int: [MonitorReport.News]] = [:]
    for second in 0..<200 {
      let outcome = second == 150 ? PollOutcome.unreachable("no answer") : .busy
      let news = watch.took(outcome, at: Moment(milliseconds: Int64(second) * 1000))
      if !news.isEmpty { told[second] = news }
    }
    #expect(told == [0: [.linkUp, .clear], 60: [.linkDown(reason: "busy for 60 s")]])
    let back = watch.took(.registers([72, 97, 120, 80]), at: Moment(milliseconds: 200_000))
    #expect(back.first == .linkUp)
  }

  @Test func `a monitor that is busy now and then is not lost`() {
    var watch = UnitWatch(unit)
    for second in 0..<300 {
      let outcome = second % 50 == 0 ? PollOutcome.registers([72, 97, 120, 80]) : .busy
      let news = watch.took(outcome, at: Moment(milliseconds: Int64(second) * 1000))
      #expect(news.allSatisfy { if case .linkDown = $0 { false } else { true } })
    }
  }

  @Test func `a foreign device is told, what it says is not, and the right one is told again`() {
    var plan = unit
    plan.map.identity = .init(field: RegisterField(at: 0, type: .u16), expect: 72)
    var watch = UnitWatch(plan)
    let here = Moment(milliseconds: 0)
    #expect(watch.took(.registers([72, 97, 120, 80]), at: here).first == .linkUp)
    #expect(watch.took(.registers([73, 97, 180, 99]), at: here) == [.identity(found: "73")])
    #expect(watch.took(.registers([73, 97, 180, 99]), at: here) == [])
    let back = watch.took(.registers([72, 97, 120, 80]), at: here)
    #expect(back == [.identityOK, .readings([Reading(.hr, .value(72))])], "no new cuff result")
  }

  private var unit: MonitoredUnit {
    let fields = [VitalSign.hr, .spo2, .sbp, .dbp].enumerated().map {
      RegisterMap.VitalField($1, RegisterField(at: $0, type: .u16))
    }
    let block = RegisterMap.Block(table: .holding, start: 0, count: 4)
    return MonitoredUnit(
      monitor: "bay-1", bed: "1", unit: 1, map: RegisterMap(block: block, vitals: fields),
      vitals: [.hr, .sbp, .dbp], every: .seconds(1), timeout: .milliseconds(500))
  }

  private func outcome(_ poll: Character) -> PollOutcome {
    switch poll {
    case "o": .registers([72, 97, 120, 80])
    case "b": .busy
    case "r": .refused("exception 2")
    case "x": .unreachable("no answer")
    default: .garbled("unit 2 instead of 1")
    }
  }

  private func letter(_ news: MonitorReport.News) -> Character? {
    switch news {
    case .linkUp: "U"
    case .linkDown: "D"
    case .garbled: "G"
    case .clear: "C"
    case .readings, .frozen, .moving, .identity, .identityOK, .cuffFailed, .cuffInflating,
      .call:
      nil
    }
  }
}
