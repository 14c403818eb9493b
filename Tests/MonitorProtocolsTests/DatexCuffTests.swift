import MonitorProtocols
import Testing
import Vitals

@Suite struct DatexCuffTests {
  /// A record every five seconds.
  private struct Monitor {
    var decoder = DatexDRI()
    var time = 1_000_000

    mutating func shows(
      _ sys: Int?, _ dia: Int? = nil, _ mean: Int? = nil, label: Int = 0
    ) -> [SerialFinding.Content] {
      time += 5
      let time = time
      let frame = DatexFrames.record {
        $0.set(0, time & 0xFFFF)
        $0.set(2, time >> 16)
        $0.set(80, label)
        for (offset, part) in [(82, sys), (84, dia), (86, mean)] {
          $0.set(offset, part.map { $0 * 100 } ?? -32_767)
        }
      }
      var said: [SerialFinding.Content] = []
      decoder.decode(frame) { said.append($0.content) }
      return [_](said.dropFirst(2))
    }
  }

  private let measuring = 0x20
  private let old = 0x100
  private var monitor = Monitor()

  @Test mutating func `a result is told once, though it is shown again and again`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    for _ in 0..<11 { #expect(monitor.shows(120, 80, 93).isEmpty) }
    for _ in 0..<50 { #expect(monitor.shows(120, 80, 93, label: old).isEmpty) }
  }

  @Test mutating func `other numbers are a new result, though no measurement was seen`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(121, 80, 93) == .cuff(121, 80, 93))
  }

  @Test mutating func `an old result is none, nor is one that changes while it is old`() {
    #expect(monitor.shows(120, 80, 93, label: old).isEmpty)
    #expect(monitor.shows(121, 80, 93, label: old).isEmpty)
  }

  @Test mutating func `an old result that is no longer marked old is a new one`() {
    #expect(monitor.shows(120, 80, 93, label: old).isEmpty)
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `the same numbers after an old result, no longer old, are a new one`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(120, 80, 93, label: old).isEmpty)
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `a measurement begins once, and nothing counts until it ends`() {
    #expect(monitor.shows(nil, label: measuring) == [.cuffInflating])
    #expect(monitor.shows(nil, label: measuring).isEmpty)
    #expect(monitor.shows(150, 90, 110, label: measuring).isEmpty)
    #expect(monitor.shows(118, 78, 91) == .cuff(118, 78, 91))
    #expect(monitor.shows(118, 78, 91).isEmpty)
  }

  @Test mutating func `the same numbers after a cleared display are a new result`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(nil, label: measuring) == [.cuffInflating])
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `the same numbers after an old result's measurement are a new result`() {
    #expect(monitor.shows(120, 80, 93, label: old | measuring) == [.cuffInflating])
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `numbers that stood there all along are new once the last ones are old`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(120, 80, 93, label: measuring) == [.cuffInflating])
    // 10 to 60 s after the first.
    for _ in 2...12 { #expect(monitor.shows(120, 80, 93).isEmpty) }
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(120, 80, 93).isEmpty)
  }

  @Test mutating func `numbers that stood there all along and become old were a failure`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(120, 80, 93, label: measuring) == [.cuffInflating])
    #expect(monitor.shows(120, 80, 93).isEmpty)
    #expect(monitor.shows(120, 80, 93, label: old).isEmpty)
    #expect(monitor.shows(120, 80, 93, label: old) == [.cuffFailed])
    #expect(monitor.shows(120, 80, 93, label: old).isEmpty)
  }

  @Test mutating func `a measurement without a result fails with the second record after it`() {
    #expect(monitor.shows(nil, label: measuring) == [.cuffInflating])
    #expect(monitor.shows(nil).isEmpty)
    #expect(monitor.shows(nil) == [.cuffFailed])
    #expect(monitor.shows(nil).isEmpty)
  }

  @Test mutating func `a result one record late is no failure`() {
    #expect(monitor.shows(nil, label: measuring) == [.cuffInflating])
    #expect(monitor.shows(nil).isEmpty)
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `a numbers' gap without a measurement does not make them new`() {
    #expect(monitor.shows(120, 80, 93) == .cuff(120, 80, 93))
    #expect(monitor.shows(nil).isEmpty)
    #expect(monitor.shows(120, 80, 93).isEmpty)
  }

  @Test mutating func `a part that is missing in a new result is told as missing`() {
    #expect(
      monitor.shows(126) == [
        .value(.sbp, 126), .absent(.dbp, .invalid), .absent(.map, .invalid),
      ])
  }

  @Test func `a result without a cuff module is none`() {
    var decoder = DatexDRI()
    var count = 0
    decoder.decode(DatexFrames.record { $0.set(76, 0) }) { _ in count += 1 }
    #expect(count == 2)
  }
}
