import Foundation
import InfusionCore
import NIOSSL
import PeerKit
import Records
import Station
import Testing
import Vitals

@testable import StationWeb

/// What a display is told beside events, and what it confirms.
@Suite struct DisplayTests {
  @Test func `heartbeats come with their number, what is present and the time`() async throws {
    let house = try await WebHarness()
    let client = try await StreamClient(house)
    house.links.tell(hr: 72, spo2: 78)
    let alert = try #require(try await client.next("message"))
    let one = try #require(try await client.next("heartbeat"))
    let two = try #require(try await client.next("heartbeat"))
    guard case .number(let number)? = one["number"] else { throw CancellationError() }
    #expect(two["number"] == .number(number + 1))
    guard case .number(let before)? = one["self_checks"],
      case .number(let after)? = two["self_checks"]
    else { throw CancellationError() }
    #expect(before >= 1 && after > before)
    #expect(one["seq"] == .number(Double(alert.sequence ?? 0)))
    guard case .list(let alerts)? = one["alerts"], let id = alert["alert", "id"] else {
      throw CancellationError()
    }
    #expect(alerts.contains(id))
    #expect(one["time"] != nil)
    try await house.end()
  }

  @Test func `vital signs come once a second at most, and only when they change`() async throws {
    let house = try await WebHarness()
    let client = try await StreamClient(house)
    _ = try await client.next()
    let clock = ContinuousClock()
    let telling = Task {
      for count in 0..<60 {
        house.links.tell(hr: 70 + Double(count % 2), spo2: 97)
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    var came: [(at: ContinuousClock.Instant, data: String)] = []
    while came.count < 3, let vitals = try await client.next("vitals") {
      if vitals["bed"] == .text("1") { came.append((clock.now, vitals.data)) }
    }
    try await telling.value
    // A busy machine may bring one late, and the next in time.
    #expect(came[2].at - came[0].at > .milliseconds(1500))
    #expect(Set(came.map(\.data)).count == came.count)
    try await house.end()
  }

  /// Who confirms, what its display is like, and whether that is somebody who watches.
  private static let displays: [(Role, visible: Bool, audible: Bool, watches: Bool)] = [
    (.nurse, true, true, true), (.view, true, true, false), (.nurse, false, true, false),
    (.nurse, true, false, false),
  ]

  @Test(arguments: displays)
  func `a session without a nurse's display that can be seen and heard is told`(
    role: Role, visible: Bool, audible: Bool, watches: Bool
  ) async throws {
    let clock = HandClock()
    let house = try await WebHarness(timebase: clock)
    let client = try await StreamClient(house, as: role)
    let beat = try #require(try await client.next("heartbeat"))
    guard case .number(let number)? = beat["number"] else { throw CancellationError() }
    let receipt =
      #"{"seq":0,"heartbeat":\#(Int(number)),"visible":\#(visible),"audible":\#(audible)}"#
    _ = try await house.call("POST", "/api/v1/beds/1/admit")
    for _ in 0..<9 {
      let answer = try await house.call("POST", "/api/v1/stream/receipt", as: role, receipt)
      #expect(answer.status == 204)
      await house.pass(5, on: clock)
    }
    #expect(try await house.unwatched == (watches ? nil : "medium"))
    if watches {
      await house.pass(24, on: clock)
      #expect(try await house.unwatched == nil)
      await house.pass(1, on: clock)
      #expect(try await house.unwatched == "medium")
    }
    await house.pass(90, on: clock)
    #expect(try await house.unwatched == "high")
    try await house.end()
  }

  @Test func `a token that is revoked ends its streams`() async throws {
    let house = try await WebHarness()
    let (one, other) = (
      try await StreamClient(house, as: .view), try await StreamClient(house, as: .nurse)
    )
    _ = try await one.next()
    let file = TokenFile(folder: house.folder)
    var book = try file.book()
    try book.revoke(Role.view.rawValue, now: 1)
    try file.write(book)
    let begun = ContinuousClock.now
    // The end comes with a heartbeat at the latest.
    while (try? await one.next()) != nil {}
    #expect(ContinuousClock.now - begun < .seconds(60))
    #expect(try await other.next("heartbeat") != nil)
    try await house.end()
  }

  @Test func `HTTPS answers, and plain HTTP on its port hangs nothing`() async throws {
    let (certificate, key) = try Self.selfSigned()
    let tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    let house = try await WebHarness(tls: tls)
    let plain = try house.raw()
    plain.say("GET /healthz HTTP/1.1\r\nHost: s\r\n\r\n")
    let silent = try house.raw()
    let client = try await StreamClient(house)
    #expect(try await client.next()?.event == "snapshot")
    house.links.tell(hr: 72, spo2: 78)
    #expect(try await client.next("message")?["event"] == .text("alert.raised"))
    try await eventually("plain HTTP is closed") {
      guard let heard = plain.hear() else { return true }
      #expect(!heard.contains("HTTP/1.1 200"))
      return false
    }
    let begun = ContinuousClock.now
    try await house.stop()
    #expect(ContinuousClock.now - begun < .seconds(10))
    withExtendedLifetime(silent) {}
    try await house.end()
  }

  /// A certificate and its key, as files.
  private static func selfSigned() throws -> (String, String) {
    let folder = NSTemporaryDirectory() + "infusionwatch-tls-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", "\(folder)/key.pem", "-out",
      "\(folder)/certificate.pem",
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    return ("\(folder)/certificate.pem", "\(folder)/key.pem")
  }
}

extension WebHarness {
  /// How urgent it is that nobody watches; nil: somebody does.
  var unwatched: String? {
    get async throws {
      guard case .list(let alerts)? = try await call("GET", "/api/v1/beds")["alerts"] else {
        return nil
      }
      let alert = alerts.first { $0[["condition"]] == .text("station.unwatched") }
      guard case .text(let priority)? = alert?[["priority"]] else { return nil }
      return priority
    }
  }
}
