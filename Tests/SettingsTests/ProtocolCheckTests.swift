import InfusionCore
import Testing
import Vitals

@testable import Settings

/// What the strict check must let through, and that every number of a protocol can be set.
@Suite struct ProtocolCheckTests {
  private func load(_ text: String) throws -> TreatmentProtocol {
    let folder = try ScratchFolder()
    let head = "extends = \"ketamine-40\"\nname = \"ours\"\n"
    return try ProtocolLibrary.load(folder.write(head + text, to: "ours.toml"))
  }

  private func levels(_ text: String) throws -> [ContinuousRule.Level] {
    try load(text).continuous[0].levels
  }

  @Test func `an equal limit with a longer delay is a deeper level`() throws {
    let text = """
      [[hr.high.level]]
      priority = "medium"
      above = 120
      delay = "15s"
      [[hr.high.level]]
      priority = "high"
      above = 120
      delay = "60s"
      """
    #expect(try levels(text).map(\.trigger) == [.delay(.seconds(15)), .delay(.seconds(60))])
  }

  @Test func `a level may have its own deadband and clear_after`() throws {
    let text = """
      [[hr.high.level]]
      priority = "high"
      above = 135
      delay = "0s"
      deadband = 7
      clear_after = "45s"
      """
    let level = try levels(text)[0]
    #expect(level.deadband == 7)
    #expect(level.clearAfter == .seconds(45))
  }

  @Test(arguments: [("20s", false), ("21s", true)])
  func `a level at once ends after more than 20 s`(clearAfter: String, isSound: Bool) {
    let text = """
      [hr.high]
      clear_after = "\(clearAfter)"
      [[hr.high.level]]
      priority = "high"
      above = 135
      delay = "0s"
      """
    #expect(((try? levels(text)) != nil) == isSound)
  }

  @Test func `a list of levels replaces the inherited one, a key only itself`() throws {
    let treatment = try load("[spo2.low]\nclear_after = \"40s\"\n")
    let spo2 = treatment.continuous[2]
    #expect(spo2.levels.count == 5)
    #expect(spo2.levels.allSatisfy { $0.clearAfter == .seconds(40) && $0.deadband == 1 })
  }

  @Test func `a protocol builds on one that builds on another`() throws {
    let folder = try ScratchFolder()
    _ = try folder.write(
      "extends = \"ketamine-60\"\nname = \"first\"\nfresh_for = \"7s\"\n", to: "first.toml")
    let path = try folder.write("extends = \"first\"\nname = \"second\"\n", to: "second.toml")
    let treatment = try ProtocolLibrary.load(path)
    #expect(treatment.name == "second")
    #expect(treatment.freshFor == .seconds(7))
    #expect(treatment.infusion?.planned == .minutes(60))
  }

  @Test func `a file that is found by its name must bear it`() throws {
    let folder = try ScratchFolder()
    _ = try folder.write(
      "extends = \"ketamine-40\"\nname = \"other\"\n", to: "protocols/ours.toml")
    let faults = #expect(throws: Faults.self) {
      try ProtocolLibrary.load("ours", beside: folder.path)
    }
    #expect(faults?.list.map(\.line) == [2])
  }

  @Test(arguments: ["ketamine-40", "ketamine-60", "esketamine"])
  func `what the program brings along is the file under config`(name: String) throws {
    #expect(
      try ProtocolLibrary.shipped(name)
        == ProtocolLibrary.load(Checkout.path("config/protocols/\(name).toml")))
  }

  /// Each number in the shipped file is changed by itself; if the protocol stayed the same, the
  /// number would be one that nothing reads.
  @Test func `every number in the file changes the protocol`() throws {
    let lines = try Checkout.text("config/protocols/ketamine-40.toml").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let original = try ProtocolLibrary.shipped("ketamine-40")
    let folder = try ScratchFolder()
    var changed = 0
    for (index, line) in lines.enumerated() {
      guard nudged(line, by: 1) != nil else { continue }
      // A number next to another one can move only away from it.
      let protocols = [1, -1].compactMap { step -> TreatmentProtocol? in
        var copy = lines
        copy[index] = nudged(line, by: step) ?? line
        let path = try? folder.write(copy.joined(separator: "\n"), to: "nudged.toml")
        return path.flatMap { try? ProtocolLibrary.load($0) }
      }
      #expect(!protocols.isEmpty && !protocols.contains(original), "\(line)")
      changed += 1
    }
    #expect(changed > 100)
  }

  /// The line with its last number moved; nil without one.
  private func nudged(_ line: String, by step: Int) -> String? {
    let pattern =
      /^(?<key>[a-z0-9_]+) = (?<before>[^#]*?)(?<number>[0-9]+)(?<after>[^0-9#]*)(?<comment>#.*)?$/
    guard let match = line.firstMatch(of: pattern), let number = Int(match.number),
      !["name", "vital", "condition", "cause", "remedy", "source"].contains(match.key)
    else { return nil }
    return "\(match.key) = \(match.before)\(number + step)\(match.after)"
  }
}
