import InfusionCore
import Testing
import Vitals

/// Two monitors on one bed with declared vitals: a cuff here, an oximeter there.
@Suite struct SessionTwoMonitorsTests {
  private static let bed = BedSetup(
    bed: "1",
    monitors: [
      .sample("cuff", vitals: VitalSign.cuff), .sample("oximeter", vitals: VitalSign.continuous),
    ])

  private func started() throws -> Scenario {
    var scenario = try Scenario.admitted("admit", beds: [Self.bed])
    for bp in ["124/78/93", "122/76/91"] {
      try scenario.read("bp=\(bp)", monitor: "cuff")
      try scenario.vitals("hr=72 spo2=98", for: 60, monitor: "oximeter")
    }
    try scenario.act("start")
    return scenario
  }

  @Test func `each brings its own vitals to the one session`() throws {
    var scenario = try started()
    #expect(scenario.events("baseline.set").last?.fact("sbp") == "123.0")
    try scenario.vitals("hr=130 spo2=98", for: 20, monitor: "oximeter")
    try scenario.read("bp=205/100/135", monitor: "cuff")
    #expect(
      scenario.told("hr.high", "bp.high") == [
        "135.000 alert.raised hr.high medium", "140.000 alert.raised bp.high high",
      ])
  }

  @Test func `a vital that the other one is declared for is not taken`() throws {
    var scenario = try started()
    for _ in 0..<20 {
      try scenario.read("hr=72 spo2=98", monitor: "oximeter")
      try scenario.read("hr=150 spo2=70", monitor: "cuff")
      scenario.advance(by: 1)
    }
    #expect(scenario.told("hr.high", "spo2.low").isEmpty)
  }

  @Test func `one lost link is told, and the other's readings go on being judged`() throws {
    var scenario = try started()
    try scenario.act("link.down monitor=cuff")
    try scenario.vitals("hr=130 spo2=98", for: 20, monitor: "oximeter")
    #expect(
      scenario.told("link.lost", "hr.high", "signal.lost") == [
        "130.000 alert.raised link.lost medium", "135.000 alert.raised hr.high medium",
      ])
  }

  @Test func `the cuff's heartbeat does not vouch for the oximeter`() throws {
    var bed = Self.bed
    bed.monitors[1].hasHeartbeat = false
    var scenario = try Scenario(beds: [bed])
    try scenario.vitals("hr=72 spo2=98", for: 602, every: 2, monitor: "oximeter")
    #expect(scenario.told("link.frozen") == ["600.000 alert.raised link.frozen low"])
  }

  @Test func `another device in place of one leaves the other's readings in use`() throws {
    var scenario = try started()
    try scenario.act("identity monitor=cuff found=unknown")
    try scenario.vitals("hr=130 spo2=98", for: 20, monitor: "oximeter")
    try scenario.read("bp=205/100/135", monitor: "cuff")
    #expect(scenario.told("hr.high", "bp.high") == ["135.000 alert.raised hr.high medium"])
  }
}
