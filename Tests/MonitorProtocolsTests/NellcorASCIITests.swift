import MonitorProtocols
import Testing
import Vitals

@Suite struct NellcorASCIITests {
  private func said(_ lines: String...) -> [SerialFinding.Content] {
    var decoder = NellcorASCII()
    var said: [SerialFinding.Content] = []
    for line in lines { decoder.decode([UInt8]((line + "\r\n").utf8)) { said.append($0.content) } }
    return said
  }

  private let live = "NPB-295 VERSION 2.0.0.0 CRC: XXXX SpO2 Limit: 70-100% PR Limit: 60-160BPM"
  private let trend = "NPB-295 VERSION 2.0.0.0 TREND SpO2 Limit: 70-100% PR Limit: 60-160BPM"
  private let data = "12-NOV-98 14:00:05 100 120 50"

  @Test(arguments: [
    ("SD", AbsenceReason.disconnected), ("SO", .sensorOff), ("LP", .noPulse), ("LM", .noPulse),
    ("PS", .searching), ("AO    PS", .searching), ("PS SD LB AO", .disconnected),
    ("LP     SO", .sensorOff),
  ])
  func `a code makes printed numbers absent, with its reason`(
    _ codes: String, _ reason: AbsenceReason
  ) {
    #expect(said("\(data)   \(codes)") == .nothing(reason))
  }

  @Test(arguments: ["AO", "AS", "LB", "BU", "PH", "PL", "SH", "SL", "SL AO LB PH"])
  func `a code of alarms or of the battery leaves the numbers as they are`(_ codes: String) {
    #expect(said("\(data) \(codes)") == .continuous(hr: 120, spo2: 100))
  }

  @Test(arguments: ["MO", "AO MO", "ZZ"])
  func `motion, and a code that nobody knows, mark the numbers`(_ codes: String) {
    #expect(said("\(data) \(codes)") == .continuous(hr: 120, spo2: 100, .low))
  }

  @Test func `dashes, zeros and what cannot be are no numbers`() {
    #expect(said("12-Nov-98 14:00:05 --- --- ---") == .nothing(.invalid))
    #expect(said("12-Nov-98 14:00:05 0 0 0") == .nothing(.invalid))
    #expect(said("12-Nov-98 14:00:05 101 351 50") == .nothing(.invalid))
    #expect(said("12-Nov-98 14:00:05 97 --- 50") == [.absent(.hr, .invalid), .value(.spo2, 97)])
  }

  @Test func `a rate above 127 is right, and a star is no part of it`() {
    #expect(said("12-Nov-98 14:00:05 97 201* 50") == .continuous(hr: 201, spo2: 97))
  }

  @Test(arguments: [
    "12-XXX-98 14:00:05 100 120 50", "12-NOV-98 14:00:05 100 120", "12-NOV-98 14:00:05 100",
    "12-NOV-98 14:00:05 100 120 50 A0", "12-NOV-98 14:00:05 100 120 50 AOS",
    "12-NOV-98 14:00:05 1000 120 50", "12-NOV-98 14:00:05 100 120 50 AO AS LB PH PL",
    "12-NOV-98 14:00:05 -- 120 50", "12-NOV-98 140005 100 120 50",
    "TIME    %SpO2   BPM     PA     Status", "NOTHING    VERSION 1.61.00    CRC:XXXX",
    "      ADULT      25SAT-S",
  ])
  func `a line of another shape says nothing`(_ line: String) {
    #expect(said(line).isEmpty)
  }

  @Test func `a printout of trends is history, until a heading of the moment comes`() {
    #expect(
      said(trend, data, data, live, data)
        == [.identity("NPB-295")] + .continuous(hr: 120, spo2: 100))
  }

  @Test func `the model is said once, and when it changes`() {
    let other = live.replacing("NPB-295", with: "N-395")
    #expect(
      said(live, live, other, other, live)
        == [.identity("NPB-295"), .identity("N-395"), .identity("NPB-295")])
  }

  @Test func `a line is also read behind one that broke off`() {
    var decoder = NellcorASCII()
    var found: [SerialFinding] = []
    let begun = "07-Jan-04 11:24:50   9"
    decoder.decode([UInt8]((begun + data + "\r\n").utf8)) { found.append($0) }
    #expect(found.map(\.content) == .continuous(hr: 120, spo2: 100))
    #expect(decoder.tally.skipped == begun.utf8.count)
  }
}
