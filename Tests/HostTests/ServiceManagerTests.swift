import Foundation
import PeerKit
import Testing

@testable import Host

/// What a service manager is told, byte for byte.
@Suite struct ServiceManagerTests {
  @Test(arguments: [
    (ServiceManager.State.ready, "READY=1"), (.stopping, "STOPPING=1"), (.watchdog, "WATCHDOG=1"),
    (.reloading, "RELOADING=1\nMONOTONIC_USEC=41"),
    (.status("4 beds, 1 infusing"), "STATUS=4 beds, 1 infusing"),
    (.extendTimeout(.milliseconds(1500)), "EXTEND_TIMEOUT_USEC=1500000"),
    (.extendTimeout(.seconds(-1)), "EXTEND_TIMEOUT_USEC=0"),
  ])
  func `each state has its assignment`(state: ServiceManager.State, expected: String) {
    #expect(ServiceManager.text(of: state, at: 41) == expected)
  }

  @Test func `a status cannot smuggle in an assignment of its own`() {
    let text = ServiceManager.text(of: .status("1 bed\nSTOPPING=1\r\nX\u{2028}Y"), at: 0)
    #expect(text == "STATUS=1 bed STOPPING=1 X Y")
  }

  @Test func `a status is cut between characters`() {
    let text = ServiceManager.text(of: .status(String(repeating: "ö", count: 400)), at: 0)
    #expect(text == "STATUS=" + String(repeating: "ö", count: 256))
  }

  @Test func `a real socket hears each message whole`() async throws {
    let folder = try ProbeFolder()
    let manager = try NotifySocket(folder.path("notify"))
    let lines = try await folder.probe(
      ["present", "status=2 beds, no session", "reloading"],
      ["NOTIFY_SOCKET": folder.path("notify")])
    #expect(lines == ["present true", "told true", "told true"])
    #expect(manager.states.first == "READY=1\nSTATUS=2 beds, no session")
    let reloading = try #require(manager.states.last)
    #expect(reloading.contains(/^RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]+$/))
  }

  @Test(arguments: [[:], ["NOTIFY_SOCKET": "/nowhere/notify"]])
  func `nobody who listens is no error`(environment: [String: String]) async throws {
    let folder = try ProbeFolder()
    #expect(try await folder.probe(["ready"], environment) == ["told false"])
  }

  @Test(arguments: [
    (["WATCHDOG_USEC": "20000000"], "watchdog 20.0 seconds"),
    (["WATCHDOG_USEC": "1500000"], "watchdog 1.5 seconds"),
    ([:], "watchdog never"),
    // Meant for the program that started this one.
    (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"], "watchdog never"),
    (["WATCHDOG_USEC": "soon"], "watchdog never"),
  ])
  func `the watchdog's interval is what the manager wants of this very process`(
    environment: [String: String], expected: String
  ) async throws {
    let folder = try ProbeFolder()
    #expect(try await folder.probe(["watchdog"], environment) == [expected])
  }
}
