import Foundation
import Glibc
import InfusionCore
import PeerKit
import Records
import SimulatedMonitors
import Synchronization
import Testing

/// The real program, ended by `kill -9` at any instant, under load, with a nurse and a display.
///
/// `INFUSIONWATCH_KILLS=200` kills it so often, and prints how long it took to come back.
@Suite struct KillTests {
  private static let kills =
    ProcessInfo.processInfo.environment["INFUSIONWATCH_KILLS"].flatMap { Int($0) } ?? 5

  @Test func `nothing that was answered or announced as durable is lost, no number comes twice`()
    async throws
  {
    let monitors = try (0..<8).map { bed in
      try SimulatedMonitor { Self.registers(bed, Int(time(nil))) }
    }
    defer { for monitor in monitors { monitor.stop() } }
    let folder = try RunFolder(ports: monitors.map(\.port))
    try await folder.start()
    try folder.addToken()
    let (display, nurse) = (KillDisplay(), KillNurse())
    var times: [Duration] = []
    for kill in 0..<Self.kills {
      display.begin(folder.url, token: folder.token)
      let acting = Task { await nurse.act(on: folder, run: kill) }
      let last = nurse.asked + .random(in: 5...120)
      try await eventually("the nurse has acted") { nurse.asked >= last }
      try await folder.end(with: SIGKILL)
      acting.cancel()
      await acting.value
      await display.end()
      times.append(try await folder.start())
      try await nurse.checkAnswers(on: folder)
    }
    display.begin(folder.url, token: folder.token)
    let last = try await lastEvent(of: folder)
    try await eventually("the display has everything") {
      (display.told.last?.sequence ?? 0) >= last
    }
    await display.end()
    try await folder.end()
    try await check(display, nurse, folder)
    print(Self.words(for: times, display, nurse))
  }

  /// A verb's event: everything before it is told by then.
  private func lastEvent(of folder: RunFolder) async throws -> Int64 {
    _ = await folder.call("POST", "/api/v1/beds/1/emergency")
    var last: Int64 = 0
    for line in folder.told {
      guard let value = JSONValue(Array(line.utf8)), case .number(let number)? = value.at("seq")
      else { continue }
      last = max(last, Int64(number))
    }
    return last
  }

  private func check(
    _ display: KillDisplay, _ nurse: KillNurse, _ folder: RunFolder
  ) async throws {
    let ledger = try LedgerFile(folder: folder.data)
    let kept = try await ledger.events(after: 0, limit: .max)
    let numbers = kept.map(\.numbered.sequence)
    #expect(Set(numbers).count == numbers.count)
    let keptIDs = Set(kept.map { "\($0.start)-\($0.numbered.sequence)" })
    let told = display.told
    let lost = told.filter { $0.isDurable && !keptIDs.contains($0.id) }
    #expect(lost == [], "announced as durable, and lost")
    // One number, one event: in the ledger, and in all that was ever told.
    var texts: [Int64: String] = [:]
    var repeated: [Int64] = []
    for told in told
    where texts.updateValue(told.text, forKey: told.sequence) ?? told.text != told.text {
      repeated.append(told.sequence)
    }
    #expect(repeated == [], "a number came twice")
    let first = told.first?.sequence ?? 0
    let seen = Set(told.map(\.sequence))
    let missed = numbers.filter { $0 > first && $0 <= (told.last?.sequence ?? 0) }
      .filter { !seen.contains($0) }
    #expect(missed == [], "kept, and never told to the display")
    #expect(display.snapshots == 1, "it goes on from its last id, whatever happens")
    let notes = Set(kept.compactMap { $0.numbered.event.note })
    let forgotten = nurse.durableNotes.filter { !notes.contains($0) }
    #expect(forgotten == [], "answered 200, and lost")
    #expect(try await ledger.check().findings == [])
  }

  private static func words(
    for times: [Duration], _ display: KillDisplay, _ nurse: KillNurse
  ) -> String {
    let sorted = times.sorted()
    let median = sorted.isEmpty ? .zero : sorted[sorted.count / 2]
    return """
      \(times.count) kills survived; \(nurse.durableNotes.count) verbs answered 200, \
      \(nurse.laterCount) answered 202, \(display.told.count) events told; \
      ready again after \(median) (median), \(sorted.last ?? .zero) (longest)
      """
  }

  /// A patient whose saturation falls for a while, another moment at each bed.
  private static func registers(_ bed: Int, _ second: Int) -> [UInt16] {
    let phase = (second + bed * 5) % 40
    let spo2 = phase < 12 ? 780 + UInt16(phase) : 970
    return [UInt16(70 + (second + bed) % 9), spo2, 124, 78, 93, UInt16(phase), 0, 0]
  }
}

extension Event {
  fileprivate var note: String? {
    for fact in facts where fact.key == "note" {
      if case .text(let text) = fact.value { return text }
    }
    return nil
  }
}

/// A nurse who acts as fast as the station answers, and remembers each answer.
final class KillNurse: Sendable {
  private struct Answer {
    var path: String
    var body: String
    var key: String
    var note: String?
  }
  private let state = Mutex<(answers: [Answer], notes: [String], later: Int, asked: Int)>(
    ([], [], 0, 0))

  /// The notes of entries that were answered 200.
  var durableNotes: [String] { state.withLock(\.notes) }
  var laterCount: Int { state.withLock(\.later) }
  /// How many verbs were sent so far.
  var asked: Int { state.withLock(\.asked) }

  /// Acts until it is cancelled or the station is gone.
  func act(on folder: RunFolder, run: Int) async {
    var count = 0
    while !Task.isCancelled {
      count += 1
      let bed = count % 8 + 1
      let note = "run \(run) note \(count)"
      let verbs: [(String, String, String?)] = [
        ("admit", "{}", nil), ("entry", "{\"pain\":3,\"note\":\"\(note)\"}", note),
        ("start", "{\"authorised_by\":\"dr-lee\",\"reason\":\"run\"}", nil),
        ("acknowledge", "{\"alert\":\"spo2.low\"}", nil),
        ("entry", "{\"nausea\":1,\"note\":\"\(note)\"}", note), ("hold", "{}", nil),
        ("continue", "{}", nil), ("emergency", "{}", nil),
      ]
      let (verb, body, told) = verbs[(count / 8) % verbs.count]
      let answer = Answer(
        path: "/api/v1/beds/\(bed)/\(verb)", body: body, key: "\(run)-\(count)", note: told)
      state.withLock { $0.asked += 1 }
      guard let reply = await folder.call("POST", answer.path, body, key: answer.key) else {
        return
      }
      state.withLock { state in
        if reply.status == 202 { state.later += 1 }
        guard reply.status == 200 else { return }
        state.answers.append(answer)
        if let told { state.notes.append(told) }
      }
    }
  }

  /// What was answered before the kill is answered the same when it is sent again: done, and not
  /// done twice.
  func checkAnswers(on folder: RunFolder) async throws {
    let answers = state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
    for answer in answers.suffix(20) {
      let reply = await folder.call("POST", answer.path, answer.body, key: answer.key)
      #expect(reply?.status == 200, "\(answer.path) with the key \(answer.key)")
    }
  }
}
