import InfusionCore
import Records
import Settings
import Testing
import Vitals

extension SeededGenerator {
  /// A random recording: its text, and the header and rows that the text stands for.
  mutating func recording() -> (text: [UInt8], header: RecordingHeader, rows: [RecordingRow]) {
    let header = RecordingHeader(
      protocolName: maybe("ketamine-60"),
      start: maybe(Moment(milliseconds: .random(in: 0...4_000_000_000_000, using: &self))),
      every: .seconds(.random(in: 1...60, using: &self)), session: maybe("S-\(next())"))
    let columns = ([.bed, .cuffAge, .monitor, .event] + VitalSign.allCases.map { .vital($0) })
      .filter {
        (_: RecordingColumns.Column) in Int.random(in: 0...3, using: &self) > 0
      }
    let writer = RecordingWriter(
      header: header, columns: RecordingColumns(([.time] + columns).shuffled(using: &self)))
    var text: [UInt8] = []
    writer.writeHeader(to: &text)
    var rows: [RecordingRow] = []
    var time = Vitals.Span.zero
    let beds = columns.contains(.bed) ? ["1", "2", "window, \"left\"", "#4"] : ["1"]
    for _ in 0..<60 {
      time = time + .milliseconds(.random(in: 0...2000, using: &self))
      let line = text.count { $0 == UInt8(ascii: "\n") } + 1
      var row = RecordingRow(line: line, time: time, bed: beds.randomElement(using: &self) ?? "1")
      if columns.contains(.event), Bool.random(using: &self) { row.act = act() }
      if columns.contains(.monitor) { row.monitor = maybe(shortText()) }
      row.readings = readings(columns, at: header.origin + time)
      writer.write(row, to: &text)
      rows.append(row)
    }
    return (text, header, rows)
  }

  private mutating func readings(
    _ columns: [RecordingColumns.Column], at moment: Moment
  ) -> [Reading] {
    let age = columns.contains(.cuffAge) ? maybe(Vitals.Span.milliseconds(4321)) : nil
    return VitalSign.allCases.compactMap { vital in
      guard columns.contains(.vital(vital)), Bool.random(using: &self) else { return nil }
      let content: Reading.Content =
        Bool.random(using: &self) ? .value(number(0...300)) : .absent(pick(AbsenceReason.self))
      return Reading(vital, content, measuredAt: vital.isCuff ? age.map { moment - $0 } : nil)
    }
  }
}

@Test(arguments: 1...40 as ClosedRange<UInt64>)
func `a recording that is written reads back as the same header and rows`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let (text, header, written) = random.recording()
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  #expect(scan.header == header)
  #expect(try rows(of: scratch.path) == written)
}

@Test(arguments: ProtocolLibrary.shippedNames)
func `a protocol that a recording carries reads back as it was`(name: String) throws {
  var rules = try ProtocolLibrary.shipped(name)
  rules.name = "ward \"7\", north"
  rules.cannotTell.linkLostMedium = .milliseconds(12_345)
  let writer = RecordingWriter(
    header: RecordingHeader(), columns: RecordingColumns([.time, .bed, .vital(.hr), .event]))
  var text: [UInt8] = []
  writer.writeHeader(to: &text)
  writer.write(rules, time: .zero, bed: "2", to: &text)
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  #expect(scan.protocols == [rules])
  #expect(try rows(of: scratch.path) == [RecordingRow(line: 3, time: .zero, bed: "2")])
}
