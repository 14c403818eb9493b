import Glibc
import MonitorProtocols
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// How often the links of a whole ward wake, in a process of their own.
@Suite struct LoadTests {
  @Test func `no thread of 64 links at 1 Hz wakes for nothing`() async {
    await #expect(processExitsWith: .success) {
      let peer = try await Peer("monitor")
      let harnesses = try (0..<64).map { _ in
        try LinkHarness(port: peer.port, .plain(every: .seconds(1), timeout: .milliseconds(500)))
      }
      try await eventually("all are read") {
        harnesses.allSatisfy { !$0.values(of: .hr).isEmpty }
      }
      for harness in harnesses { harness.forget() }
      let before = waits()
      // Seldom asked: this waits, too.
      try await eventually("each is read ten times", every: .milliseconds(500)) {
        harnesses.allSatisfy { $0.values(of: .hr).count >= 10 }
      }
      let waited = waits() - before
      let polls = harnesses.map { $0.values(of: .hr).count }.reduce(0, +)
      // A thread waits for the beat and for the reply.
      #expect(waited <= 3 * polls)
      for harness in harnesses { await harness.link.stop() }
    }
  }
}

/// How often a thread of this process waited so far.
private func waits() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(0), &usage)
  return Int(usage.ru_nvcsw)
}
