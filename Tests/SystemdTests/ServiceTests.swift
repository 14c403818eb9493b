import Foundation
import PeerKit
import Testing

/// The installed service under a real systemd and a real journald.
@Suite(
  .serialized,
  .enabled(if: Machine.isPossible, "takes root, and once: Tests/SystemdTests/boot prepare"))
struct ServiceTests {
  @Test func `it starts, runs as a user of its own, and its data is where only it reads`()
    async throws
  {
    let machine = try await Machine.shared()
    try await machine.start()
    #expect(try await machine.property("ActiveState") == "active")
    #expect(try await machine.property("SubState") == "running")
    let pid = try await machine.property("MainPID")
    let user = try await machine.run("stat --format '%U %a' /var/lib/private/infusionwatch")
    #expect(user.output == "infusionwatch 700\n")
    let owner = try await machine.run("stat --format %U /proc/\(pid)")
    #expect(owner.output == "infusionwatch\n")
    let data = try await machine.run(
      "grep ^data /etc/infusionwatch/station.toml; readlink /var/lib/infusionwatch")
    #expect(data.output.hasPrefix("data = \"/var/lib/infusionwatch\""))
    #expect(data.output.hasSuffix("private/infusionwatch\n"))
  }

  @Test func `SIGTERM ends it cleanly in less than 2 s`() async throws {
    let machine = try await Machine.shared()
    try await machine.start()
    #expect(try await machine.stop() < 2_000_000)
    #expect(try await machine.property("Result") == "success")
    #expect(try await machine.property("ExecMainStatus") == "0")
  }

  @Test func `kill -9 brings it back, and the failure is told with an alarm's priority`()
    async throws
  {
    let machine = try await Machine.shared()
    try await machine.start()
    let before = try await machine.property("MainPID")
    let told = try await machine.entries(Self.failure).count
    try await machine.run("systemctl kill --signal=KILL infusionwatch")
    try await eventually("it is back") {
      let pid = try await machine.property("MainPID")
      let state = try await machine.property("SubState")
      return pid != before && state == "running"
    }
    let entries = try await machine.entries(Self.failure)
    #expect(entries.count == told + 1)
    #expect(entries.last?["PRIORITY"] == "1")
    #expect(entries.last?["INFUSIONWATCH_RESULT"] == "signal")
    #expect(entries.last?["MESSAGE"]?.contains("watches nobody until it is back") == true)
  }

  @Test func `it does not give up, however often it fails`() async throws {
    let machine = try await Machine.shared()
    try await machine.start()
    try await machine.run("systemctl stop infusionwatch")
    try await machine.write(
      "[Service]\nRestartSec=100ms\nExecStart=\nExecStart=/bin/false",
      to: "/run/systemd/system/infusionwatch.service.d/test.conf")
    try await machine.run("systemctl daemon-reload; systemctl start --no-block infusionwatch")
    try await eventually("it has been started often") {
      Int(try await machine.property("NRestarts")) ?? 0 > 6
    }
    #expect(try await machine.property("SubState") != "failed")
    try await machine.run("systemctl stop infusionwatch")
  }

  @Test func `a faulty configuration is not tried again, and the journal has each fault`()
    async throws
  {
    let machine = try await Machine.shared()
    try await machine.start()
    let file = "/etc/infusionwatch/station.toml"
    try await machine.run("systemctl stop infusionwatch; cp \(file) /run/kept")
    try await machine.run("sed -i 's/^unit = 1/unit = 300\\ncolour = \"red\"/' \(file)")
    try await machine.run("systemctl start infusionwatch")
    #expect(try await machine.property("ExecMainStatus") == "78")
    #expect(try await machine.property("SubState") == "failed")
    let faults = try await machine.entries("PRIORITY=3 _TRANSPORT=stdout")
      .compactMap { $0["MESSAGE"] }
    #expect(faults.contains { $0.contains("\(file):") && $0.contains("colour") })
    #expect(faults.contains { $0.contains("\(file):") && $0.contains("300") })
    try await machine.run("mv /run/kept \(file)")
  }

  @Test func `systemd finds nothing wrong with the units, and little to attack`() async throws {
    let machine = try await Machine.shared()
    let verified = try await machine.run(
      "systemd-analyze verify infusionwatch.service infusionwatch.socket")
    #expect(verified.output == "")
    #expect(verified.status == 0)
    let rating = try await machine.run("systemd-analyze security infusionwatch.service | tail -1")
    let exposure = try #require(rating.output.firstMatch(of: /service: (\d+\.\d+)/)?.1)
    #expect(try #require(Double(exposure)) <= 1.5)
  }

  @Test func `the serial lines are its own devices, the disks are not`() async throws {
    let machine = try await Machine.shared()
    try await machine.start()
    let dialout = try await machine.run("getent group dialout | cut -d: -f3").lines.first
    let groups = try await machine.run(
      "sed -n 's/^Groups:.//p' /proc/$(systemctl show -P MainPID infusionwatch)/status")
    #expect(groups.output.split(whereSeparator: \.isWhitespace).contains { $0 == dialout ?? "?" })
    let allowed = try await machine.property("DeviceAllow")
    #expect(allowed.contains("char-ttyUSB rw"))
    #expect(!allowed.contains("block"))
    #expect(try await machine.property("DevicePolicy") == "closed")
  }

  @Test func `a secret that only root can read reaches the program, and is new after a restart`()
    async throws
  {
    let machine = try await Machine.shared()
    try await machine.run("echo first > /etc/infusionwatch/secret; chmod 600 /etc/infusionwatch/*t")
    try await machine.write(
      """
      [Service]
      Type=oneshot
      DynamicUser=yes
      LoadCredential=token:/etc/infusionwatch/secret
      ExecStart=/usr/bin/HostProbe credential=token
      """, to: "/run/systemd/system/asker.service")
    let ask = "systemctl daemon-reload; systemctl start asker; journalctl --sync; "
    // Of a program that has ended already the journal may not know the name.
    let tell = "journalctl --quiet --output=cat --unit=asker | grep '^credential'"
    #expect(try await machine.run(ask + tell).lines == ["credential first"])
    try await machine.run("echo second > /etc/infusionwatch/secret")
    #expect(try await machine.run(ask + tell).lines == ["credential first", "credential second"])
  }

  static let failure = "INFUSIONWATCH_RESULT=signal"
}
