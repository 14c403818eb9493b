import Foundation
import InfusionCore
import NightKit
import SlowModel
import Testing
import Vitals

/// The station and the slow model tell the same of whole random nights.
@Suite struct NightAgreementTests {
  /// `INFUSIONWATCH_MODEL_NIGHTS=1-5000` looks at more of them, or at one again.
  static let seeds: ClosedRange<UInt64> = {
    let text = ProcessInfo.processInfo.environment["INFUSIONWATCH_MODEL_NIGHTS"] ?? ""
    let ends = text.split(separator: "-").compactMap { UInt64($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 1...8
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

  @Test func `the model judges every condition, and these events besides`() {
    #expect(
      NightModel.conditions.map(\.rawValue).sorted() == Condition.allCases.map(\.rawValue).sorted())
    let left = Set(EventName.allCases.map(\.rawValue)).filter { name in
      !name.hasPrefix("alert.") && !NightModel.eventNames.contains(name)
    }
    #expect(left == ["station.day_started", "station.day_ended"])
  }

  @Test func `a disagreement is told with the last inputs`() throws {
    var comparison = NightComparison()
    let setup = SentInput(
      input: .setUp(StationSetup(beds: [], protocols: [], defaultProtocol: "ketamine-40")),
      at: Moment(milliseconds: 0))
    let event = Event(
      moment: Moment(milliseconds: 0), bed: "1", session: nil, admitted: nil, name: .linkUp)
    let found = comparison.step(
      setup.input, at: setup.at, [.announce(event)], line: "the first input")
    #expect(found?.contains("the station tells 0.0 bed 1 link.up") == true)
    #expect(found?.contains("the first input") == true)
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
