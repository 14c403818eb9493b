import PeerKit
import Records
import Testing

@testable import StationWeb

/// The running station against Schemathesis, which makes calls out of the contract: right ones and
/// wrong ones, and holds each answer against it.
@Suite struct ContractAttackTests {
  @Test(arguments: [(Role.nurse, "coverage,fuzzing"), (.view, "fuzzing")])
  func `no call has an answer that the contract does not describe`(
    role: Role, phases: String
  ) async throws {
    let harness = try await WebHarness(ledgerIn: WebHarness.newFolder)
    _ = try await harness.call("POST", "/api/v1/beds/1/admit")
    harness.links.tell(hr: 80, spo2: 78)
    let attacker = try await Peer("attack", in: "StationWebTests/Contract")
    let line = try await attacker.tell(
      "attack \(harness.url) \(harness.tokens[role] ?? "") \(phases)")
    let answer = JSONValue(Array(line.utf8))?.fields
    if case .text(let report)? = answer?["report"] {
      #expect(answer?["status"] == .number(0), "\(report)")
    } else {
      Issue.record("no report: \(line)")
    }
    attacker.kill()
    try await harness.end()
  }
}
