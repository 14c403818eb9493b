import Foundation
import InfusionCore
import NightKit
import SlowModel
import Testing

/// The station and the slow model tell the same of whole random nights.
@Suite struct NightAgreementTests {
  /// `INFUSIONWATCH_MODEL_NIGHTS=1-5000` looks at more of them, or at one again.
  static let seeds: ClosedRange<UInt64> = {
    let text = ProcessInfo.processInfo.environment["INFUSIONWATCH_MODEL_NIGHTS"] ?? ""
    let ends = text.split(separator: "-").compactMap { UInt64($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 1...500
  }()
  static let scenes = 40

  @Test(arguments: [RandomNight.Kind.busy, .steady, .hectic])
  func `model and station agree on random nights`(kind: RandomNight.Kind) async throws {
    for seed in Self.seeds {
      await Task.yield()
      let night = try RandomNight(seed: seed, scenes: Self.scenes, kind: kind)
      guard Self.disagreement(night.inputs) != nil else { continue }
      let fewest = FewestInputs.of(night.inputs) { Self.disagreement($0) != nil }
      Issue.record("\(kind) night \(seed): \(Self.disagreement(fewest) ?? "")")
      return
    }
  }

  /// What the two disagree on; nil: nothing.
  static func disagreement(_ inputs: [SentInput]) -> String? {
    var core = StationCore()
    var comparison = NightComparison()
    let end = inputs.last.map { SentInput(input: .time, at: $0.at) }
    for sent in inputs + [end].compactMap({ $0 }) {
      let actions = core.receive(sent.input, at: sent.at)
      if let found = comparison.step(sent.input, at: sent.at, actions, line: sent.line) {
        return found
      }
    }
    return nil
  }
}
