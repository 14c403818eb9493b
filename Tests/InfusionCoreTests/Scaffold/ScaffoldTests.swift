import Testing

/// The pictures and tables of this folder can fail.
@Suite struct ScaffoldTests {
  @Test func `a marble picture that shows too much, too little or too late fails`() throws {
    let marble = try Marble(readings: ["h": "hr=130"])
    try marble.shows(
      """
      input    hhhhhhhhhhhhhhhhhh
      hr.high  ...............R..
      """)
    for wrong in ["................R.", "..................", "...............R.C"] {
      let picture = "input hhhhhhhhhhhhhhhhhh\nhr.high \(wrong)"
      #expect(try marble.differences(from: picture).count == 1)
    }
  }

  @Test func `a table tells each case that came out otherwise`() throws {
    let table = try Table(
      """
      a | b | sum
      1 | 2 | 3.0
      2 | 2 | 4.0
      """)
    try table.check { "\(($0.number("a") ?? 0) + ($0.number("b") ?? 0))" }
    #expect(try table.differences { "\(($0.number("a") ?? 0) + 2)!" }.count == 2)
  }

  @Test func `a verb that is refused says why`() throws {
    var scenario = try Scenario()
    #expect(try scenario.refusal(of: "start") == "conflict: start: bed 1 has no session")
  }

  @Test func `the patient of most tests is admitted, measured and then started at 100 s`() throws {
    let scenario = try Scenario.infusing()
    #expect(
      scenario.told() == [
        "0.000 session.admitted", "100.000 baseline.set",
        "100.000 phase.changed preparing infusing",
      ])
  }
}
