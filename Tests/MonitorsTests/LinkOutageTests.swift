import Glibc
import PeerKit
import SimulatedMonitors
import Synchronization
import Testing
import Vitals

@testable import Monitors

/// A simulated monitor's link can die, in the two ways in which real ones do.
@Suite struct LinkOutageTests {
  @Test func `an outage hangs, then refuses, then is over`() {
    let outage = LinkOutage(hangs: .seconds(10), refuses: .seconds(20), returns: .seconds(30))
    let conducts = [9, 10, 19, 20, 29, 30].map { outage.conduct(at: .seconds($0)) }
    #expect(conducts == [.answers, .hangs, .hangs, .refuses, .refuses, .answers])
  }

  @Test func `a link that hangs and refuses is lost once, and comes back on the same port`()
    async throws
  {
    let conduct = Held(LinkConduct.answers)
    let server = try SimulatedMonitor(conduct: { conduct.value }, registers: { [72, 975] })
    let harness = try LinkHarness(port: server.port)
    try await eventually("readings") { !harness.values(of: .spo2).isEmpty }
    conduct.value = .hangs
    try await eventually("lost: \(harness.events)") {
      if case .linkDown = harness.events.last { true } else { false }
    }
    conduct.value = .refuses
    try await eventually("nobody listens") {
      !isListening(on: server.port)
    }
    harness.forget()
    conduct.value = .answers
    try await eventually("readings again") { !harness.values(of: .spo2).isEmpty }
    #expect(harness.events == [.linkUp])
    await harness.link.stop()
    server.stop()
  }

  @Test func `a monitor that was stopped listens no more, however its link behaves`() async throws {
    for conduct in [LinkConduct.answers, .hangs, .refuses] {
      let server = try SimulatedMonitor(conduct: { conduct }, registers: { [72] })
      server.stop()
      try await eventually("nobody listens") {
        !isListening(on: server.port)
      }
    }
  }

  private func isListening(on port: UInt16) -> Bool {
    let lookup = try? NameLookup(host: "127.0.0.1", port: port)
    guard let lookup, let stop = try? StopSignal() else { return false }
    let descriptor = try? Dialler(lookup: lookup, stop: stop).dial()
    if let descriptor { close(descriptor) }
    return descriptor != nil
  }

  /// A value that the test changes while a server's thread reads it.
  private final class Held<Value: Sendable>: Sendable {
    private let held: Mutex<Value>
    init(_ value: Value) { held = Mutex(value) }
    var value: Value {
      get { held.withLock { $0 } }
      set { held.withLock { $0 = newValue } }
    }
  }
}
