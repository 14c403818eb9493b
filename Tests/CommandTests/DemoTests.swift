import Foundation
import PeerKit
import Testing

/// The first thing that a new user runs.
@Suite struct DemoTests {
  @Test func `it says that all is simulated, tells an alert in words, and Ctrl-C ends it`()
    async throws
  {
    let command = try RunningCommand(["demo", "--speed", "20"])
    try await eventually("the alert: \(command.outputLines)") {
      command.outputLines.contains { $0.contains("bed 2") && $0.contains("SpO2 8") }
    }
    #expect(command.outputLines.first?.hasPrefix("SIMULATED patients, 20 times faster") == true)
    #expect(command.errorLines == [])
    #expect(await command.end(with: SIGINT) < .seconds(3))
    #expect(command.status == 0)
  }

  @Test func `a speed that makes no sense is a usage error`() async throws {
    let command = try RunningCommand(["demo", "--speed", "0"])
    try await eventually("it ends") { command.status != nil }
    #expect(command.status == 64)
  }
}
