import InfusionCore
import Records
import Settings
import Testing
import Vitals

/// What an export holds and leaves out, case by case.
@Suite struct SessionExportCaseTests {
  private static let start = Moment(milliseconds: 5_000_000)

  /// A station as a list of `seconds bed what`, from its start; readings as `hr=72 spo2=98`.
  private func export(
    _ script: String, beds: [BedSetup] = [bed("1"), bed("2")], until: Int64? = nil
  ) throws -> SessionExport {
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    let wall = WallClock(offset: .milliseconds(1_772_355_600_000), utcOffset: .seconds(3600))
    var inputs: [TakenInput] = [
      TakenInput(
        .station(.clock(offset: wall.offset, utcOffset: wall.utcOffset, stepped: nil)),
        at: Self.start),
      TakenInput(
        .setUp(StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name)),
        at: Self.start),
    ]
    for line in script.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      let moment = Self.start + .seconds(try #require(Int64(words[0])))
      inputs.append(TakenInput(try Self.input(words[2], bed: words[1]), at: moment))
    }
    let export = try #require(
      SessionExport(
        session: "S-1", core: StationCore(), inputs: inputs,
        until: until.map { Self.start + .seconds($0) }))
    try expect(export, toReplayAs: export.events, script)
    return export
  }

  private static func bed(_ name: String, link: String = "gateway") -> BedSetup {
    BedSetup(
      bed: name,
      monitors: [
        MonitorSetup(
          name: "m\(name)", vitals: VitalSign.allCases, every: .seconds(1), link: link,
          hasHeartbeat: true)
      ])
  }

  private static func input(_ text: String, bed: String) throws -> Input {
    if text.hasPrefix("hr=") || text.hasPrefix("spo2=") || text.hasPrefix("sbp=") {
      return .readings(bed: bed, try StationNight.readings(text), monitor: "m\(bed)")
    }
    switch try RecordedAct(parsing: text) {
    case .verb(let verb, let by): return .act(bed: bed, verb, by: by)
    case .machine(let event): return .machine(bed: bed, event)
    case .circumstance(.clock(let wall, let stepped)):
      return .station(
        .clock(
          offset: wall.offset, utcOffset: wall.utcOffset, stepped: stepped))
    case .circumstance: return .time
    }
  }

  /// The rows of an export, without what says how the station is set up.
  private func rows(_ export: SessionExport) -> [String] {
    var text: [UInt8] = []
    export.write(to: &text)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { line in
        !line.hasPrefix("#")
          && !["time,", "protocol", ",bed", ",\"bed", ",clock offset=0s"]
            .contains { line.contains($0) }
      }
  }

  @Test func `what stood at the admission comes before it, with its own time`() throws {
    let export = try export(
      """
      10 1 sbp=124 dbp=78
      199 1 hr=72 spo2=97
      200 1 admit session=S-1
      210 1 cancel
      """)
    #expect(
      rows(export) == [
        "0,1,m1,,,124,78,,0,",
        "189,1,m1,72,,,,,,", "189,1,m1,,97,,,,,",
        "190,1,,,,,,,,admit session=S-1", "200,1,,,,,,,,cancel",
      ])
  }

  @Test func `what other patients' monitors and nurses say is not in it`() throws {
    let export = try export(
      """
      5 2 admit
      10 1 admit session=S-1
      11 2 hr=150 spo2=80
      11 1 hr=72 spo2=98
      12 2 entry note=private
      13 2 link.down reason=timeout
      14 2 cuff.failed
      15 1 cancel
      """)
    #expect(
      rows(export) == [
        "0,1,,,,,,,,admit session=S-1", "1,1,m1,72,98,,,,,",
        "3,2,,,,,,,,link.down reason=timeout", "5,1,,,,,,,,cancel",
      ])
  }

  @Test func `a bed that shares no link with the session's has no rows at all`() throws {
    let beds = [Self.bed("1"), Self.bed("2", link: "other")]
    let export = try export(
      "10 1 admit session=S-1\n13 2 link.down\n15 1 cancel", beds: beds)
    #expect(!rows(export).contains { $0.hasPrefix("3,2") })
  }

  @Test func `a verb that was refused changed nothing, and is left out`() throws {
    let export = try export("10 1 admit session=S-1\n11 1 hold\n12 1 stop\n13 1 cancel")
    #expect(rows(export).count == 2)
  }

  @Test func `an alert that time alone raised is acknowledged by its id`() throws {
    let export = try export(
      """
      10 1 admit session=S-1
      11 1 link.down reason=timeout
      40 1 ack S-1-link.lost-1 by=anna
      41 1 emergency
      42 1 ack S-1-bed.emergency-1 by=anna
      50 1 cancel
      """)
    #expect(export.events.filter { $0.name == .alertAcknowledged }.count == 2)
    #expect(rows(export).filter { $0.contains("by=anna") }.count == 2)
  }

  @Test func `inputs of one instant keep their order`() throws {
    let export = try export(
      """
      10 1 admit session=S-1
      20 1 hr=72 spo2=79
      20 1 ack spo2.low
      20 1 hr=72 spo2=78
      21 1 cancel
      """)
    #expect(rows(export).count == 4)
  }

  @Test func `a clock that is stepped is told on the recording's own time`() throws {
    let export = try export(
      """
      10 1 admit session=S-1
      20 1 clock offset=1772355660000ms utc=3600s stepped=60s
      30 1 entry moaas=5 at=11:24
      40 1 cancel
      """)
    #expect(rows(export)[1] == "10,1,,,,,,,,clock offset=60s utc=3600s stepped=60s")
  }

  @Test func `a discharge that is taken back goes on, what follows the close does not`() throws {
    let close = "transfer to=ward by=anna"
    let export = try export(
      """
      10 1 admit session=S-1
      11 1 start authorised_by=lee reason=test
      12 1 stop
      13 1 discharge authorised_by=lee reason=test
      20 1 hr=72 spo2=98
      21 1 undo
      30 1 \(close)
      31 1 hr=72 spo2=98
      32 1 admit
      33 1 hr=75 spo2=98
      """)
    #expect(rows(export).last == "20,1,,,,,,,,\(close)")
    #expect(export.events.contains { $0.name == .verbUndone })
  }

  @Test func `an open session is told as far as it has come`() throws {
    let export = try export(
      "10 1 admit session=S-1\n11 1 hr=72 spo2=79\n12 1 hr=72 spo2=98", until: 300)
    #expect(rows(export).last == "290,1,,,,,,,,")
    #expect(export.events.last?.moment == Self.start + .seconds(300) || export.events.count > 3)
  }
}
