import NightKit
import Testing
import Vitals

@testable import InfusionCore

/// What holds of alerts and pauses whatever happens.
@Suite struct CorePropertyLifeTests {
  private static let starts: [EventName] = [.alertRaised, .alertReturned]
  private static let ends: [EventName] = [.alertClosed, .alertLatched]

  /// Each bed's or the station's events of each condition, without what a person raises.
  private func byCondition(_ events: [Event]) -> [[Event]] {
    let own = events.filter { event in
      event.alert.map { !$0.condition.isEachTimeNew && $0.condition != .away } ?? false
    }
    return Dictionary(grouping: own) { "\($0.bed ?? "") \($0.alert?.condition.rawValue ?? "")" }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  @Test(arguments: [RandomNight.Kind.steady, .hectic])
  func `no condition cycles three times in a minute`(kind: RandomNight.Kind) throws {
    try RandomNight.forAll(scenes: RandomNight.scenes * 2, kind: kind) { _, inputs in
      for events in byCondition(CoreRun(inputs).events) {
        var cycles: [(from: Moment, to: Moment)] = []
        var start: Moment?
        for event in events {
          if Self.starts.contains(event.name) { start = event.moment }
          guard Self.ends.contains(event.name), let from = start else { continue }
          cycles.append((from, event.moment))
          start = nil
        }
        for (first, third) in zip(cycles, cycles.dropFirst(2))
        where third.to - first.from <= .seconds(60) {
          return "three times from \(first.from.text) to \(third.to.text): \(events[0].line)"
        }
      }
      return nil
    }
  }

  @Test func `every pause ends, and none is longer than it may be`() throws {
    let longest: [EventName: Span] = [
      .audioPaused: .seconds(120), .alarmPaused: .minutes(5), .patientAway: .minutes(10),
    ]
    try RandomNight.forAll { _, inputs in
      let run = CoreRun(inputs, then: .seconds(601))
      for bed in run.core.beds {
        let pauses = bed.watch.pauses
        if pauses.audio != nil || pauses.alarm != nil || pauses.away != nil {
          return "bed \(bed.name) is still paused"
        }
      }
      return run.events.first { event in
        guard let longest = longest[event.name] else { return false }
        guard case .moment(let until) = event.facts.first(where: { $0.key == "until" })?.value
        else { return true }
        return until - event.moment > longest
      }?.line
    }
  }

  @Test func `what is new or worse sounds through every audio-pause`() throws {
    let sounding: [EventName] = [
      .alertRaised, .alertEscalated, .alertWorsened, .alertReturned,
    ]
    try RandomNight.forAll { _, inputs in
      var run = CoreRun()
      for input in inputs {
        let known = run.events.count
        run.receive(input.input, at: input.at)
        for event in run.events.dropFirst(known) {
          guard let alert = event.alert, sounding.contains(event.name), alert.presence == .on,
            let bed = run.core.beds.first(where: { $0.name == event.bed }),
            let audio = bed.watch.pauses.audio, audio.since < event.moment
          else { continue }
          if audio.covers.contains(alert.id) { return "covered: \(event.line)" }
        }
      }
      return nil
    }
  }

  @Test func `missing data ends nothing`() throws {
    let measured: [Condition] = [.hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow]
    let better: [EventName] = [.alertClosed, .alertLatched, .alertEased]
    try RandomNight.forAll { _, inputs in
      guard let last = inputs.last else { return nil }
      let run = CoreRun(inputs, then: .minutes(120))
      return run.events.first { event in
        event.moment > last.at && better.contains(event.name)
          && event.alert.map { measured.contains($0.condition) } ?? false
      }?.line
    }
  }

  @Test(arguments: [RandomNight.Kind.busy, .hectic])
  func `each occurrence lives by the table of its life`(kind: RandomNight.Kind) throws {
    try RandomNight.forAll(kind: kind) { _, inputs in
      // An undone discharge brings occurrences back that were told as closed.
      let inputs = inputs.filter { if case .act(_, .undo, _) = $0.input { false } else { true } }
      var lives: [String: OccurrenceLife] = [:]
      for event in CoreRun(inputs, then: .minutes(30)).events {
        guard let alert = event.alert else { continue }
        let isKnown = lives[alert.id] != nil
        if isKnown == (event.name == .alertRaised) {
          return isKnown ? "raised twice: \(event.line)" : "never raised: \(event.line)"
        }
        if let wrong = lives[alert.id, default: OccurrenceLife(event)].take(event) {
          return "\(wrong): \(event.line)"
        }
      }
      return nil
    }
  }

  @Test(arguments: [RandomNight.Kind.busy, .hectic])
  func `one instant tells one net event of a condition`(kind: RandomNight.Kind) throws {
    try RandomNight.forAll(kind: kind) { _, inputs in
      // A nurse's verb may end and begin occurrences besides.
      let acts = Set(
        inputs.compactMap { sent in
          if case .act = sent.input { sent.at } else { nil }
        })
      for events in byCondition(CoreRun(inputs).events) {
        let net = events.filter { $0.name != .alertUnanswered && !acts.contains($0.moment) }
        for (one, next) in zip(net, net.dropFirst()) where one.moment == next.moment {
          return "\(one.line), and \(next.line)"
        }
      }
      return nil
    }
  }
}
