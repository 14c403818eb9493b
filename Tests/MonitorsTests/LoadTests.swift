import Glibc
import MonitorProtocols
import PeerKit
import Testing
import Vitals

@testable import Monitors

/// What the links of a whole ward cost, in a process of their own.
@Suite struct LoadTests {
  @Test func `64 links at 1 Hz take under a twentieth of a core, and no thread wakes for nothing`()
    async
  {
    await #expect(processExitsWith: .success) {
      let peer = try await Peer("monitor")
      let harnesses = try (0..<64).map { _ in
        try LinkHarness(port: peer.port, .plain(every: .seconds(1), timeout: .milliseconds(500)))
      }
      try await eventually("all are read") {
        harnesses.allSatisfy { !$0.values(of: .hr).isEmpty }
      }
      for harness in harnesses { harness.forget() }
      let (before, start) = (usage(), monotonicMilliseconds())
      try await Task.sleep(for: .seconds(10))
      let (after, end) = (usage(), monotonicMilliseconds())
      let polls = harnesses.map { $0.values(of: .hr).count }.reduce(0, +)
      let share = (after.seconds - before.seconds) * 1000 / Double(end - start)
      #expect(polls >= 9 * 64)
      #expect(share < 0.05)
      // A thread waits for the beat and for the reply.
      #expect(after.waits - before.waits <= 3 * polls)
      for harness in harnesses { await harness.link.stop() }
    }
  }
}

/// Processor time so far, and how often a thread waited.
private func usage() -> (seconds: Double, waits: Int) {
  var usage = rusage()
  getrusage(__rusage_who_t(0), &usage)
  let times = [usage.ru_utime, usage.ru_stime]
  return (
    times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }, Int(usage.ru_nvcsw)
  )
}
