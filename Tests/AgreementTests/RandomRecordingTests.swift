import Foundation
import Testing

@Suite struct RandomRecordingTests {
  @Test func `two thousand seeds reach every event of every condition`() {
    var reached: [String: Int] = [:]
    for seed in 0..<UInt64(2000) {
      for event in SlowModel.events(of: RandomRecording.make(seed: seed)).joined() {
        reached["\(event.condition.rawValue) \(event.name)", default: 0] += 1
      }
    }
    let unreached = Self.reachable.filter { reached[$0] == nil }
    #expect(unreached == [])
    #expect(reached.keys.filter { !Self.reachable.contains($0) }.sorted() == [])
    if ProcessInfo.processInfo.environment["MODEL_COVERAGE"] != nil {
      for (name, count) in reached.sorted(by: { $0.key < $1.key }) { print(name, count) }
    }
  }

  @Test func `a seed gives the same recording twice`() {
    #expect(RandomRecording.make(seed: 7).rows == RandomRecording.make(seed: 7).rows)
    #expect(RandomRecording.make(seed: 7).rows != RandomRecording.make(seed: 8).rows)
  }

  @Test func `a recording read back is the same recording`() {
    for seed in 0..<UInt64(20) {
      let recording = RandomRecording.make(seed: seed)
      #expect(ModelRecording(csv: recording.csv)?.rows == recording.rows)
    }
  }

  /// Every event that a condition's levels allow while nobody acknowledges.
  static let reachable: Set<String> = {
    let always = ["raised", "escalated", "closed", "unanswered"]
    let also: [ModelCondition: [String]] = [
      .hrHigh: ["eased", "latched", "returned"], .hrLow: ["eased", "latched", "returned"],
      .spo2Low: ["worsened", "eased", "latched", "returned"],
      .bpHigh: ["worsened", "eased", "latched", "returned"],
      .bpLow: ["eased", "latched", "returned"],
      .pulseLost: ["worsened", "latched", "returned"], .signalLost: ["worsened"],
    ]
    return Set(
      ModelCondition.allCases.flatMap { condition in
        (always + (also[condition] ?? [])).map { "\(condition.rawValue) alert.\($0)" }
      })
  }()
}
