import Foundation
import PeerKit
import Testing

extension ServiceTests {
  /// What a reader of the journal finds.
  @Suite struct JournalEntryTests {
    private static let alarm = "INFUSIONWATCH_CONDITION=spo2.low INFUSIONWATCH_EVENT=alert.raised"

    @Test func `an alarm is an entry with its fields, and in no other journal`() async throws {
      let machine = try await Machine.shared()
      try await machine.start()
      try await machine.monitor.tell("set 1 790")
      defer { Task { try await machine.monitor.tell("set 1 975") } }
      try await eventually("the alarm") {
        try await !machine.entries(Self.alarm).isEmpty
      }
      let entry = try #require(
        try await machine.entries(Self.alarm).first)
      #expect(entry["MESSAGE"]?.hasPrefix("Bed 1: SpO2 79 %") == true)
      #expect(entry["PRIORITY"] == "1")
      #expect(entry["SYSLOG_IDENTIFIER"] == "infusionwatch")
      #expect(entry["INFUSIONWATCH_EVENT"] == "alert.raised")
      #expect(entry["INFUSIONWATCH_BED"] == "1")
      #expect(entry["INFUSIONWATCH_PRIORITY"] == "high")
      #expect(entry["INFUSIONWATCH_VALUE"] == "79")
      #expect(entry["INFUSIONWATCH_LIMIT"] == "80")
      #expect(entry["INFUSIONWATCH_SEQ"].flatMap(Int.init) ?? 0 > 0)
      #expect(entry["INFUSIONWATCH_ALERT"]?.isEmpty == false)
      #expect(entry["MESSAGE_ID"] == "fa88e596e0bf422ab074eac972b0f68f")
      #expect(entry["_SYSTEMD_UNIT"] == "infusionwatch.service")
      let elsewhere = try await machine.run("journalctl --quiet INFUSIONWATCH_EVENT=alert.raised")
      #expect(elsewhere.output == "")
    }

    @Test func `journalctl -x explains an entry`() async throws {
      let machine = try await Machine.shared()
      try await machine.start()
      try await machine.run("journalctl --update-catalog")
      try await machine.monitor.tell("set 1 790")
      defer { Task { try await machine.monitor.tell("set 1 975") } }
      try await eventually("the alarm") {
        try await !machine.entries(Self.alarm).isEmpty
      }
      let told = try await machine.run(
        "journalctl --namespace=infusionwatch --catalog --quiet --lines=1 "
          + Self.alarm)
      #expect(told.output.contains("Subject: An alert was raised"))
      #expect(told.output.contains("spo2.low is present, with priority high."))
      #expect(told.output.contains("Look at the patient first."))
    }

    @Test func `the program's own log is in the same journal, and no event`() async throws {
      let machine = try await Machine.shared()
      try await machine.start()
      try await eventually("its log") {
        try await machine.entries("INFUSIONWATCH_BEDS=1").contains {
          $0["PRIORITY"] == "6" && $0["INFUSIONWATCH_EVENT"] == nil && $0["CODE_FILE"] != nil
            && $0["SYSLOG_IDENTIFIER"] == "infusionwatch" && $0["_TRANSPORT"] == "journal"
        }
      }
    }

    @Test func `a journal that restarts loses no entry`() async throws {
      let machine = try await Machine.shared()
      try await machine.start()
      let before = try await machine.entries(Self.alarm).count
      try await machine.run("systemctl restart systemd-journald@infusionwatch")
      try await machine.monitor.tell("set 1 790")
      defer { Task { try await machine.monitor.tell("set 1 975") } }
      try await eventually("the alarm") {
        try await machine.entries(Self.alarm).count == before + 1
      }
      #expect(try await machine.entries("INFUSIONWATCH_LOST=1").isEmpty)
    }

    @Test func `a journal that hangs holds neither the watch nor its end, and loses no entry`()
      async throws
    {
      let machine = try await Machine.shared()
      try await machine.start(with: ["StandardOutput=truncate:/run/events"])
      let before = try await machine.entries(Self.alarm).count
      let journal = "systemd-journald@infusionwatch"
      try await machine.run("systemctl kill --signal=STOP \(journal)")
      try await machine.monitor.tell("set 1 790")
      defer { Task { try await machine.monitor.tell("set 1 975") } }
      try await eventually("the alarm on the standard output") {
        try await machine.run("grep -q alert.raised /run/events").status == 0
      }
      let took = try await machine.stop()
      try await machine.run("systemctl kill --signal=CONT \(journal)")
      #expect(took < 2_000_000)
      try await eventually("the alarm") {
        try await machine.entries(Self.alarm).count == before + 1
      }
    }

    @Test func `the namespace keeps its entries on disk, without a rate limit`() async throws {
      let machine = try await Machine.shared()
      try await machine.start()
      let settings = try await machine.run(
        "systemd-analyze cat-config systemd/journald@infusionwatch.conf")
      #expect(settings.lines.contains("Storage=persistent"))
      #expect(settings.lines.contains("RateLimitIntervalSec=0"))
      let files = try await machine.run("ls -d /var/log/journal/*.infusionwatch")
      #expect(files.lines.count == 1)
    }
  }
}
