import Foundation
import MonitorProtocols
import PeerKit
import SimulatedMonitors
import Testing
import Vitals

@testable import Monitors

/// libmodbus ends the process on a descriptor of 1024 or more; a link never hands it one.
@Suite struct DescriptorTests {
  @Test func `a link reads on while more than 1024 descriptors are open`() async {
    await #expect(processExitsWith: .success) {
      let server = try SimulatedMonitor { [72, 975] }
      let harness = try LinkHarness(port: server.port)
      try await eventually("readings come") { !harness.values(of: .hr).isEmpty }
      #expect(harness.link.lowDescriptor < 1024)
      let filled = fillDescriptors(upTo: 1100)
      #expect(filled > 1024)
      server.stop()
      try await eventually("the loss is told") { harness.events.count == 3 }
      harness.forget()
      // The server of this process cannot take a connection now: it too waits with select().
      let peer = try await Peer("monitor", String(server.port))
      try await eventually("a new connection, above 1024, is read") {
        harness.values(of: .spo2).contains(97.5)
      }
      withExtendedLifetime(peer) {}
      await harness.link.stop()
    }
  }

  @Test func `a link that finds no low descriptor does not start`() async {
    await #expect(processExitsWith: .success) {
      _ = fillDescriptors(upTo: 1100)
      #expect(throws: LinkError.noLowDescriptor) { try LinkHarness(port: 1) }
    }
  }
}

/// Opens descriptors until one has this number or the system refuses; the last number.
private func fillDescriptors(upTo number: Int32) -> Int32 {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(7), &limit)
  limit.rlim_cur = min(limit.rlim_max, 4096)
  setrlimit(__rlimit_resource_t(7), &limit)
  var last: Int32 = -1
  while last < number {
    let next = open("/dev/null", O_RDONLY)
    guard next >= 0 else { break }
    last = next
  }
  return last
}
