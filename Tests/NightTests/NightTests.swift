import NightSimulation
import Testing
import Vitals

/// Bad nights, the first few: `make nights` lives thousands.
@Suite struct NightTests {
  static let nights: UInt64 = 300
  static let shares: UInt64 = 20

  @Test(arguments: 0..<shares)
  func `what must always be true is true in bad nights`(share: UInt64) async throws {
    for seed in stride(from: share + 1, through: Self.nights, by: Int(Self.shares)) {
      await Task.yield()
      let night = try Night(NightPlan(seed: seed))
      guard night.violation != nil else { continue }
      let lines = try NightReport.lines(of: NightShrinker.shrink(night), most: 40)
      Issue.record("\(lines.joined(separator: "\n"))")
      return
    }
  }

  @Test func `the same seed gives the same night, line by line`() throws {
    #expect(try trace(of: 3) == trace(of: 3))
    #expect(try trace(of: 3) != trace(of: 4))
  }

  private func trace(of seed: UInt64) throws -> [String] {
    var lines: [String] = []
    _ = try Night(
      NightPlan(seed: seed).ending(after: .minutes(1)),
      trace: NightTrace { lines.append($0) })
    return lines
  }

  @Test func `a part of a night is lived by itself`() throws {
    let plan = try NightPlan(seed: 5)
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
