import InfusionCore
import PeerKit
import Settings
import Testing
import Vitals

@testable import Station

/// What `systemctl status` says of the beds.
@Suite struct StatusLineTests {
  /// Each step is a second later: `BED VERB`, or `BED spo2=VALUE`.
  struct Case: CustomTestStringConvertible {
    var beds: Int
    var steps: [String]
    var words: String
    var testDescription: String { words }

    init(_ beds: Int, _ steps: [String], _ words: String) {
      self.beds = beds
      self.steps = steps
      self.words = words
    }
  }

  private static let start = "start reason=late authorised_by=dr"

  @Test(arguments: [
    Case(0, [], "nothing to watch"),
    Case(1, [], "1 bed, no session"),
    Case(4, [], "4 beds, no session"),
    Case(1, ["1 admit"], "1 bed, 1 preparing"),
    Case(4, ["1 admit", "1 \(start)"], "4 beds, 1 infusing"),
    Case(
      4, ["1 admit", "1 \(start)", "1 spo2=98", "1 spo2=79"],
      "4 beds, 1 infusing, 1 high alert"),
    // Latched: the patient is well again, and nobody has looked yet; HR never came at all.
    Case(
      1,
      ["1 admit", "1 \(start)", "1 spo2=79"] + Array(repeating: "1 spo2=98", count: 40),
      "1 bed, 1 infusing, 1 high alert, 1 low alert"),
    Case(
      3, ["3 admit", "1 admit", "2 admit", "3 \(start)", "2 \(start)", "2 stop"],
      "3 beds, 1 preparing, 1 infusing, 1 recovering"),
    Case(2, ["1 admit", "2 admit", "1 \(start)", "1 hold"], "2 beds, 1 preparing, 1 held"),
    Case(2, ["1 admit", "2 admit"], "2 beds, 2 preparing"),
    Case(2, ["1 admit", "1 emergency", "2 emergency"], "2 beds, 1 preparing, 2 high alerts"),
    // Information, as a lost link is outside a session, is no alarm; the lost link is told.
    Case(2, ["1 link.down"] + wait(60), "2 beds, no session, 1 link lost"),
    Case(2, ["1 link.down", "2 link.down"] + wait(60), "2 beds, no session, 2 links lost"),
    Case(
      2, ["1 admit", "1 link.down"] + wait(60),
      "2 beds, 1 preparing, 1 medium alert, 1 link lost"),
    Case(1, ["1 link.down", "1 link.up"], "1 bed, no session"),
    Case(1, ["1 admit", "1 \(start)", "1 transfer to=ward"], "1 bed, no session"),
  ])
  func `beds, sessions, alarms and lost links, in this order`(of row: Case) throws {
    #expect(StatusLine.words(for: try beds(row)) == row.words)
  }

  private static func wait(_ seconds: Int) -> [String] {
    Array(repeating: "-", count: seconds)
  }

  private func beds(_ row: Case) throws -> [Bed] {
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    var core = StationCore()
    var now = Moment(milliseconds: 0)
    let beds = (0..<row.beds).map { BedSetup.bed("\($0 + 1)", monitor: "bay-\($0 + 1)") }
    let setup = StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name)
    _ = core.receive(.setUp(setup), at: now)
    for step in row.steps {
      now = now + .seconds(1)
      for action in core.receive(try input(step), at: now) {
        if case .reply(.refused(let refusal)) = action { Issue.record("\(step): \(refusal)") }
      }
    }
    _ = core.receive(.time, at: now)
    return core.beds
  }

  private func input(_ step: String) throws -> Input {
    guard step != "-" else { return .time }
    let parts = step.split(separator: " ", maxSplits: 1).map(String.init)
    if let value = parts[1].firstMatch(of: /^spo2=(\d+)$/) {
      let reading = Reading(.spo2, .value(try #require(Double(value.1))))
      return .readings(bed: parts[0], [reading], monitor: nil)
    }
    let act = try RecordedAct(parsing: parts[1])
    if case .machine(let event) = act { return .machine(bed: parts[0], event) }
    guard case .verb(let verb, let by) = act else {
      throw NeverSo(description: "no input: \(step)")
    }
    return .act(bed: parts[0], verb, by: by)
  }
}
