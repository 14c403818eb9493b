import Foundation
import Testing

/// The rules for serial lines, read as udev reads them.
@Suite struct UdevRuleTests {
  /// Keys that are compared, and those that are set: udev(7) of systemd 252.
  private static let matched: Set = [
    "ACTION", "ATTR", "ATTRS", "DEVPATH", "DRIVER", "DRIVERS", "ENV", "KERNEL", "KERNELS", "NAME",
    "SUBSYSTEM", "SUBSYSTEMS", "SYMLINK", "TAG", "TAGS", "CONST", "SYSCTL", "TEST", "PROGRAM",
    "RESULT",
  ]
  private static let assigned: Set = [
    "ATTR", "ENV", "GOTO", "GROUP", "IMPORT", "LABEL", "MODE", "NAME", "OPTIONS", "OWNER", "RUN",
    "SECLABEL", "SYMLINK", "SYSCTL", "TAG",
  ]

  private func rules() throws -> [String] {
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "systemd/60-infusionwatch.rules")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map(String.init).filter { !$0.hasPrefix("#") }
  }

  @Test func `every rule is made of keys and operators that udev knows`() throws {
    for rule in try rules() {
      for part in rule.split(separator: ", ") {
        let key = try #require(
          part.wholeMatch(of: /([A-Z]+)(\{[\w\/]+\})?(==|!=|=|\+=|:=)"([^"]*)"/), "\(part)")
        let known = ["==", "!="].contains(key.3) ? Self.matched : Self.assigned
        #expect(known.contains(String(key.1)), "\(part)")
        #expect((key.2 != nil) == ["ATTR", "ATTRS", "ENV"].contains(key.1), "\(part)")
      }
    }
  }

  @Test func `whatever is left out goes to a label that is there`() throws {
    let text = try rules().joined(separator: "\n")
    let targets = text.matches(of: /GOTO="(\w+)"/).map(\.1)
    #expect(!targets.isEmpty)
    for target in targets { #expect(text.hasSuffix("LABEL=\"\(target)\"")) }
  }

  @Test func `a line of a monitor is left alone by ModemManager and is the service's own`() throws {
    let text = try rules().joined(separator: "\n")
    #expect(text.contains("ENV{ID_MM_PORT_IGNORE}=\"1\""))
    #expect(text.contains("GROUP=\"dialout\", MODE=\"0660\""))
  }
}
