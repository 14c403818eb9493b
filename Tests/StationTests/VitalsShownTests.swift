import InfusionCore
import Monitors
import Records
import Settings
import Station
import Testing
import Vitals

/// The vital signs that displays are told between two events.
@Suite struct VitalsShownTests {
  /// Two beds with a monitor each, and a display.
  private struct Ward {
    var clock = HeldTime(now: Moment(milliseconds: 1_000_000))
    var turns: StationTurns

    init() throws {
      let rules = try ProtocolLibrary.shipped("ketamine-40")
      let beds = ["1", "2"].map { bed in
        let monitor = MonitorSetup(
          name: "bay-\(bed)", vitals: [.hr, .spo2], every: .seconds(1), link: "line-\(bed)")
        return BedSetup(bed: bed, monitors: [monitor])
      }
      let setup = StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name)
      turns = StationTurns(
        setup, resuming: Station.Resumption(), clock,
        StationTurns.Habits(hasDisplays: false, showsVitals: true))
      _ = take(nothingFor: .milliseconds(0))
    }

    /// A turn in which monitors told their heart rates, so long after the last one.
    mutating func take(_ rates: [String: Double] = [:], nothingFor span: Span)
      -> StationTurns.Outcome
    {
      clock.now = clock.now + span
      let reports = rates.sorted { $0.key < $1.key }.map { bed, rate in
        MonitorReport(
          monitor: "bay-\(bed)", bed: bed, at: clock.now,
          news: .readings([Reading(.hr, .value(rate))])
        )
      }
      let inputs = turns.takeWaiting(reports, dropped: 0, clock)
      return turns.finish(turns.begin(taking: inputs, at: clock.now), .durable, clock)
    }
  }

  private func rates(_ outcome: StationTurns.Outcome) -> [String: Double?] {
    Dictionary(
      uniqueKeysWithValues: outcome.vitals.map { bed in
        (bed.bed, bed.vitals.first { $0.vital == .hr }?.value)
      })
  }

  @Test func `a new number is told in the turn that brought it, for its bed alone`() throws {
    var ward = try Ward()
    #expect(rates(ward.take(["2": 71], nothingFor: .seconds(2))) == ["2": 71])
    #expect(rates(ward.take(["1": 64], nothingFor: .milliseconds(100))) == ["1": 64])
  }

  @Test func `a bed is told at most once a second, and then its latest number`() throws {
    var ward = try Ward()
    _ = ward.take(["1": 70], nothingFor: .seconds(2))
    let early = ward.take(["1": 71], nothingFor: .milliseconds(300))
    #expect(early.vitals.isEmpty)
    #expect(early.wake == ward.clock.now + .milliseconds(700))
    let others = ward.take(["2": 80], nothingFor: .milliseconds(300))
    #expect(rates(others) == ["2": 80])
    #expect(others.wake == ward.clock.now + .milliseconds(400))
    #expect(rates(ward.take(nothingFor: .milliseconds(400))) == ["1": 71])
  }

  @Test func `a number that grew too old is told as stale while other beds bring theirs`() throws {
    var ward = try Ward()
    _ = ward.take(["1": 70, "2": 80], nothingFor: .seconds(2))
    var quality: [ShownVital.Quality] = []
    for second in 1...30 {
      let outcome = ward.take(["2": 80 + Double(second)], nothingFor: .seconds(1))
      quality += outcome.vitals.filter { $0.bed == "1" }.compactMap { $0.vitals.first?.quality }
    }
    #expect(quality == [.stale])
  }
}
