import Foundation
import PeerKit
import Testing

extension ServiceTests {
  /// What the program and the service manager tell each other.
  @Suite
  struct SupervisedTests {
    @Test func `systemctl status says how things stand, in words`() async throws {
      let machine = try await Machine.shared()
      try await machine.start()
      try await eventually("the status") {
        try await machine.property("StatusText") == "1 bed, no session"
      }
      try await machine.monitor.tell("set 1 790")
      defer { Task { try await machine.monitor.tell("set 1 975") } }
      try await eventually("the alarm in the status") {
        try await machine.property("StatusText") == "1 bed, no session, 1 high alert"
      }
    }

    @Test func `a process that hangs is ended by the watchdog and started again`() async throws {
      let machine = try await Machine.shared()
      try await machine.start(with: ["WatchdogSec=2s"])
      let told = try await machine.entries("INFUSIONWATCH_RESULT=watchdog").count
      let before = try await machine.property("MainPID")
      let stamp = try await machine.property("WatchdogTimestampMonotonic")
      try await eventually("signs of life") {
        try await machine.property("WatchdogTimestampMonotonic") != stamp
      }
      try await machine.run("systemctl kill --signal=STOP infusionwatch")
      try await eventually("it is back") {
        let pid = try await machine.property("MainPID")
        let state = try await machine.property("SubState")
        return pid != before && state == "running"
      }
      #expect(try await machine.entries("INFUSIONWATCH_RESULT=watchdog").count == told + 1)
    }

    @Test func `a reload keeps the process, and a faulty file keeps the configuration`()
      async throws
    {
      let machine = try await Machine.shared()
      try await machine.start()
      let pid = try await machine.property("MainPID")
      let file = "/etc/infusionwatch/station.toml"
      try await machine.run("cp \(file) /run/kept; sed -i 's/^name = .*/name = \"Annex\"/' \(file)")
      #expect(try await machine.run("systemctl reload infusionwatch").status == 0)
      try await machine.run("echo 'colour = \"red\"' >> \(file)")
      try await machine.run("systemctl reload infusionwatch")
      try await eventually("the fault") {
        try await machine.entries("PRIORITY=3").contains {
          $0["MESSAGE"]?.contains("\(file):") == true && $0["MESSAGE"]?.contains("colour") == true
        }
      }
      #expect(try await machine.property("ActiveState") == "active")
      #expect(try await machine.property("MainPID") == pid)
      try await machine.run("mv /run/kept \(file)")
    }

    @Test func `displays wait in the socket while the service restarts, and none is refused`()
      async throws
    {
      let machine = try await Machine.shared()
      try await machine.start()
      try await machine.run(
        "systemctl stop infusionwatch; systemctl start infusionwatch.socket infusionwatch.service")
      try await machine.write(Self.display, to: "/run/display")
      async let display = machine.run("bash /run/display")
      try await machine.run("systemctl kill --signal=KILL infusionwatch")
      let seen = try await display.output.split(whereSeparator: \.isWhitespace)
        .map(String.init)
      #expect(seen.prefix(2) == ["refused", "0"], "\(seen)")
      // One may have been in the process that was killed.
      #expect(Int(try #require(seen.last)) ?? 99 <= 1, "\(seen)")
      try await machine.run("systemctl stop infusionwatch.socket infusionwatch.service")
    }

    /// Asks 200 times, each time on a connection of its own.
    private static let display = """
      trap '' PIPE
      refused=0 unanswered=0
      for number in $(seq 200); do
        if { exec 3<>/dev/tcp/127.0.0.1/8137; } 2>/dev/null; then
          printf 'GET /healthz HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n' >&3 2>/dev/null
          read -r line <&3 2>/dev/null
          [ "${line#HTTP/1.}" != "$line" ] || unanswered=$((unanswered + 1))
          exec 3>&-
        else
          refused=$((refused + 1))
        fi
        line=
        sleep 0.01
      done
      echo refused $refused unanswered $unanswered
      """
  }
}
