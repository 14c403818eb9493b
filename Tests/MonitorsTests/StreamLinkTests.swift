import Foundation
import MonitorProtocols
import PeerKit
import Synchronization
import Testing
import Vitals

@testable import Monitors

/// A monitor that speaks for itself, on a pseudo-terminal whose other end the test holds.
@Suite struct StreamLinkTests {
  /// Heart rate 200, SpO2 88, low perfusion: so often that it is believed, however long the test
  /// has to wait for its turn.
  private static let frame = [[UInt8]](repeating: [0x91, 0x48, 0x58, 0x00], count: 3).flatMap(
    \.self)

  @Test func `readings come from a line, and its end is told at once`() async throws {
    let terminal = try PseudoTerminal()
    let harness = try StreamHarness(terminal.path)
    try await eventually("readings come") {
      terminal.write(Self.frame)
      return harness.values(of: .hr).contains(200) && harness.values(of: .spo2).contains(88)
    }
    #expect(harness.events.contains(.linkUp))
    terminal.hangUp()
    try await eventually("the loss is told") { harness.isLost }
    await harness.link.stop()
  }

  @Test func `an adapter that comes back under another number is found by its lasting name`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = folder.appendingPathComponent("by-path").path
    let first = try PseudoTerminal()
    try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: first.path)
    let harness = try StreamHarness(name)
    try await eventually("readings come") {
      first.write(Self.frame)
      return !harness.values(of: .hr).isEmpty
    }
    try FileManager.default.removeItem(atPath: name)
    first.hangUp()
    try await eventually("the loss is told") { harness.isLost }
    let second = try PseudoTerminal()
    try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: second.path)
    harness.forget()
    try await eventually("readings come again") {
      second.write(Self.frame)
      return !harness.values(of: .hr).isEmpty
    }
    await harness.link.stop()
  }

  @Test func `a device server that ends each connection at once is left alone in between`()
    async throws
  {
    let server = try ClosingServer()
    let began = ContinuousClock.now
    let harness = try StreamHarness(.tcp(host: "127.0.0.1", port: server.port))
    try await eventually("it tries again") { server.accepted() >= 6 }
    // Half of the back-off at least: 125, 250, and three times 450 ms.
    #expect(ContinuousClock.now - began >= .milliseconds(1700))
    #expect(
      harness.events == [
        .linkDown(
          reason: "127.0.0.1:\(server.port) is gone: the device server ended the connection")
      ])
    await harness.link.stop()
  }

  @Test func `a line that babbles without end is told, and the one beside it is read as before`()
    async throws
  {
    let (babbling, quiet) = (try PseudoTerminal(), try PseudoTerminal())
    // Ten seconds of it are one here.
    let quick = LinkClock(
      now: { Moment(milliseconds: LinkHarness.clock.now().milliseconds * 10) }, speed: 10)
    let babbler = try StreamHarness(
      .tty(SerialLine(device: babbling.path, baud: 9600)), clock: quick)
    let healthy = try StreamHarness(quiet.path)
    let noise = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 >> 3) | 0x80 }
    try await eventually("both are told") {
      babbling.write(noise)
      quiet.write(Self.frame)
      let isGarbled = babbler.events.contains { if case .garbled = $0 { true } else { false } }
      return isGarbled && healthy.values(of: .hr).count >= 3
    }
    #expect(babbler.values(of: .hr) == [])
    #expect(!healthy.events.contains { if case .garbled = $0 { true } else { false } })
    await babbler.link.stop()
    await healthy.link.stop()
  }

  @Test func `only what the allow-list holds is sent, and a listener is sent nothing`() async throws
  {
    let quiet = try PseudoTerminal()
    let listener = try StreamHarness(quiet.path)
    try await eventually("readings come") {
      quiet.write(Self.frame)
      return !listener.values(of: .hr).isEmpty
    }
    #expect(quiet.received() == [])
    await listener.link.stop()

    let asked = try PseudoTerminal()
    let asking = try StreamHarness(asked.path, .datexDRI)
    let request = SerialRequest.datexDisplayedEvery5s.bytes
    try await eventually("it asks") { asked.received() == request }
    await asking.link.stop()
    #expect(asked.received() == request + SerialRequest.datexStop.bytes)
  }
}

/// A server that takes each connection and ends it at once.
private final class ClosingServer: Sendable {
  struct Failure: Error {}

  let port: UInt16
  private let descriptor: Int32
  private let count = Counter()

  private final class Counter: Sendable {
    let value = Mutex(0)
  }

  init() throws {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    descriptor = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isListening else { throw Failure() }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [count] in
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        close(connection)
        count.value.withLock { $0 += 1 }
      }
      close(descriptor)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// How many connections were ended so far.
  func accepted() -> Int { count.value.withLock(\.self) }
}
