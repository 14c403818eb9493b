import Foundation
import InfusionCore
import NightKit
import Testing
import Vitals

/// One run of a core over inputs, and everything that it said.
struct CoreRun {
  private(set) var core = StationCore()
  private(set) var events: [Event] = []
  /// For each input: what it was answered, and when the core wants to be called again.
  private(set) var replies: [Reply?] = []
  private(set) var wakes: [Moment?] = []

  /// A run over inputs, and then so much more time.
  init(_ inputs: [Scenario.Sent] = [], then rest: Span = .zero) {
    for input in inputs { receive(input.input, at: input.at) }
    if let last = inputs.last { receive(.time, at: last.at + rest) }
  }

  mutating func receive(_ input: Input, at moment: Moment) {
    var reply: Reply?
    var wake: Moment?
    for action in core.receive(input, at: moment) {
      switch action {
      case .announce(let event): events.append(event)
      case .reply(let given): reply = given
      case .wake(let at): wake = at
      case .persist: break
      }
    }
    replies.append(reply)
    wakes.append(wake)
  }

  /// Puts another core in place of the one that runs.
  mutating func exchange(_ change: (StationCore) throws -> StationCore) rethrows {
    core = try change(core)
  }
}

extension Event {
  /// A short line for messages of tests.
  var line: String {
    let alert = alert.map {
      " \($0.condition.rawValue) \($0.priority.rawValue) \($0.presence.rawValue)"
        + " \($0.value.map { "\($0)" } ?? "-") \($0.lost.map(\.vital.rawValue))"
        + " \($0.detail ?? "")"
    }
    return "\(moment.text) \(bed ?? "station") \(name.rawValue)\(alert ?? "")"
      + facts.map { " \($0.key)=\(fact($0.key))" }.joined()
  }
}

extension RandomNight {
  /// The nights that each property sees; `INFUSIONWATCH_NIGHTS=1-5000` looks at more of them.
  static let seeds: ClosedRange<UInt64> = {
    let text = ProcessInfo.processInfo.environment["INFUSIONWATCH_NIGHTS"] ?? ""
    let ends = text.split(separator: "-").compactMap { UInt64($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 1...2
  }()

  /// How long they are: many, and each is a whole night.
  static let scenes = seeds.count > 10 ? 60 : 20

  /// Holds a property against every night; a night that breaks it is told with as few inputs as
  /// still break it. A property returns what is wrong, or nil.
  static func forAll(
    scenes: Int = scenes, kind: Kind = .busy,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ property: (RandomNight, [Scenario.Sent]) throws -> String?
  ) throws {
    for seed in seeds {
      let night = try RandomNight(seed: seed, scenes: scenes, kind: kind)
      guard try property(night, night.inputs) != nil else { continue }
      let inputs = try FewestInputs.of(night.inputs) { try property(night, $0) != nil }
      let wrong = try property(night, inputs) ?? ""
      Issue.record(
        "night \(seed): \(wrong)\n\(inputs.map(\.line).joined(separator: "\n"))",
        sourceLocation: sourceLocation)
      return
    }
  }
}

extension [Scenario.Sent] {
  /// What follows each input.
  var followers: [Scenario.Sent?] { dropFirst().map { $0 } + [nil] }
}
