import MonitorProtocols
import Testing
import Vitals

/// Formats without a checksum: Nonin's 1 and 8, and BCI's.
@Suite struct FrameRowTests {
  private func said(_ language: SerialLanguage, _ hex: String) throws -> [SerialFinding.Content] {
    try FrameRun.read(language, [[UInt8](hex: hex)]).found.map(\.content)
  }

  /// What a believed row says with its last frame.
  private func lastSaid(
    _ language: SerialLanguage, _ frame: String
  ) throws -> [SerialFinding.Content] {
    let row = String(repeating: frame, count: 12)
    return try said(language, row).suffix(2)
  }

  private struct Row: CustomTestStringConvertible, Sendable {
    var language: SerialLanguage
    var frame: String
    /// The same with other numbers, near or not.
    var near: String
    var far: String
    var believedAfter: Int

    var testDescription: String { language.rawValue }
    var length: Int { frame.count / 2 }
  }

  private static let formats = [
    Row(
      language: .noninDF1, frame: "804861", near: "804A5F", far: "81485F", believedAfter: 4),
    Row(
      language: .noninDF8, frame: "80486100", near: "804A5F00", far: "80484000", believedAfter: 3),
    Row(
      language: .bci5Byte, frame: "C532074861", near: "8631074861", far: "C532074862",
      believedAfter: 5),
  ]

  @Test(arguments: formats)
  private func `a row is given with its last frame`(_ row: Row) throws {
    let few = String(repeating: row.frame, count: row.believedAfter - 1)
    #expect(try said(row.language, few).isEmpty)
    let found = try FrameRun.read(row.language, [[UInt8](hex: few + row.near)]).found
    #expect(
      found.map(\.offset) == (0..<row.believedAfter).flatMap { [$0 * row.length, $0 * row.length] })
  }

  @Test(arguments: formats)
  private func `a line that spoke the format a moment ago is believed a frame sooner`(_ row: Row) {
    var decoder = row.language.decoder(isKnown: true)
    var found = 0
    for count in 1..<row.believedAfter {
      #expect(found == 0)
      decoder.decode([UInt8](hex: row.frame)) { _ in found += 1 }
      #expect(decoder.tally.frames == (count == row.believedAfter - 1 ? count : 0))
    }
    #expect(found == 2 * (row.believedAfter - 1))
  }

  @Test(arguments: formats)
  private func `a lost byte costs a row, whichever it is`(_ row: Row) throws {
    let whole = [UInt8](hex: String(repeating: row.frame, count: row.believedAfter))
    for lost in 0..<row.length {
      var damaged = [UInt8](hex: row.frame)
      damaged.remove(at: lost)
      let few = whole.dropLast(row.length)
      let (unheard, _) = try FrameRun.read(row.language, [whole + damaged + few])
      #expect(unheard.count == 2 * row.believedAfter)
      let (found, tally) = try FrameRun.read(row.language, [whole + damaged + whole])
      #expect(found.count == 4 * row.believedAfter)
      #expect(found.last?.offset == 2 * whole.count + damaged.count - row.length)
      #expect(tally.skipped == row.length - 1)
    }
  }

  @Test(arguments: formats.filter { $0.language != .noninDF8 })
  private func `a row whose numbers leap is not believed, a believed one may leap`(
    _ row: Row
  ) throws {
    let leaping = String(repeating: row.frame + row.far, count: 3 * row.believedAfter)
    #expect(try said(row.language, leaping).isEmpty)
    let believed = String(repeating: row.frame, count: row.believedAfter)
    #expect(try said(row.language, believed + row.far).count == 2 * row.believedAfter + 2)
  }

  @Test(arguments: [
    (SerialLanguage.noninDF1, "804813"), (.noninDF8, "80481300"), (.bci5Byte, "C532074813"),
  ])
  func `a saturation that none could have begins no row, but is told in one`(
    _ language: SerialLanguage, _ frame: String
  ) throws {
    #expect(try said(language, String(repeating: frame, count: 30)).isEmpty)
    let believed = try #require(Self.formats.first { $0.language == language })
    let row = String(repeating: believed.frame, count: 12)
    #expect(try said(language, row + frame).last == .value(.spo2, 19))
  }

  @Test(arguments: formats)
  private func `silence begins the pattern anew`(_ row: Row) throws {
    let few = [UInt8](hex: String(repeating: row.frame, count: row.believedAfter - 1))
    let (found, tally) = try FrameRun.read(row.language, [few, few], silentAfter: 0)
    #expect(found.isEmpty)
    #expect(tally.skipped == few.count)
  }

  @Test(arguments: FrameRun.rows)
  func `a wrong bit in a believed row makes no number of the other frames`(_ run: FrameRun) throws {
    let length = run.bytes.count / run.frames
    for bit in 0..<run.bytes.count * 8 {
      var bytes = run.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let (found, tally) = try FrameRun.read(run.language, [bytes])
      #expect(tally.bytes - tally.skipped >= length * tally.frames)
      let wrong = bit / 8 / length * length
      let others = found.filter { $0.offset != wrong }
      #expect(others.allSatisfy(run.says.contains))
    }
  }

  @Test(arguments: [
    ("C04861", AbsenceReason.disconnected), ("E37F7F", .disconnected), ("A04861", .artifact),
    ("A37F7F", .artifact), ("837F7F", .invalid), ("800000", .invalid), ("837E7E", .invalid),
  ])
  func `format 1 says why there is nothing`(_ frame: String, _ reason: AbsenceReason) throws {
    let believed = String(repeating: "804861", count: 4)
    #expect(try said(.noninDF1, believed + frame).suffix(2) == .nothing(reason))
  }

  @Test(arguments: [
    ("80486108", AbsenceReason.sensorOff), ("A37F7F08", .sensorOff), ("A0486108", .sensorOff),
    ("A0486100", .artifact), ("837F7F00", .invalid), ("80000000", .invalid),
    ("837E7E00", .invalid),
  ])
  func `format 8 says why there is nothing`(_ frame: String, _ reason: AbsenceReason) throws {
    let believed = String(repeating: "80486100", count: 3)
    #expect(try said(.noninDF8, believed + frame).suffix(2) == .nothing(reason))
  }

  @Test(arguments: [(UInt8(0x10), true), (0x08, true), (0x04, true), (0x00, false)])
  func `weak perfusion and artifacts keep the number and mark it`(
    _ bits: UInt8, _ isLow: Bool
  ) throws {
    let status = String(0x81 | bits, radix: 16)
    let says: [SerialFinding.Content] = .continuous(hr: 200, spo2: 88, isLow ? .low : .good)
    #expect(try lastSaid(.noninDF1, status + "4858") == says)
    #expect(try lastSaid(.noninDF8, status + "485800") == says)
  }

  @Test(arguments: [127, 128, 200, 255, 256, 321])
  func `the rate of formats 1 and 8 has nine bits`(_ rate: Int) throws {
    let bytes: [UInt8] = [0x80 | UInt8(rate >> 7), UInt8(rate & 0x7F), 0x61]
    for (language, frame) in [(SerialLanguage.noninDF1, bytes), (.noninDF8, bytes + [0])] {
      let row = (0..<4).flatMap { _ in frame }
      let found = try FrameRun.read(language, [row]).found
      #expect(found.suffix(2).map(\.content) == .continuous(hr: Double(rate), spo2: 97))
    }
  }

  @Test func `format 8's reserved bits may stand, but not change within a row`() throws {
    #expect(try lastSaid(.noninDF8, "C0486156") == .continuous(hr: 72, spo2: 97))
    for other in ["C0486100", "80486140", "80486110", "80486104", "80486102"] {
      #expect(try said(.noninDF8, "80486100" + "80486100" + other).isEmpty)
    }
    for other in ["80486120", "80486101", "9C486100"] {
      #expect(try said(.noninDF8, "80486100" + "80486100" + other).count == 6)
    }
  }

  @Test func `format 8 with no reserved bit set is a pattern by itself, whatever its numbers`()
    throws
  {
    let frames = "80486100" + "91485800" + "A37F7F08"
    #expect(try said(.noninDF8, frames).count == 6)
    #expect(try said(.noninDF8, "C0486100" + "D1485800" + "C0486100").isEmpty)
  }

  @Test(arguments: [128, 150, 200, 254])
  func `BCI's rate has an eighth bit elsewhere`(_ rate: Int) throws {
    let frame: [UInt8] = [0xC5, 0x32, 0x47, UInt8(rate & 0x7F), 0x61]
    let found = try FrameRun.read(.bci5Byte, [(0..<12).flatMap { _ in frame }]).found
    #expect(found.last?.content == .value(.spo2, 97))
    #expect(found.dropLast().last?.content == .value(.hr, Double(rate)))
  }

  @Test(arguments: [
    ("9532074861", AbsenceReason.sensorOff), ("C532174861", .disconnected),
    ("D532374861", .disconnected), ("C532274861", .searching), ("D532274861", .sensorOff),
    ("8000000000", .invalid), ("8000407F7F", .invalid), ("8000007F7F", .invalid),
  ])
  func `BCI's frames say why there is nothing`(_ frame: String, _ reason: AbsenceReason) throws {
    #expect(try lastSaid(.bci5Byte, frame) == .nothing(reason))
  }

  @Test func `a rate of 127 is one where there is SpO2`() throws {
    #expect(try lastSaid(.bci5Byte, "C532077F61") == .continuous(hr: 127, spo2: 97))
  }

  @Test func `a dropping saturation and a beat leave the numbers`() throws {
    #expect(try lastSaid(.bci5Byte, "E532074861") == .continuous(hr: 72, spo2: 97))
  }
}
