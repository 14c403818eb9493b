import Foundation
import InfusionCore
import PeerKit
import Records
import Station
import Testing
import Vitals

@testable import StationWeb

/// A client that is cut off and comes back: never a gap, never a repeat.
@Suite struct StreamResumeTests {
  @Test func `a client that was cut after any event gets exactly the rest`() async throws {
    let house = try await WebHarness()
    let uncut = try await StreamClient(house)
    let first = try #require(try await uncut.next()?.id)
    let last = try await house.night()
    let whole = try await uncut.events(through: last)
    #expect(whole.compactMap(\.sequence) == Array(1...last).suffix(whole.count))
    for (number, id) in ([first] + whole.compactMap(\.id)).dropLast().enumerated() {
      let after = try await StreamClient(house, after: id)
      #expect(try await after.events(whole.count - number) == Array(whole[number...]))
      let since = try await StreamClient(house, since: id)
      #expect(try await since.events(whole.count - number) == Array(whole[number...]))
    }
    try await house.end()
  }

  @Test func `a client that is cut within a message gets that message whole`() async throws {
    let house = try await WebHarness()
    let uncut = try await StreamClient(house)
    let first = try #require(try await uncut.next()?.id)
    let whole = try await uncut.events(through: try await house.night(rounds: 1))
    let bytes = whole.flatMap { Array("id: \($0.id ?? "")\ndata: \($0.data)\n\n".utf8) }
    for cut in stride(from: 0, through: bytes.count, by: 97) {
      var parser = StreamParser()
      var read = parser.take(bytes.prefix(cut))
      guard read.count < whole.count else { break }
      let back = try await StreamClient(house, after: read.last?.id ?? first)
      read += try await back.events(whole.count - read.count)
      #expect(read == whole, "cut after \(cut) bytes")
    }
    try await house.end()
  }

  @Test func `clients that are cut off all the time while events come miss nothing`()
    async throws
  {
    let house = try await WebHarness()
    let uncut = try await StreamClient(house)
    let first = try #require(try await uncut.next()?.id)
    async let last = house.night(rounds: 30)
    let cut = try await (1...4).concurrentMap { step in
      var read: [StreamMessage] = []
      while read.count < 120 {
        let client = try await StreamClient(house, after: read.last?.id ?? first)
        read += try await client.events(step)
      }
      return Array(read.prefix(120))
    }
    let whole = try await uncut.events(through: try await last)
    for read in cut { #expect(read == Array(whole.prefix(120))) }
    try await house.end()
  }

  @Test func `clients that come while events are told get each event once after their snapshot`()
    async throws
  {
    let house = try await WebHarness()
    let uncut = try await StreamClient(house)
    async let last = house.night(rounds: 40)
    for _ in 0..<60 {
      let client = try await StreamClient(house)
      let snapshot = try #require(try await client.next())
      #expect(snapshot.event == "snapshot")
      let seen = try #require(snapshot.sequence)
      #expect(snapshot["seq"] == .number(Double(seen)))
      guard seen < 150 else { break }
      #expect(try await client.events(3).compactMap(\.sequence) == Array(seen + 1...seen + 3))
    }
    let end = try await last
    let whole = try await uncut.events(through: end)
    #expect(whole.compactMap(\.sequence) == Array(1...end).suffix(whole.count))
    try await house.end()
  }

  /// Each id that leads nowhere, and why.
  private static let strangers = [
    ("other-3", "too-old"), ("test-999999", "unknown"), ("999999", "unknown"),
  ]

  @Test(arguments: strangers)
  func `an id that leads nowhere gets a snapshot that says so`(id: String, reason: String)
    async throws
  {
    let house = try await WebHarness()
    _ = try await house.night(rounds: 1)
    let client = try await StreamClient(house, after: id)
    let snapshot = try await client.next()
    #expect(snapshot?.event == "snapshot")
    // Another start of a station without a ledger: what it told is known to nobody.
    #expect(snapshot?["reason"] == .text(reason))
    try await house.end()
  }

  @Test func `the number alone says where to go on`() async throws {
    let house = try await WebHarness()
    _ = try await house.night(rounds: 1)
    let client = try await StreamClient(house, since: "3")
    #expect(try await client.events(2).compactMap(\.sequence) == [4, 5])
    try await house.end()
  }

  @Test(arguments: ["x", "-3", "test-", "test-x", "test-+4", "99999999999999999999"])
  func `what is no id is refused`(id: String) async throws {
    let house = try await WebHarness()
    #expect(try await StreamClient(house, after: id).status == 400)
    #expect(try await StreamClient(house, since: id).status == 400)
    try await house.end()
  }
}

extension WebHarness {
  /// A night in which much happens; the number of its last event.
  func night(rounds: Int = 5) async throws -> Int64 {
    for round in 0..<rounds {
      for verb in ["admit", "emergency", "cancel"] {
        // A busy machine may write late, and says so.
        let status = try await call("POST", "/api/v1/beds/1/\(verb)").status
        #expect(status == 200 || status == 202)
      }
      links.tell(hr: 72, spo2: round % 2 == 0 ? 78 : 97, bed: "2")
      _ = await station.look()
    }
    return await station.look().sequence
  }
}

extension Sequence where Element: Sendable {
  /// The results of all, at once, in order.
  func concurrentMap<Result: Sendable>(
    _ body: @escaping @Sendable (Element) async throws -> Result
  ) async throws -> [Result] {
    let tasks = map { element in Task { try await body(element) } }
    var results: [Result] = []
    for task in tasks { results.append(try await task.value) }
    return results
  }
}
