import Foundation
import PeerKit
import Testing

/// The service as systemd sees it.
extension Machine {
  /// A property of the service.
  func property(_ name: String) async throws -> String {
    try await run("systemctl show --property \(name) --value infusionwatch").output
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Starts the service afresh, without anything that it kept, with further lines for `[Service]`.
  func start(with lines: [String] = []) async throws {
    try await run("systemctl stop infusionwatch.service infusionwatch.socket")
    try await run("rm -rf /var/lib/private/infusionwatch/*")
    let text = (["[Service]"] + lines).joined(separator: "\n")
    try await write(text, to: "/run/systemd/system/infusionwatch.service.d/test.conf")
    // One that is enabled stays known after its end.
    try await run("systemctl enable infusionwatch; systemctl reset-failed infusionwatch")
    try await run("systemctl daemon-reload")
    let started = try await run("systemctl start infusionwatch.service")
    guard started.status == 0 else {
      let log = try await run("systemctl status infusionwatch")
      throw Failure(description: started.output + log.output)
    }
  }

  /// Stops the service; how long it took in µs, by the service manager's own clock.
  func stop() async throws -> Int {
    try await run("systemctl stop infusionwatch")
    let asked = try #require(Int(try await property("ActiveExitTimestampMonotonic")))
    let ended = try #require(Int(try await property("InactiveEnterTimestampMonotonic")))
    #expect(ended > asked)
    return ended - asked
  }

  /// The entries of the service's journal that have these fields (`FIELD=value`).
  func entries(_ matches: String) async throws -> [[String: String]] {
    let listed = try await run(
      "journalctl --sync --namespace=infusionwatch; "
        + "journalctl --namespace=infusionwatch --output=json --quiet \(matches)")
    return listed.lines.compactMap { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
      return (object as? [String: Any])?.compactMapValues { $0 as? String }
    }
  }
}
