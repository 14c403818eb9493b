import InfusionCore
import Testing
import Vitals

@Suite struct StationDayTests {
  private static let noCheck = Fact("caution", .texts(["no start-of-day check today"]))

  @Test func `admit cautions on a day without a start-of-day check`() throws {
    var scenario = try Scenario()
    #expect(try scenario.act("admit").contains(Self.noCheck))
  }

  @Test func `admit does not caution after the check, until midnight`() throws {
    var scenario = try Scenario()
    try scenario.act("start-of-day by=anna")
    #expect(try !scenario.act("admit").contains(Self.noCheck))
    try scenario.act("cancel")
    scenario.advance(to: 24 * 3600 + 1)
    #expect(try scenario.act("admit").contains(Self.noCheck))
  }

  @Test func `start-of-day tells the links that are down and the age of each cuff result`() throws {
    var scenario = try Scenario(beds: [.sample("1"), .sample("2")])
    try scenario.read("bp=124/78/93", bed: "2")
    try scenario.act("link.down")
    scenario.advance(to: 300)
    try scenario.act("start-of-day by=anna")
    let event = try #require(scenario.events("station.day_started").last)
    #expect(event.bed == nil)
    #expect(event.fact("links_down") == "monitor-1 on bed 1")
    #expect(event.fact("cuff_age") == "bed 2 5 min")
    #expect(event.fact("by") == "anna")
  }

  @Test func `end-of-day tells open sessions and the alarm burden since the start`() throws {
    var scenario = try Scenario.infusing()
    try scenario.vitals("hr=125 spo2=98", for: 20)
    try scenario.act("start-of-day")
    try scenario.vitals("hr=125 spo2=79", for: 2)
    try scenario.act("end-of-day")
    let event = try #require(scenario.events("station.day_ended").last)
    #expect(event.fact("open_sessions") == "bed 1 infusing")
    #expect(event.facts.contains(Fact("high", .number(1))))
    #expect(event.facts.contains(Fact("medium", .number(0))))
  }

  @Test func `end-of-day counts what became due just before it, and start-of-day does not`() throws
  {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 1)
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(by: 40)
    try scenario.act("end-of-day")
    let ended = try #require(scenario.events("station.day_ended").last)
    #expect(ended.facts.contains(Fact("low", .number(1))))

    scenario.advance(by: 25)
    try scenario.act("start-of-day")
    try scenario.act("end-of-day")
    let again = try #require(scenario.events("station.day_ended").last)
    #expect(again.facts.contains(Fact("low", .number(0))))
  }
}
