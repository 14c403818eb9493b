import MonitorProtocols
import Testing
import Vitals

@Suite struct NoninPacketTests {
  private static let languages = [SerialLanguage.noninDF2, .noninDF7]

  /// A packet of 72 1/min and 97 %.
  private func normal(_ language: SerialLanguage) -> [UInt8] {
    language == .noninDF2 ? NoninFrames.df2 : NoninFrames.df7
  }

  private func said(
    _ language: SerialLanguage, _ packets: [UInt8]...
  ) throws -> [SerialFinding.Content] {
    try FrameRun.read(language, packets).found.map(\.content)
  }

  @Test(arguments: languages, [1, 2, 72, 127, 128, 200, 255, 256, 321])
  func `a rate has nine bits`(_ language: SerialLanguage, _ rate: Int) throws {
    let packet = NoninFrames.packet(normal(language), rate: rate, saturation: 97)
    #expect(try said(language, packet) == .continuous(hr: Double(rate), spo2: 97))
  }

  @Test(arguments: languages)
  func `bits that stand beside the numbers are not read`(
    _ language: SerialLanguage
  ) throws {
    let packet = NoninFrames.changing(normal(language)) { number, _, carried in
      switch number {
      case 1: carried |= 0xFC
      case 2, 3: carried |= 0x80
      case _: break
      }
    }
    #expect(try said(language, packet) == .continuous(hr: 72, spo2: 97))
  }

  @Test(arguments: languages)
  func `each number has a code for none`(_ language: SerialLanguage) throws {
    let noRate = NoninFrames.packet(normal(language), rate: 511, saturation: 97)
    #expect(try said(language, noRate) == [.absent(.hr, .invalid), .value(.spo2, 97)])
    let noSaturation = NoninFrames.packet(normal(language), rate: 72, saturation: 127)
    #expect(try said(language, noSaturation) == [.value(.hr, 72), .absent(.spo2, .invalid)])
  }

  @Test(arguments: languages, [(0, 0), (351, 101), (510, 126)])
  func `what no field can mean is no number`(
    _ language: SerialLanguage, _ numbers: (rate: Int, saturation: Int)
  ) throws {
    let packet = NoninFrames.packet(
      normal(language), rate: numbers.rate, saturation: numbers.saturation)
    #expect(try said(language, packet) == .nothing(.invalid))
  }

  @Test(arguments: languages, 1...25)
  func `the status of any one frame takes the packet's numbers away`(
    _ language: SerialLanguage, _ frame: Int
  ) throws {
    let reasons: [(UInt8, AbsenceReason)] = [
      (0x40, .disconnected), (0x08, .sensorOff), (0x10, .artifact), (0x18, .sensorOff),
      (0x58, .disconnected),
    ]
    for (bits, reason) in reasons {
      let packet = NoninFrames.changing(normal(language)) { number, status, _ in
        if number == frame { status |= bits }
      }
      #expect(try said(language, packet) == .nothing(reason))
    }
  }

  @Test(arguments: languages, 4...25)
  func `what the other frames carry is not read`(
    _ language: SerialLanguage, _ frame: Int
  ) throws {
    for carries: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
      let packet = NoninFrames.changing(normal(language)) { number, _, carried in
        if number == frame { carried = carries }
      }
      #expect(try said(language, packet) == .continuous(hr: 72, spo2: 97))
    }
  }

  @Test(arguments: languages)
  func `numbers that only the display holds do not count`(
    _ language: SerialLanguage
  ) throws {
    // The frames of the display still carry 72 and 97.
    let packet = NoninFrames.packet(normal(language), rate: 511, saturation: 127)
    #expect(try said(language, packet) == .nothing(.invalid))
  }

  @Test(arguments: languages)
  func `a pulse's quality stands until the next pulse`(
    _ language: SerialLanguage
  ) throws {
    func pulse(_ bits: UInt8) -> [UInt8] {
      NoninFrames.changing(normal(language)) { number, status, _ in
        if 7...18 ~= number { status |= bits }
      }
    }
    let (none, green, red, yellow) = (normal(language), pulse(0x02), pulse(0x04), pulse(0x06))
    let (artifact, off) = (pulse(0x20), pulse(0x08))
    let good = [SerialFinding.Content].continuous(hr: 72, spo2: 97)
    let low = [SerialFinding.Content].continuous(hr: 72, spo2: 97, .low)
    #expect(try said(language, green, none) == good + good)
    #expect(try said(language, red, none, green, none) == low + low + good + good)
    #expect(try said(language, yellow, none) == low + low)
    #expect(try said(language, artifact, none, green) == low + low + good)
    #expect(try said(language, red, off, none) == low + .nothing(.sensorOff) + good)
    let silent = try FrameRun.read(language, [red, none], silentAfter: 0)
    #expect(silent.found.map(\.content) == low + good)
  }

  @Test(arguments: languages, 1...25)
  func `a packet that lost a frame is skipped, and the next one is read`(
    _ language: SerialLanguage, _ frame: Int
  ) throws {
    var packet = normal(language)
    packet.removeSubrange((frame - 1) * 5..<frame * 5)
    let (found, tally) = try FrameRun.read(language, [packet + normal(language)])
    #expect(found.map(\.offset) == [120, 120])
    #expect(found.map(\.content) == .continuous(hr: 72, spo2: 97))
    #expect(tally.skipped == 120)
    #expect(tally.checksumErrors == 0)
  }

  @Test(arguments: languages)
  func `of two first frames the second one counts`(_ language: SerialLanguage) throws {
    let packet = normal(language)
    let (found, tally) = try FrameRun.read(language, [packet.prefix(5) + packet])
    #expect(found.map(\.offset) == [5, 5])
    #expect(tally.skipped == 5)
  }

  @Test(arguments: languages)
  func `one who begins to listen within a packet reads from the next one on`(
    _ language: SerialLanguage
  ) throws {
    for count in 1..<125 {
      let (found, tally) = try FrameRun.read(
        language, [normal(language).dropFirst(count) + normal(language)])
      #expect(found.map(\.offset) == [125 - count, 125 - count])
      #expect(tally.skipped == 125 - count)
    }
  }

  @Test(arguments: languages)
  func `a wrong checksum costs its packet and counts once`(
    _ language: SerialLanguage
  ) throws {
    for frame in 0..<25 {
      var packet = normal(language)
      packet[frame * 5 + 4] ^= 0x10
      let (found, tally) = try FrameRun.read(language, [packet + normal(language)])
      #expect(found.map(\.offset) == [125, 125])
      #expect(tally.skipped == 125)
      #expect(tally.checksumErrors == 1)
      #expect(tally.frames == 1)
    }
  }

  @Test func `a single frame with a wrong checksum is nothing`() throws {
    let (found, tally) = try FrameRun.read(
      .noninDF2, [[UInt8](hex: "0180014 8CB"), NoninFrames.df2])
    #expect(found.map(\.offset) == [5, 5])
    #expect(tally.skipped == 5)
  }

  @Test func `a wide pleth that looks like beginnings of frames is passed over`() throws {
    var packet = NoninFrames.df7
    for at in stride(from: 1, to: 125, by: 5) {
      packet.replaceSubrange(at..<at + 2, with: [0x81, 0xFF])
    }
    packet = NoninFrames.changing(packet) { _, _, _ in }
    for count in 0..<125 {
      let (found, tally) = try FrameRun.read(.noninDF7, [packet.dropFirst(count) + packet])
      #expect(found.last?.offset == 125 - count)
      #expect(tally.skipped == (count == 0 ? 0 : 125 - count))
    }
  }
}
