import InfusionCore
import Testing
import Vitals

/// Every verb in every phase: done, or refused as a conflict that changes nothing.
@Suite struct PhaseVerbTests {
  /// The same patient in each phase, more than a minute after the last verb.
  private static let stages = Result { () throws -> [(name: String, scenario: Scenario)] in
    let beds = [BedSetup.eachMinute("1"), .byHand("2")]
    var stages = [("idle", try Scenario(beds: beds))]
    var scenario = try Scenario.preparing(beds: beds)
    try scenario.act("entry pain=2")
    try scenario.well(until: 12)
    stages.append(("preparing", scenario))
    try scenario.act("start")
    try scenario.well(until: 20)
    stages.append(("infusing", scenario))
    try scenario.act("hold")
    try scenario.well(until: 22)
    stages.append(("held", scenario))
    try scenario.act("stop")
    try scenario.well(until: 30)
    stages.append(("recovering", scenario))
    try scenario.well(until: 80)
    try scenario.act(Scenario.entries)
    try scenario.well(until: 84)
    stages.append(("ready", scenario))
    try scenario.act("discharge")
    scenario.advance(toMinute: 86)
    stages.append(("closed", scenario))
    return stages
  }

  private static let matrix = """
    verb                                    | done while
    admit                                   | idle closed
    baseline bp=120/80                      | preparing infusing held recovering ready
    start                                   | preparing
    hold                                    | infusing
    continue                                | held
    stop                                    | infusing held
    discharge authorised_by=Lee reason=home | recovering ready
    cancel                                  | preparing
    transfer to=hospital                    | preparing infusing held recovering ready
    move to=2                               | preparing infusing held recovering ready
    entry pain=3                            | preparing infusing held recovering ready
    correct e1 pain=1 reason=typo           | preparing infusing held recovering ready
    limit spo2.low below=88 reason=known    | preparing infusing held recovering ready
    alarm-pause                             | preparing infusing held recovering ready
    away reason=toilet                      | preparing held recovering
    back                                    |
    unhook                                  | recovering ready
    undo                                    |
    handover from=anna to=ben               | idle preparing infusing held recovering ready closed
    rebind monitor=monitor-1                | idle preparing infusing held recovering ready closed
    emergency                               | idle preparing infusing held recovering ready closed
    start-of-day                            | idle preparing infusing held recovering ready closed
    end-of-day                              | idle preparing infusing held recovering ready closed
    """

  @Test func `the stages of the matrix are the phases of the diagram`() throws {
    for stage in try Self.stages.get() {
      let phase = try stage.scenario.phase()?.rawValue
      #expect(phase == (["idle", "closed"].contains(stage.name) ? nil : stage.name))
    }
  }

  @Test func `each verb is done in the phases that allow it, and in no other`() throws {
    let stages = try Self.stages.get()
    try Table(Self.matrix).check { row in
      try stages.filter { try $0.scenario.refusalReason(row["verb"]) == nil }.map(\.name)
        .joined(separator: " ")
    }
  }

  @Test func `a verb that the phase does not allow is a conflict`() throws {
    let stages = try Self.stages.get()
    try Table(Self.verbs).check { row in
      let reasons = try stages.compactMap { try $0.scenario.refusalReason(row["verb"]) }
      return reasons.allSatisfy { $0 == .conflict } ? "" : "\(reasons)"
    }
  }

  @Test func `a refused verb changes nothing`() throws {
    let stages = try Self.stages.get()
    try Table(Self.verbs).check { row in
      try stages.filter { stage in
        let asked = try stage.scenario.asked(row["verb"])
        guard case .refused = asked.reply else { return false }
        return asked.after != stage.scenario.settled
      }.map(\.name).joined(separator: " ")
    }
  }

  @Test func `a verb for a bed that is not there is refused by name`() throws {
    let scenario = try Scenario()
    #expect(try scenario.refusalReason("admit", bed: "9") == .unknownBed)
  }

  /// The matrix with nothing expected.
  private static var verbs: String {
    matrix.split(separator: "\n").map { line in
      line.split(separator: "|").first.map { "\($0)|" } ?? ""
    }.enumerated().map { $0.offset == 0 ? "\($0.element) wrong" : $0.element }
      .joined(separator: "\n")
  }
}
