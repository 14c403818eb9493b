import InfusionCore
import Testing
import Vitals

/// What keeps an acknowledgement given less than 3 min ago although the alert moves.
@Suite struct AlertFlickerTests {
  @Test func `flicker: escalation back to the acknowledged priority keeps it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=130", for: 30)
    try scenario.vitals("hr=145", for: 60)
    #expect(
      scenario.told("hr.high", from: 20) == [
        "20.000 alert.acknowledged hr.high high", "40.000 alert.eased hr.high medium ack",
        "60.000 alert.escalated hr.high high ack",
      ])
  }

  @Test func `flicker: escalation to a level that was not there withdraws it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=139", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=141", for: 12)
    #expect(scenario.told("hr.high").last == "30.000 alert.escalated hr.high high")
  }

  @Test func `flicker: 3 min after the acknowledgement it keeps nothing`() throws {
    for (wait, kept) in [(138.999, " ack"), (139.0, "")] {
      var scenario = try Scenario.admitted()
      try scenario.vitals("hr=145", for: 20)
      try scenario.act("ack hr.high")
      try scenario.vitals("hr=130", for: 31)
      scenario.advance(by: wait)
      try scenario.vitals("hr=145", for: 11)
      let told = scenario.told("hr.high").last { $0.contains("escalated") }
      // The acknowledgement is from 20 s, the escalation comes 10 s after the first 145.
      let at = 61 + wait
      #expect(
        told == "\(Moment(milliseconds: Int64(at * 1000)).text) "
          + "alert.escalated hr.high high\(kept)")
    }
  }

  @Test func `flicker: a level that was present in the last 3 min keeps it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=79", for: 15)
    try scenario.act("ack spo2.low")
    try scenario.vitals("spo2=81", for: 35)
    try scenario.vitals("spo2=79", for: 5)
    #expect(
      scenario.told("spo2.low") == [
        "0.000 alert.raised spo2.low high", "15.000 alert.acknowledged spo2.low high",
        "50.000 alert.worsened spo2.low high ack",
      ])
  }

  @Test func `flicker: a level that was present behind a deeper one keeps it, too`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=84", for: 20)
    try scenario.act("ack spo2.low")
    try scenario.vitals("spo2=98", for: 40)
    try scenario.vitals("spo2=89", for: 10)
    try scenario.vitals("spo2=98", for: 5)
    try scenario.vitals("spo2=89", for: 16)
    #expect(
      scenario.told("spo2.low", from: 50) == [
        "50.000 alert.closed spo2.low high", "70.000 alert.returned spo2.low medium ack",
        "90.000 alert.worsened spo2.low medium ack",
      ])
  }

  @Test func `flicker: a level that was never present withdraws it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=81", for: 15)
    try scenario.act("ack spo2.low")
    try scenario.vitals("spo2=79", for: 5)
    #expect(scenario.told("spo2.low").last == "15.000 alert.worsened spo2.low high")
  }

  @Test func `flicker: a lost vital that was named in the last 3 min keeps it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 62)
    try scenario.act("ack signal.lost")
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 35)
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 35)
    #expect(
      scenario.told("signal.lost") == [
        "35.000 alert.raised signal.lost low", "65.000 alert.escalated signal.lost medium",
        "67.000 alert.acknowledged signal.lost medium",
        "132.000 alert.worsened signal.lost medium ack",
      ])
  }

  @Test func `flicker: passing a worsening margin withdraws it in any case`() throws {
    // SpO2 falls 4 below the value at the acknowledgement, back to a level that was present before.
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=78", for: 2)
    try scenario.vitals("spo2=82", for: 33)
    try scenario.act("ack spo2.low")
    try scenario.vitals("spo2=78", for: 2)
    #expect(
      scenario.told("spo2.low").last == "35.000 alert.worsened spo2.low high")
  }

  @Test func `flicker: a condition back within 3 min of its end is the same occurrence`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 16)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=72", for: 25)
    try scenario.vitals("hr=130", for: 20)
    #expect(
      scenario.told("hr.high") == [
        "15.000 alert.raised hr.high medium", "16.000 alert.acknowledged hr.high medium",
        "36.000 alert.closed hr.high medium", "56.000 alert.returned hr.high medium ack",
      ])
    #expect(Set(scenario.events("hr.high").compactMap { $0.alert?.id }).count == 1)
  }

  @Test func `flicker: a condition that closed unacknowledged comes back as a new one`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 16)
    try scenario.vitals("hr=72", for: 25)
    try scenario.vitals("hr=130", for: 20)
    #expect(scenario.told("hr.high").last == "56.000 alert.raised hr.high medium")
  }

  @Test func `flicker: back 3 min after the acknowledgement it is a new one`() throws {
    // Acknowledged at 20 and closed at 40; it is back 15 s after the first 130.
    for (back, told) in [
      (184.999, "199.999 alert.returned hr.high medium ack"),
      (185, "200.000 alert.raised hr.high medium"),
    ] {
      var scenario = try Scenario.admitted()
      try scenario.vitals("hr=130", for: 20)
      try scenario.act("ack hr.high")
      try scenario.vitals("hr=72", for: 22)
      scenario.advance(to: back)
      try scenario.vitals("hr=130", for: 15)
      #expect(scenario.told("hr.high").filter { !$0.contains("reminded") }.last == told)
    }
  }

  @Test func `flicker: a condition back beyond a worsening margin is a new one`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=72", for: 22)
    try scenario.vitals("hr=165", for: 11)
    #expect(scenario.told("hr.high").last == "52.000 alert.raised hr.high high")
    #expect(Set(scenario.events("hr.high").compactMap { $0.alert?.id }).count == 2)
  }

  @Test func `flicker: what is kept reminds by its own time`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=72", for: 25)
    try scenario.vitals("hr=130", for: 200)
    #expect(scenario.told("hr.high").last == "200.000 alert.reminded hr.high medium")
  }
}
