import NightSimulation
import Testing
import Vitals

/// Bad nights, a few short ones: `make nights` lives thousands of whole ones.
@Suite struct NightTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `what must always be true is true in a bad night`(seed: UInt64) throws {
    let night = try Night(NightPlan(seed: seed, length: .short))
    guard night.violation != nil else { return }
    let lines = try NightReport.lines(of: NightShrinker.shrink(night), most: 40)
    Issue.record("\(lines.joined(separator: "\n"))")
  }

  @Test func `the same seed gives the same night, line by line`() throws {
    #expect(try trace(of: 3) == trace(of: 3))
    #expect(try trace(of: 3) != trace(of: 4))
  }

  private func trace(of seed: UInt64) throws -> [String] {
    var lines: [String] = []
    _ = try Night(
      NightPlan(seed: seed, length: .short).ending(after: .minutes(1)),
      trace: NightTrace { lines.append($0) })
    return lines
  }

  @Test func `a part of a night is lived by itself`() throws {
    let plan = try NightPlan(seed: 5, length: .short)
    let numbers = Set(plan.happenings.map(\.number).prefix(3))
    #expect(Set(plan.keeping(numbers).happenings.map(\.number)) == numbers)
    #expect(plan.keeping(beds: ["1"]).bedNames == ["1"])
    #expect(plan.ending(after: .seconds(40)).length == .seconds(40))
  }

  @Test func `numbers are written and read as ranges`() {
    #expect(NightRange.text([3, 1, 2, 7]) == "1-3,7")
    #expect(NightRange.ranges("1-3,7") == [1...3, 7...7])
    for text in ["", "a", "3-1", "1-2-3", "-1"] { #expect(NightRange.ranges(text) == nil) }
  }
}
