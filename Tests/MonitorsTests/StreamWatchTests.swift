import MonitorProtocols
import Testing
import Vitals

@testable import Monitors

/// What is told of a monitor that speaks for itself, on a virtual clock.
@Suite struct StreamWatchTests {
  private static let line = SerialLine(device: "/dev/serial/by-path/one", baud: 9600)
  private static let good = "SPO2=097 HR=072\r\n"

  private struct Line {
    var watch: StreamWatch
    var told: [MonitorReport.News] = []

    init(_ address: StreamAddress = .tty(line), expect: String? = nil, _ language: SerialLanguage) {
      watch = StreamWatch(
        StreamPlan(
          name: "a", address: address,
          monitor: StreamedMonitor(
            monitor: "a", bed: "1", language: language, vitals: VitalSign.continuous,
            expect: expect)))
    }

    mutating func take(_ text: String, at seconds: Double) {
      told += watch.took(Array(text.utf8), at: .init(milliseconds: Int64(seconds * 1000)))
    }

    mutating func look(at seconds: Double) {
      told += watch.look(at: .init(milliseconds: Int64(seconds * 1000)))
    }
  }

  private func opened(
    _ address: StreamAddress = .tty(line), expect: String? = nil,
    _ language: SerialLanguage = .noninASCII
  ) -> Line {
    var line = Line(address, expect: expect, language)
    line.watch.opened(at: .init(milliseconds: 0))
    return line
  }

  private static let readings = MonitorReport.News.readings([
    Reading(.spo2, .value(97)), Reading(.hr, .value(72)),
  ])

  @Test func `the first frames are a link that is up, and readings`() {
    var line = opened()
    for second in 1...4 { line.take(Self.good, at: Double(second)) }
    #expect(line.told.prefix(2) == [.linkUp, .clear])
    #expect(line.told.count > 2)
  }

  @Test func `a monitor that is plugged in again is believed sooner, for five minutes`() {
    let frame: [UInt8] = [0x80, 0x48, 0x61, 0x00]
    var line = Line(.tty(Self.line), .noninDF8)
    line.watch.opened(at: Moment(milliseconds: 0))
    func frames(from second: Int64) -> Int {
      for count in 1...9 {
        let now = Moment(milliseconds: (second + Int64(count)) * 1000)
        if !line.watch.took(frame, at: now).isEmpty { return count }
      }
      return 0
    }
    func plugIn(at second: Int64) {
      _ = line.watch.gone("pulled out")
      line.watch.opened(at: Moment(milliseconds: second * 1000))
    }
    #expect(frames(from: 0) == 3)
    plugIn(at: 100)
    #expect(frames(from: 100) == 2)
    plugIn(at: 500)
    #expect(frames(from: 500) == 3)
  }

  @Test func `a port that is gone is told at once, with its reason, and once`() {
    var line = opened()
    for second in 1...4 { line.take(Self.good, at: Double(second)) }
    line.told = []
    line.told += line.watch.gone("/dev/serial/by-path/one is gone")
    line.told += line.watch.gone("open: No such file")
    #expect(line.told == [.linkDown(reason: "/dev/serial/by-path/one is gone")])
  }

  @Test func `a line without bytes is silent, and says what to look at`() {
    var line = opened()
    for second in 1...4 { line.take(Self.good, at: Double(second)) }
    line.told = []
    line.look(at: 7.999)
    #expect(line.told == [])
    #expect(line.watch.deadline == Moment(milliseconds: 8000))
    line.look(at: 8)
    #expect(
      line.told == [
        .linkDown(
          reason: "/dev/serial/by-path/one is silent for 4 s: is the monitor on, and its output"
            + " set?")
      ])
  }

  @Test func `bytes that nobody understands are told after 10 s, with the settings to check`() {
    var line = opened()
    for second in 1...10 { line.take("\u{1}\u{2}garbage", at: Double(second)) }
    #expect(line.told == [])
    line.take("more", at: 11)
    #expect(
      line.told == [
        .garbled(
          reason: "bytes come, and none is nonin-ascii: check speed 9600, parity none, and the"
            + " monitor's output format")
      ])
    line.told = []
    for second in 12...16 { line.take(Self.good, at: Double(second)) }
    #expect(line.told.first == .clear)
  }

  @Test func `the first bytes after a silence are not garbled before they had their time`() {
    var line = opened(.tty(Self.line), .noninDF8)
    let frame = [UInt8]([0x80, 0x48, 0x61, 0x00])
    func take(at seconds: Int64) {
      line.told += line.watch.took(frame, at: .init(milliseconds: seconds * 1000))
    }
    for second in 1...5 { take(at: Int64(second)) }
    line.look(at: 20)
    line.told = []
    for second in 21...23 { take(at: Int64(second)) }
    #expect(line.told.first == .linkUp)
    #expect(line.told.count == 2)
  }

  @Test func `what a device server kept from before is not taken for what is now`() {
    var line = opened(.tcp(host: "ward", port: 4001))
    for _ in 0..<10 { line.take(Self.good, at: 0.5) }
    #expect(!line.told.contains { if case .readings = $0 { true } else { false } })
    line.take(Self.good, at: 1.2)
    #expect(line.told.contains { if case .readings = $0 { true } else { false } })
  }

  @Test func `another monitor than the expected one gives no readings until it is back`() {
    func masimo(_ serial: String) -> String {
      "02/24/18 04:48:56 SN=\(serial) SPO2=097% BPM=081 PI=05.13% SPCO=--.-% SPMET=--.-%"
        + " DESAT=-- PIDELTA=+-- ALARM=0000 EXC=000800\r\n"
    }
    var line = opened(expect: "0000145838", .masimoASCII1)
    for second in 1...3 { line.take(masimo("0000145838"), at: Double(second)) }
    line.told = []
    for second in 4...6 { line.take(masimo("0000070986"), at: Double(second)) }
    #expect(line.told == [.identity(found: "0000070986")])
    line.told = []
    // One line could be a wrong byte: the second one says it.
    for second in 7...8 { line.take(masimo("0000145838"), at: Double(second)) }
    #expect(line.told.first == .identityOK)
    #expect(line.told.count == 2)
  }

  @Test func `a cuff result that a monitor shows again after a reconnection is not a new one`() {
    let plan = StreamPlan(
      name: "a", address: .tty(Self.line),
      monitor: StreamedMonitor(
        monitor: "a", bed: "1", language: .datexDRI, vitals: VitalSign.allCases))
    var filter = ReadingFilter(plan.monitor)
    let result = [Reading(.sbp, .value(120)), Reading(.dbp, .value(80))]
    func told(at seconds: Int64) -> [Reading] {
      for reading in result { filter.take(reading) }
      return filter.due(at: .init(milliseconds: seconds * 1000))
    }
    #expect(told(at: 0) == result)
    filter.forget()
    #expect(told(at: 30) == [])
    #expect(told(at: 600) == result)
  }

  @Test func `a spot-check monitor may be silent`() {
    var line = opened(.tty(Self.line), .noninDF13)
    line.look(at: 3600)
    #expect(line.told == [])
  }
}
