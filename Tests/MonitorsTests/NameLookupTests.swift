import Dispatch
import Glibc
import PeerKit
import Synchronization
import Testing

@testable import Monitors

/// Names are bounded: the system's resolver is not.
@Suite struct NameLookupTests {
  @Test func `a name service that does not answer is waited for two seconds, not for ever`()
    async throws
  {
    let hanging = HangingResolver()
    let lookup = try NameLookup(host: "bay-1.example", port: 502, resolver: hanging.resolver)
    let stop = try StopSignal()
    let before = monotonicMilliseconds()
    let failure = #expect(throws: Dialler.Failure.self) { try lookup.addresses(stop: stop) }
    #expect(failure?.reason == "no address for bay-1.example: the name service does not answer")
    #expect(monotonicMilliseconds() - before < 20_000)
    _ = try? lookup.addresses(stop: stop)
    #expect(hanging.asked == 1, "nobody is asked twice at once")
    hanging.answer()
    try await eventually("the late answer serves the next try") {
      try !lookup.addresses(stop: stop).isEmpty
    }
  }

  @Test func `an address in numbers asks nobody`() throws {
    let hanging = HangingResolver()
    for host in ["127.0.0.1", "::1"] {
      let lookup = try NameLookup(host: host, port: 502, resolver: hanging.resolver)
      #expect(try lookup.addresses(stop: StopSignal()).count == 1)
    }
    #expect(hanging.asked == 0)
  }

  @Test func `a link that waits for a name stops at once`() async throws {
    let hanging = HangingResolver()
    let lookup = try NameLookup(host: "bay-1.example", port: 502, resolver: hanging.resolver)
    let stop = try StopSignal()
    let reason = Mutex<String?>(nil)
    DispatchQueue(label: "waiting").async {
      // On a busy machine the wait may be over before it is stopped.
      while reason.withLock(\.self) != "stopped" {
        do throws(Dialler.Failure) {
          _ = try lookup.addresses(stop: stop)
        } catch {
          reason.withLock { $0 = error.reason }
        }
      }
    }
    try await eventually("it is asked") { hanging.asked == 1 }
    stop.give()
    try await eventually("it ends") { reason.withLock(\.self) == "stopped" }
    hanging.answer()
  }

  @Test func `of a name's addresses one that does not answer leaves time for the next`()
    async throws
  {
    let hole = try BlackHole(isFull: true)
    let peer = try await Peer("monitor")
    let ports = (hole.port, peer.port)
    let lookup = try NameLookup(host: "bay-1.example", port: 1) { _, _ throws(Dialler.Failure) in
      try SocketAddress.all(of: "127.0.0.1", port: ports.0)
        + SocketAddress.all(of: "127.0.0.1", port: ports.1)
    }
    let descriptor = try Dialler(lookup: lookup, stop: StopSignal()).dial()
    #expect(descriptor >= 0)
    close(descriptor)
    withExtendedLifetime(hole) {}
  }

  @Test func `an address that does not answer is given up`() throws {
    let hole = try BlackHole(isFull: true)
    let lookup = try NameLookup(host: "127.0.0.1", port: hole.port)
    let failure = #expect(throws: Dialler.Failure.self) {
      try Dialler(lookup: lookup, stop: StopSignal()).dial()
    }
    #expect(failure?.reason == "Connection timed out")
    withExtendedLifetime(hole) {}
  }

  @Test func `a name that there is not is a lost link that names it`() async throws {
    let harness = try LinkHarness(.tcp(host: "there-is-none.invalid", port: 502), [.plain()])
    try await eventually("it is told") {
      guard case .linkDown(let reason)? = harness.events.last else { return false }
      return reason.hasPrefix("no address for there-is-none.invalid: ")
    }
    await harness.link.stop()
  }
}

/// A name service that does not answer until it is told to. No real one can be made to hang here.
private final class HangingResolver: Sendable {
  private let gate = DispatchSemaphore(value: 0)
  private let count = Atomic(0)

  var asked: Int { count.load(ordering: .relaxed) }
  var resolver: NameLookup.Resolver {
    { [self] _, port throws(Dialler.Failure) in
      count.add(1, ordering: .relaxed)
      gate.wait()
      gate.signal()
      return try SocketAddress.all(of: "127.0.0.1", port: port)
    }
  }

  func answer() { gate.signal() }
}
