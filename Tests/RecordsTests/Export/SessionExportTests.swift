import Foundation
import InfusionCore
import Records
import Testing
import Vitals

/// A session's export replays to the same events with nothing else at hand.
@Suite struct SessionExportTests {
  /// `EXPORT_NIGHTS` asks for more of them; `EXPORT_DUMP` names a folder for what differs.
  private static let nights: ClosedRange<UInt64> =
    1...(ProcessInfo.processInfo.environment["EXPORT_NIGHTS"].flatMap(UInt64.init) ?? 8)

  @Test(arguments: nights)
  func `each session of a random night replays to its own events`(seed: UInt64) throws {
    let night = try StationNight(seed: seed)
    for session in night.sessions {
      let start = try #require(night.lastTurn(before: session))
      let export = try #require(
        SessionExport(
          session: session, core: start.core, inputs: start.inputs, until: night.now))
      let told = night.events.filter { $0.session == session }
      try expect(export, toReplayAs: told, "seed \(seed), session \(session)")
    }
  }
}

extension StationNight {
  /// The station some turns before a session's admission, and what reached it from then on.
  func lastTurn(before session: String) -> (core: StationCore, inputs: [TakenInput])? {
    let admission = events.first { $0.session == session }?.moment
    guard let admission else { return nil }
    let turn = before.lastIndex { $0.inputs == 0 || inputs[$0.inputs - 1].moment < admission }
    guard let turn else { return nil }
    return (before[turn].core, Array(inputs[before[turn].inputs...]))
  }
}

/// The events that an exported recording replays to; protocols that it does not carry are unknown.
func replayed(_ export: SessionExport) throws -> [Event] {
  var text: [UInt8] = []
  export.write(to: &text)
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  let rules = try Replay.Rules(of: scan, chosen: nil, usual: "none") {
    name, line throws(RecordingError) in
    throw RecordingError(file: "-", line: line, "\(name) is not carried", remedy: "carry it")
  }
  var replay = try Replay(scan, rules: rules)
  var events: [Event] = []
  while let event = try replay.nextEvent() {
    if event.session == export.session { events.append(event) }
  }
  return events
}

/// Holds the replay of an export against the events that the station told.
func expect(
  _ export: SessionExport, toReplayAs told: [Event], _ which: String
) throws {
  let isCutWhole = export.events == told
  #expect(isCutWhole, "\(which): the export's own events")
  let expected = told.map { $0.later(by: export.shift) }
  let events = try replayed(export)
  let difference = zip(expected, events).first { $0 != $1 }
  if let (want, got) = difference {
    Issue.record("\(which): expected \(want.words), got \(got.words)")
  } else if events.count != expected.count {
    let more = (events + [])[min(events.count, expected.count)...].first ?? expected.last
    Issue.record("\(which): \(expected.count) events, not \(events.count): \(more?.words ?? "")")
  }
  let isFaithful = export.isFaithful
  if difference != nil, let folder = ProcessInfo.processInfo.environment["EXPORT_DUMP"] {
    var text: [UInt8] = []
    export.write(to: &text)
    try Data(text).write(to: URL(filePath: "\(folder)/\(which).csv"))
    try Data((expected.map(\.words) + ["----"] + events.map(\.words)).joined(separator: "\n").utf8)
      .write(to: URL(filePath: "\(folder)/\(which).txt"))
  }
  #expect(isFaithful, "\(which): faithful")
}

extension Event {
  /// One line for a message.
  fileprivate var words: String {
    let seconds = DecimalText.text((moment - (admitted ?? moment)).seconds)
    let alert = alert.map { alert in
      "\(alert.id) \(alert.priority) \(alert.presence) onset \(alert.onset.milliseconds) "
        + "\(alert.detail ?? "") \(alert.inhibitedBy ?? "") \(alert.lost.map(\.vital))"
    }
    return "\(seconds) s \(name.rawValue) \(alert ?? "") \(facts.map { "\($0)" })"
  }

  /// The same event on another axis.
  func later(by shift: Vitals.Span) -> Event {
    var event = self
    event.moment = moment + shift
    event.admitted = admitted.map { $0 + shift }
    if let onset = alert?.onset { event.alert?.onset = onset + shift }
    event.facts = facts.map { fact in
      if case .moment(let moment) = fact.value {
        Fact(fact.key, .moment(moment + shift))
      } else {
        fact
      }
    }
    return event
  }
}
