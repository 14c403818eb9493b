import MonitorProtocols
import Testing
import Vitals

@Suite struct NoninDF13Tests {
  private func said(_ frame: [UInt8]) throws -> [SerialFinding.Content] {
    let (found, tally) = try FrameRun.read(.noninDF13, [frame])
    #expect(tally.frames == 1)
    return found.map(\.content)
  }

  @Test func `a result from the device's memory is not given`() throws {
    #expect(try said(NoninFrames.spotCheck([15: 0x10])).isEmpty)
    #expect(try said(NoninFrames.spotCheck([14: 0x01, 15: 0x10])).isEmpty)
    #expect(try said(NoninFrames.spotCheck([15: 0xEF])) == .continuous(hr: 72, spo2: 97))
  }

  @Test func `a spot check that measured nothing says so, whatever it prints`() throws {
    #expect(try said(NoninFrames.spotCheck([14: 0x03])) == .nothing(.notMeasured))
  }

  @Test func `numbers that the device does not vouch for are marked`() throws {
    #expect(try said(NoninFrames.spotCheck([14: 0x00])) == .continuous(hr: 72, spo2: 97, .low))
  }

  @Test(arguments: [(0, 127), (0, 128), (0, 200), (0, 255), (1, 0), (1, 65)])
  func `a rate has eight bits and a ninth`(_ high: UInt8, _ low: UInt8) throws {
    #expect(
      try said(NoninFrames.spotCheck([16: high, 17: low]))
        == .continuous(hr: Double(high) * 256 + Double(low), spo2: 97))
  }

  @Test func `codes for none, and what no field can mean, are no numbers`() throws {
    #expect(
      try said(NoninFrames.spotCheck([16: 1, 17: 0xFF]))
        == [.absent(.hr, .invalid), .value(.spo2, 97)])
    for saturation: UInt8 in [0, 101, 127, 255] {
      #expect(
        try said(NoninFrames.spotCheck([19: saturation]))
          == [.value(.hr, 72), .absent(.spo2, .invalid)])
    }
    #expect(try said(NoninFrames.spotCheck([17: 0, 19: 0])) == .nothing(.invalid))
  }

  @Test func `a longer frame of a later device is read as far as it is known`() throws {
    var frame = NoninFrames.df13
    frame[5] = 0x10
    frame.insert(contentsOf: [0x0D, 0x02], at: 20)
    frame[22] = frame[6..<22].reduce(0, &+)
    #expect(try said(frame) == .continuous(hr: 72, spo2: 97))
  }

  @Test(arguments: [(4, 0x01), (5, 0x0D), (5, 0x41), (21, 0x04)])
  func `a length or an end that cannot be costs one byte at a time`(
    _ at: Int, _ byte: UInt8
  ) throws {
    var frame = NoninFrames.df13
    frame[at] = byte
    let (found, tally) = try FrameRun.read(.noninDF13, [frame + NoninFrames.df13])
    #expect(found.map(\.offset) == [22, 22])
    #expect(tally.skipped == 22)
    #expect(tally.checksumErrors == 0)
  }

  @Test func `a wrong checksum is counted`() throws {
    var frame = NoninFrames.df13
    frame[20] ^= 1
    let (found, tally) = try FrameRun.read(.noninDF13, [frame])
    #expect(found.isEmpty)
    #expect(tally.checksumErrors == 1)
    #expect(tally.skipped == 22)
  }

  @Test func `the answer to a choice of format is skipped`() throws {
    let (found, tally) = try FrameRun.read(.noninDF13, [[0x06] + NoninFrames.df13])
    #expect(found.map(\.offset) == [1, 1])
    #expect(tally.skipped == 1)
  }
}

@Suite struct NoninASCIITests {
  private func read(_ text: String) throws -> (found: [SerialFinding], tally: SerialTally) {
    try FrameRun.read(.noninASCII, [[UInt8](text.utf8)])
  }

  @Test(arguments: [
    "SPO2=097 HR=072", "SPO2=097 HR=072 F", "SPO2=097 HR=072*", "SPO2=097 HR=072 F*",
    "SPO2=097 HR=072 B", "23:59:59 SPO2=097 HR=072", "00:00:00 SPO2=097 HR=072 *",
  ])
  func `a line is read in each of its forms`(_ line: String) throws {
    let (found, tally) = try read(line + "\r\n")
    #expect(found.map(\.content) == .continuous(hr: 72, spo2: 97))
    #expect(tally.skipped == 0)
  }

  @Test(arguments: [
    "SPO2=97 HR=072", "SPO2=097 HR=72", "SPO2=097  HR=072", "SPO2=097HR=072", "SPO2=09- HR=072",
    "SPO2=097 HR=0720", "SPO2=097 HR=072 X", "spo2=097 HR=072", "SPO2= 97 HR= 72", "SPO2=097",
    "SPO2=097 HR=", "SPO2=097 HR=07\u{7F}", "SPO2=097 HR=072         F      F",
  ])
  func `a line of another form is skipped`(_ line: String) throws {
    let (found, tally) = try read(line + "\r\nSPO2=096 HR=071\r\n")
    #expect(found.map(\.content) == .continuous(hr: 71, spo2: 96))
    #expect(tally.skipped == line.utf8.count + 2)
  }

  @Test func `a line needs both of its ends`() throws {
    for end in ["", "\r", "\n", "\r\r\n"] {
      #expect(try read("SPO2=097 HR=072" + end).found.isEmpty)
    }
  }

  @Test func `what is dashed, or cannot be, is no number`() throws {
    #expect(
      try read("SPO2=--- HR=072\r\nSPO2=097 HR=---\r\n").found.map(\.content)
        == [
          .value(.hr, 72), .absent(.spo2, .invalid), .absent(.hr, .invalid), .value(.spo2, 97),
        ])
    #expect(
      try read("SPO2=000 HR=000\r\nSPO2=101 HR=351\r\nSPO2=127 HR=511\r\n").found.map(\.content)
        == .nothing(.invalid) + .nothing(.invalid) + .nothing(.invalid))
    #expect(
      try read("SPO2=100 HR=321\r\n").found.map(\.content) == .continuous(hr: 321, spo2: 100))
  }

  @Test func `the header after power-up and a first part of a line are skipped`() throws {
    let text = "O2=099 HR=060\r\nNONIN 9600 03/14/26 09:41:07\r\n"
    let (found, tally) = try read(text + "SPO2=097 HR=072\r\n")
    #expect(found.map(\.offset) == [text.utf8.count, text.utf8.count])
    #expect(tally.skipped == text.utf8.count)
  }
}
