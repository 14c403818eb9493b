import InfusionCore
import PeerKit
import Records
import Station
import Testing

@testable import StationWeb

/// Slow and dead clients cost nothing, and never hold a shutdown.
@Suite(.serialized) struct BadClientTests {
  @Test func `a display that reads nothing is cut off, and others get everything`() async throws {
    let house = try await WebHarness()
    let deaf = try house.deafDisplay()
    let other = try await StreamClient(house)
    let seen = try #require(try await other.next()?.sequence)
    try await eventually("two displays") { try await house.figure("stream_clients") == "2" }
    let client = try await StreamClient(house, after: "test-\(seen)")
    var told: [Int64] = []
    while told.count < 12_000 {
      // So many at a time that whoever reads is never taken for one who does not.
      let next = await house.station.look().sequence + Int64(StreamHub.buffered / 2)
      while await house.station.look().sequence < next { try await house.act() }
      told += try await client.events(through: next).compactMap(\.sequence)
      try #require(told.last == next, "the stream goes on")
    }
    #expect(told == Array(seen + 1...seen + Int64(told.count)))
    // It is gone from the station: neither its stream nor its connection is left.
    try await eventually("it is cut off") {
      try await house.figure("stream_cut_off_total") != "0"
    }
    try await eventually("its connection is closed") { deaf.hear() == nil }
    let late = try await StreamClient(house, after: "test-1")
    let snapshot = try await late.next()
    #expect(snapshot?["reason"] == .text("too-old"))
    withExtendedLifetime((deaf, other)) {}
    try await house.end()
  }

  @Test func `displays, half a request and half a header hold no shutdown`() async throws {
    let house = try await WebHarness()
    let displays = try (0..<100).map { _ in try house.deafDisplay() }
    let header = try house.raw()
    header.say("GET /api/v1/beds HTTP/1.1\r\nHost: stat")
    let body = try house.raw()
    body.say(
      """
      POST /api/v1/beds/1/admit HTTP/1.1\r
      Host: station\r
      Authorization: Bearer \(house.tokens[.nurse] ?? "")\r
      Content-Length: 40\r
      \r
      {"flags":
      """)
    let silent = try house.raw()
    try await eventually("they are there") { try await house.figure("stream_clients") == "100" }
    let begun = ContinuousClock.now
    try await house.stop()
    #expect(ContinuousClock.now - begun < .seconds(2))
    try await eventually("no connection is left") { RawConnection.held(at: house.port) == 0 }
    withExtendedLifetime((displays, header, body, silent)) {}
    try await house.end()
  }

  @Test func `one connection too many is closed, and its place is free again`() async throws {
    let house = try await WebHarness()
    #expect(try await house.call("GET", "/healthz").status == 200)
    var crowd = try (0..<WebLimits.mostConnections).map { _ in try house.raw() }
    try await eventually("some are closed") { crowd.contains { $0.hear() == nil } }
    #expect(RawConnection.held(at: house.port) <= WebLimits.mostConnections)
    crowd = []
    try await eventually("there is room") {
      (try? await house.call("GET", "/healthz").status) == 200
    }
    try await house.end()
  }

  @Test func `a crowd that asks nothing does not keep others out for long`() async throws {
    let house = try await WebHarness()
    let crowd = try (0..<WebLimits.mostConnections).map { _ in try house.raw() }
    // One that says a little at times asks nothing, either.
    crowd[0].say("GET /healthz HTTP/1.1\r\nHost: s\r\n")
    try await eventually("there is room", within: 30) {
      crowd[0].say("X: y\r\n")
      return (try? await house.call("GET", "/healthz").status) == 200
    }
    withExtendedLifetime(crowd) {}
    try await house.end()
  }

  @Test func `clients that go away in the middle leave nothing behind`() async throws {
    let house = try await WebHarness()
    for _ in 0..<50 {
      let display = try house.deafDisplay()
      let half = try house.raw()
      half.say("POST /api/v1/beds/1/admit HTTP/1.1\r\nHost: s\r\nContent-Length: 9\r\n\r\n{")
      let client = try await StreamClient(house)
      _ = try await client.next()
      withExtendedLifetime((display, half)) {}
    }
    try await eventually("no display is left") {
      try await house.act()
      return try await house.figure("stream_clients") == "0"
    }
    try await eventually("no connection is left but that of calls") {
      RawConnection.held(at: house.port) <= 8
    }
    try await house.end()
  }

  @Test func `noise, and a header without an end, are refused`() async throws {
    let house = try await WebHarness()
    let noise = try house.raw()
    noise.say("\u{16}\u{3}\u{1} no HTTP at all\r\n\r\n")
    let long = try house.raw()
    long.say("GET /healthz HTTP/1.1\r\nX: \(String(repeating: "x", count: 100_000))")
    for connection in [noise, long] {
      var heard = ""
      try await eventually("it is closed") {
        guard let more = connection.hear() else { return true }
        heard += more
        return false
      }
      #expect(heard.isEmpty || heard.hasPrefix("HTTP/1.1 400"))
    }
    #expect(try await house.call("GET", "/healthz").status == 200)
    try await house.end()
  }

  @Test func `what is nowhere is 404, and says so as a problem`() async throws {
    let house = try await WebHarness()
    for (method, path) in [("GET", "/nowhere"), ("GET", "/api/v1/x"), ("DELETE", "/api/v1/beds")] {
      let answer = try await house.call(method, path)
      #expect([404, 405].contains(answer.status), "\(method) \(path): \(answer.status)")
      #expect(answer.headers["content-type"] == "application/problem+json")
    }
    let receipt = String(repeating: " ", count: 70_000)
    #expect(try await house.call("POST", "/api/v1/stream/receipt", receipt).status == 413)
    try await house.end()
  }
}

extension WebHarness {
  /// A nurse does some verbs of which each is told.
  func act() async throws {
    for text in ["admit", "emergency", "cancel"] {
      guard case .verb(let verb, _) = try RecordedAct(parsing: text) else { continue }
      _ = await station.act(verb, bed: "1", by: "nurse")
    }
  }
}
