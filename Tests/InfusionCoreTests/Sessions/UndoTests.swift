import InfusionCore
import Testing
import Vitals

@Suite struct UndoTests {
  @Test func `undo within 60 s takes back a start, a stop or a discharge`() throws {
    var scenario = try Scenario.preparing()
    try scenario.act("start")
    scenario.advance(by: 60)
    try scenario.act("undo by=anna")
    #expect(
      scenario.told("phase.changed", "verb.undone") == [
        "600.000 phase.changed preparing infusing", "660.000 verb.undone",
        "660.000 phase.changed infusing preparing",
      ])
    let undone = try #require(scenario.events("verb.undone").last)
    #expect(undone.fact("verb") == "start")
    #expect(undone.fact("by") == "anna")
  }

  @Test func `after 60 s nothing can be taken back`() throws {
    for verb in ["start", "stop", "discharge"] {
      var scenario: Scenario
      switch verb {
      case "start": scenario = try Scenario.preparing()
      case "stop": scenario = try Scenario.started()
      default: scenario = try Scenario.ready()
      }
      try scenario.act(verb)
      scenario.advance(by: 60)
      #expect(try scenario.refusalReason("undo") == nil)
      #expect(try scenario.bed().verbs(at: scenario.now).contains(.undo))
      scenario.advance(by: 0.001)
      #expect(try scenario.refusalReason("undo") == .conflict)
      #expect(try !scenario.bed().verbs(at: scenario.now).contains(.undo), "it is not offered")
    }
  }

  @Test func `what was taken back cannot be taken back again`() throws {
    var scenario = try Scenario.started()
    try scenario.act("undo")
    #expect(try scenario.refusalReason("undo") == .conflict)
  }

  @Test func `a hold after the start closes the way back`() throws {
    var scenario = try Scenario.started()
    scenario.advance(by: 10)
    try scenario.act("hold")
    #expect(try scenario.refusalReason("undo") == .conflict)
  }

  @Test func `a start taken back leaves no drug clock`() throws {
    var scenario = try Scenario.started(by: "start minutes=60")
    scenario.advance(by: 30)
    try scenario.act("undo")
    scenario.advance(toMinute: 14)
    try scenario.read("hr=72 spo2=98")
    try scenario.act("start")
    scenario.advance(toMinute: 55)
    #expect(scenario.told("infusion.complete") == ["3240.000 alert.raised infusion.complete low"])
  }

  @Test func `a stop taken back lets the drug clock run on as if nothing had been`() throws {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 30)
    try scenario.act("stop")
    scenario.advance(by: 50)
    try scenario.act("undo")
    scenario.advance(toMinute: 51)
    #expect(scenario.told("infusion.complete") == ["3000.000 alert.raised infusion.complete low"])
    #expect(scenario.told("nibp.slot").isEmpty)
  }

  @Test func `a stop taken back while held goes on holding`() throws {
    var scenario = try Scenario.started()
    scenario.advance(toMinute: 20)
    try scenario.act("hold")
    scenario.advance(toMinute: 24)
    try scenario.act("stop")
    scenario.advance(by: 40)
    try scenario.act("undo")
    scenario.advance(toMinute: 26)
    #expect(try scenario.phase() == .held)
    #expect(scenario.told("infusion.held") == ["1500.000 alert.raised infusion.held low"])
  }

  @Test func `a discharge taken back gives the whole session back`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("discharge")
    scenario.advance(by: 30)
    try scenario.act("undo")
    #expect(
      scenario.told("phase.changed", "verb.undone", from: 6660) == [
        "6660.000 phase.changed ready closed", "6690.000 verb.undone",
        "6690.000 phase.changed closed ready",
      ])
    #expect(try scenario.missing().isEmpty)
    #expect(try scenario.bed().watch.session?.id == "1-1")
    #expect(try scenario.refusalReason("admit") == .conflict)
    scenario.advance(by: 10)
    try scenario.act("discharge")
    #expect(try scenario.phase() == nil)
  }

  @Test func `a discharge by override taken back is recovering again`() throws {
    var scenario = try Scenario.recovering()
    try scenario.act("discharge authorised_by=Lee reason=wish")
    try scenario.act("undo")
    #expect(try scenario.phase() == .recovering)
    scenario.advance(toMinute: 111)
    #expect(
      scenario.told("recovery.complete") == [
        "6600.000 alert.raised recovery.complete information"
      ])
  }

  @Test func `what was present at a discharge that is taken back is told again`() throws {
    var scenario = try Scenario.recovering()
    try scenario.read("bp=205/100/135")
    scenario.advance(by: 30)
    try scenario.act("discharge authorised_by=Lee reason=wish")
    scenario.advance(by: 30)
    try scenario.act("undo")
    scenario.advance(by: 1)
    #expect(scenario.told("bp.high").last == "3060.000 alert.raised bp.high high")
  }

  @Test func `the next admission closes the way back`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("discharge")
    scenario.advance(by: 10)
    try scenario.act("admit")
    #expect(try scenario.refusalReason("undo") == .conflict)
  }

  @Test func `a session moved to the bed closes the way back, and is safe`() throws {
    let beds = [BedSetup.eachMinute("1"), .byHand("2")]
    var scenario = try Scenario.ready(beds: beds)
    try scenario.act("admit session=second", bed: "2")
    try scenario.act("discharge")
    try scenario.act("move to=1", bed: "2")
    #expect(try scenario.refusalReason("undo") == .conflict)
    #expect(try scenario.bed().watch.session?.id == "second")
  }

  @Test func `a start or stop before a transfer cannot be taken back after it`() throws {
    for verbs in [["start"], ["start", "stop"]] {
      var scenario = try Scenario.admitted()
      try scenario.vitals("hr=72 spo2=98 bp=120/80/93", for: 1)
      for verb in verbs + ["transfer to=hospital"] { try scenario.act(verb) }
      #expect(try scenario.refusalReason("undo") == .conflict)
      #expect(scenario.told("verb.undone") == [])
    }
  }

  @Test func `a start taken back takes back that the patient got up after it`() throws {
    var scenario = try Scenario.preparing(protocol: "esketamine")
    try scenario.well(until: 21)
    for verb in ["start", "unhook", "undo"] { try scenario.act(verb) }
    scenario.advance(toMinute: 60)
    #expect(scenario.told("recheck.due") == [])
  }

  @Test func `transfer and cancel cannot be taken back`() throws {
    for verb in ["transfer to=hospital", "cancel"] {
      var scenario = try Scenario.preparing()
      try scenario.act(verb)
      #expect(try scenario.refusalReason("undo") == .conflict)
    }
  }
}
