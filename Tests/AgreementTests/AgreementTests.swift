import Foundation
import SlowModel
import Testing

@Suite struct AgreementTests {
  /// How many disagreements of one share are printed.
  static let mostPrinted = 1
  static let recordings = ProcessInfo.processInfo.environment["INFUSIONWATCH_RECORDINGS"]

  @Test func `model and replay agree on 2000 random recordings that reach every event`()
    async throws
  {
    let reached = try await withThrowingTaskGroup(of: Set<String>.self) { group in
      for share in 0..<UInt64(4) {
        group.addTask { try await Self.agreeOnRandom(share * 500..<share * 500 + 500) }
      }
      return try await group.reduce(into: Set()) { $0.formUnion($1) }
    }
    #expect(ReachableEvents.all.subtracting(reached).sorted() == [])
    #expect(reached.subtracting(ReachableEvents.all).sorted() == [])
  }

  /// The events that the model told on the way.
  ///
  /// Between two recordings other tests have their turn: those that wait for a real monitor must
  /// not starve where there are only as many threads as shares.
  private static func agreeOnRandom(_ seeds: Range<UInt64>) async throws -> Set<String> {
    let replay = try ReplayTeller()
    var reached: Set<String> = []
    var found = 0
    for seed in seeds {
      await Task.yield()
      let recording = RandomRecording.make(seed: seed)
      let model = BareModel.events(of: recording)
      for event in model.joined() {
        reached.insert("\(event.condition?.rawValue ?? "") \(event.name)")
      }
      guard try model != replay.events(of: recording) else { continue }
      found += 1
      if found <= mostPrinted { try report("seed \(seed)", recording, replay) }
    }
    #expect(found == 0)
    return reached
  }

  @Test(
    .enabled(if: recordings != nil, "INFUSIONWATCH_RECORDINGS names no folder of recordings"),
    arguments: ["sedation-1hz", "icu-1min"])
  func `model and replay agree on recorded vitals`(folder: String) async throws {
    let replay = try ReplayTeller()
    let path = "\(try #require(Self.recordings))/\(folder)"
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      .filter { $0.hasSuffix(".csv") }
    try #require(!names.isEmpty, "there is no recording in \(folder)")
    var found = 0
    for name in names {
      await Task.yield()
      let text = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
      let recording = try #require(ModelRecording(csv: text), "\(name) is no bare recording")
      let told = try replay.events(ofFile: "\(path)/\(name)", beds: recording.beds)
      guard BareModel.events(of: recording) != told else { continue }
      found += 1
      if found <= Self.mostPrinted { try Self.report(name, recording, replay) }
    }
    #expect(found == 0)
  }

  /// Records the smallest recording that shows the disagreement.
  private static func report(
    _ name: String, _ recording: ModelRecording, _ replay: ReplayTeller
  ) throws {
    let found = try Disagreement.find(name, in: recording, replay: replay.events)
    Issue.record("\(found?.description ?? "\(name): they differ only as the file was written")")
  }
}
