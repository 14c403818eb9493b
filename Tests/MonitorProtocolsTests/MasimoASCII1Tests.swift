import MonitorProtocols
import Testing
import Vitals

@Suite struct MasimoASCII1Tests {
  private func said(_ lines: String...) -> [SerialFinding.Content] {
    var decoder = MasimoASCII1()
    var said: [SerialFinding.Content] = []
    for line in lines { decoder.decode([UInt8]((line + "\r\n").utf8)) { said.append($0.content) } }
    return said
  }

  private func line(
    sn: String = "----------", spo2: String = "097%", bpm: String = "081", exc: String = "000800"
  ) -> String {
    "02/24/18 04:48:56 SN=\(sn) SPO2=\(spo2) BPM=\(bpm) PI=05.13% ALARM=0000 EXC=\(exc)"
  }

  @Test(arguments: [
    ("000801", AbsenceReason.disconnected), ("000802", .invalid), ("000808", .searching),
    ("000810", .artifact), ("000820", .sensorOff), ("000840", .artifact), ("000880", .invalid),
    ("0000829", .disconnected), ("000828", .sensorOff),
  ])
  func `an exception makes printed numbers absent, with its reason`(
    _ exceptions: String, _ reason: AbsenceReason
  ) {
    #expect(said(line(exc: exceptions)) == .nothing(reason))
  }

  @Test(arguments: ["000804", "000C00", "0000C04"])
  func `a weak signal keeps the numbers and marks them`(_ exceptions: String) {
    #expect(said(line(exc: exceptions)) == .continuous(hr: 81, spo2: 97, .low))
  }

  @Test func `the alarm's digits say nothing of the numbers`() {
    let muted = line().replacing("ALARM=0000", with: "ALARM=003F")
    #expect(said(muted) == .continuous(hr: 81, spo2: 97))
  }

  @Test func `a rate above 127 is right`() {
    #expect(said(line(bpm: "240")) == .continuous(hr: 240, spo2: 97))
  }

  @Test func `zeros and what cannot be are no numbers`() {
    #expect(said(line(spo2: "000%", bpm: "000")) == .nothing(.invalid))
    #expect(said(line(spo2: "101%", bpm: "351")) == .nothing(.invalid))
    #expect(said(line(spo2: "---%")) == [.value(.hr, 81), .absent(.spo2, .invalid)])
  }

  @Test func `the order of the keys does not matter`() {
    #expect(
      said("02/24/18 04:48:56 EXC=000800 BPM=081 PVI=--- SPO2=097%")
        == .continuous(hr: 81, spo2: 97))
  }

  @Test(arguments: [
    "02/24/18 04:48:56 SPO2=097% BPM=081 ALARM=0000",
    "02/24/18 04:48:56 SPO2=097% EXC=000800",
    "02/24/18 04:48:56 SPO2=097% BPM=081 BPM=081 EXC=000800",
    "02/24/18 04:48:56 SPO2=97% BPM=081 EXC=000800",
    "02/24/18 04:48:56 SPO2=097% BPM=0-1 EXC=000800",
    "02/24/18 04:48:56 SPO2=097% BPM=081 EXC=00800",
    "02/24/18 04:48:56 SPO2=097% BPM=081 EXC=0008G0",
    "02/24/18 04:48:56 SPO2=097% BPM=081 ALARM EXC=000800",
    "2/24/18 04:48:56 SPO2=097% BPM=081 EXC=000800",
    "SPO2=097% BPM=081 EXC=000800",
  ])
  func `a line that lacks its shape says nothing`(_ line: String) {
    #expect(said(line).isEmpty)
  }

  @Test func `a line that only a line feed ends is none`() {
    var decoder = MasimoASCII1()
    decoder.decode([UInt8]((line() + "\n").utf8)) { _ in Issue.record("believed") }
    #expect(decoder.tally.frames == 0)
  }

  @Test func `a line without an end is given up at its longest`() {
    var decoder = MasimoASCII1()
    let endless = line() + String(repeating: " PVI=---", count: 40) + "\r\n"
    decoder.decode([UInt8](endless.utf8)) { _ in Issue.record("believed") }
    #expect(decoder.tally.skipped >= endless.utf8.count - 2)
  }

  @Test func `the rest of a line before the first whole one, and blank lines, are skipped`() {
    var decoder = MasimoASCII1()
    var found: [SerialFinding] = []
    let before = "000145838 SPO2=055% BPM=055 EXC=000800\r\n\r\n"
    decoder.decode([UInt8]((before + line() + "\r\n").utf8)) { found.append($0) }
    #expect(found.map(\.content) == .continuous(hr: 81, spo2: 97))
    #expect(found.map(\.offset) == [before.utf8.count, before.utf8.count])
    #expect(decoder.tally.skipped == before.utf8.count)
  }

  @Test func `another serial number counts from its second line, and the first says nothing`() {
    let (mine, other) = (line(sn: "0000000001"), line(sn: "0000000002", bpm: "060"))
    #expect(
      said(mine, other, other, other)
        == [.identity("0000000001")] + .continuous(hr: 81, spo2: 97)
        + [.identity("0000000002")] + .continuous(hr: 60, spo2: 97)
        + .continuous(hr: 60, spo2: 97))
  }

  @Test func `one wrong digit of a serial number makes no other monitor`() {
    let (mine, wrong) = (line(sn: "0000000001"), line(sn: "0000000003", bpm: "060"))
    #expect(
      said(mine, wrong, mine, wrong, mine)
        == [.identity("0000000001")] + .continuous(hr: 81, spo2: 97)
        + .continuous(hr: 81, spo2: 97) + .continuous(hr: 81, spo2: 97))
  }

  @Test func `dashes are no serial number`() {
    #expect(said(line(), line()).count == 4)
  }
}
