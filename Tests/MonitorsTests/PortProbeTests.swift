import MonitorProtocols
import Testing
import Vitals

@testable import Monitors

/// `probe`: which protocol speaks at which setting, decided by value.
@Suite struct PortProbeTests {
  private static let device = "/dev/ttyS0"

  /// Makers' settings, as far as these tests need them.
  private static let usual: [(language: SerialLanguage, line: SerialLine)] =
    SerialLanguage.allCases.map { language in
      switch language {
      case .datexDRI: (language, SerialLine(device: device, baud: 19_200, parity: .even))
      case .berrymedPM6750: (language, SerialLine(device: device, baud: 115_200))
      case .bci5Byte: (language, SerialLine(device: device, baud: 19_200, parity: .odd))
      case _: (language, SerialLine(device: device, baud: 9600))
      }
    }

  private static let df8: [UInt8] = [0x80, 0x48, 0x61, 0x00]
  private static let bci: [UInt8] = [0xC5, 0x32, 0x07, 0x48, 0x61]

  /// A monitor on a line: what arrives in a second at a setting, and how much of it damaged.
  private struct Line {
    var asks = false
    var says: (SerialLine?, SerialLanguage?) -> [UInt8]
    var lineErrors: (SerialLine?) -> Int? = { _ in nil }

    /// Lives until the probe is over; the seconds that took, and what was tried.
    func run(_ probe: PortProbe) -> (verdict: ProbeVerdict, seconds: Int, tried: [ProbeAttempt]) {
      var probe = probe
      var tried: [ProbeAttempt] = []
      var errors = 0
      var second = 0
      while let attempt = probe.attempt, second < 1000 {
        second += 1
        let now = Moment(milliseconds: Int64(second) * 1000)
        if tried.last != attempt {
          tried.append(attempt)
          errors = 0
        }
        errors += lineErrors(attempt.line) ?? 0
        let bytes = says(attempt.line, attempt.asks)
        if bytes.isEmpty {
          probe.look(at: now)
        } else {
          probe.took(
            bytes, lineErrors: lineErrors(attempt.line).map { _ in errors }, at: now)
        }
      }
      return (probe.verdict, second, tried)
    }

    func run() -> (verdict: ProbeVerdict, seconds: Int, tried: [ProbeAttempt]) {
      run(PortProbe(usual: PortProbeTests.usual, asks: asks, at: Moment(milliseconds: 0)))
    }
  }

  @Test func `a monitor at its maker's settings is found within seconds`() throws {
    let result = Line { line, _ in line?.baud == 9600 ? Self.df8 : [0x00, 0xF8] }.run()
    let found = try #require(result.verdict.evidence)
    #expect(found.language == .noninDF8)
    #expect(found.line == SerialLine(device: Self.device, baud: 9600))
    #expect(found.readings == [Reading(.hr, .value(72)), Reading(.spo2, .value(97))])
    #expect(found.isSure)
    #expect(result.seconds == 4)
  }

  @Test func `a monitor at other settings than its maker's is found, too`() throws {
    let at = SerialLine(device: Self.device, baud: 4800)
    let stream = [[UInt8]](repeating: Self.bci, count: 60).flatMap(\.self)
    let result = Line { line, _ in line == at ? stream : [0xFF, 0x00, 0xFE] }.run()
    let found = try #require(result.verdict.evidence)
    #expect(found.language == .bci5Byte)
    #expect(found.line == at)
  }

  @Test func `a line that has no speed is taken at the protocol's own settings`() throws {
    let stream = [[UInt8]](repeating: Self.bci, count: 60).flatMap(\.self)
    let result = Line { _, _ in stream }.run()
    let found = try #require(result.verdict.evidence)
    #expect(found.language == .bci5Byte)
    #expect(found.line == SerialLine(device: Self.device, baud: 19_200, parity: .odd))
    #expect(result.tried.count == 2)
  }

  @Test func `a setting at which the line counts damaged bytes is not the one`() throws {
    // Without a look at parity most bytes come through all the same.
    let right = SerialLine(device: Self.device, baud: 9600, parity: .even)
    let result = Line(
      says: { line, _ in line?.baud == 9600 ? Self.df8 : [0x00] },
      lineErrors: { $0 == right ? 0 : 2 }
    ).run()
    #expect(result.verdict.evidence?.line == right)
  }

  @Test func `a line without a byte is silent at every speed, and soon said to be`() {
    let result = Line { _, _ in [] }.run()
    #expect(result.verdict == .silent)
    #expect(result.seconds == 12)
    #expect(result.tried.count == 1)
  }

  @Test func `bytes that nobody understands are told with everything that was tried`() {
    let probe = PortProbe(usual: Self.usual, asks: false, at: Moment(milliseconds: 0))
    let result = Line { _, _ in Array("login: ".utf8) }.run(probe)
    guard case .foreign(let bytes, let tried) = result.verdict else {
      Issue.record("\(result.verdict)")
      return
    }
    #expect(bytes == 7 * result.seconds)
    #expect(tried.count == 13)
    #expect(Set(tried).count == tried.count)
    #expect(Int64(result.seconds) <= probe.atMost.milliseconds / 1000)
    #expect(probe.atMost <= .seconds(100))
  }

  @Test func `nothing is asked unless that is wanted, and then only on a silent line`() {
    let silent = Line { _, _ in [] }.run()
    #expect(silent.tried.allSatisfy { $0.asks == nil })
    let asked = Line(asks: true) { _, _ in [] }.run()
    #expect(asked.tried.compactMap(\.asks) == [.datexDRI, .berrymedPM6750, .suntechNIBP])
    #expect(asked.verdict == .silent)
    let speaking = Line(asks: true) { _, _ in Array("login: ".utf8) }.run()
    #expect(speaking.tried.allSatisfy { $0.asks == nil })
  }

  @Test func `a monitor that answers is found at the settings at which it was asked`() {
    let frame: [UInt8] = [0x55, 0xAA, 0x06, 0x04, 0x00, 0x62, 0x4B, 0x48]
    let result = Line(asks: true) { _, asked in asked == .berrymedPM6750 ? frame : [] }.run()
    #expect(result.verdict.evidence?.language == .berrymedPM6750)
    #expect(result.verdict.evidence?.line == SerialLine(device: Self.device, baud: 115_200))
    #expect(!result.tried.contains { $0.asks == .suntechNIBP })
  }

  @Test func `of a device server only the protocol is found`() {
    let probe = PortProbe(deviceServer: false, at: Moment(milliseconds: 0))
    let result = Line { _, _ in Self.df8 }.run(probe)
    #expect(result.verdict.evidence?.language == .noninDF8)
    #expect(result.verdict.evidence?.line == nil)
    #expect(Line { _, _ in [0x41] }.run(probe).verdict == .foreign(bytes: 12, tried: []))
  }
}

extension ProbeVerdict {
  fileprivate var evidence: ProbeEvidence? {
    if case .found(let evidence) = self { evidence } else { nil }
  }
}
