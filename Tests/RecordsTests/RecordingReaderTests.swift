import InfusionCore
import Records
import Testing
import Vitals

private func values(_ row: RecordingRow) -> [String] {
  row.readings.map { reading in
    switch reading.content {
    case .value(let value): "\(reading.vital.rawValue)=\(DecimalText.text(value))"
    case .absent(let reason): "\(reading.vital.rawValue)!\(reason.rawValue)"
    }
  }
}

@Test func `a recording reads as the design's example says`() throws {
  let text = """
    # infusionwatch recording 1
    # protocol: ketamine-40
    # start: 2026-03-01T09:00:00Z
    time,bed,hr,spo2,sbp,dbp,map,event
    0,1,72,98,,,,admit
    1,1,72,98,124,78,93,
    900,1,71,98,,,,start minutes=40
    901,1,!sensor-off,97,,,,
    3300,1,80,97,,,,stop
    """
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  #expect(scan.header.protocolName == "ketamine-40")
  #expect(scan.header.start == Moment(milliseconds: 1_772_355_600_000))
  #expect(scan.columns.vitals == VitalSign.allCases)
  #expect(scan.hasEvents)
  #expect(scan.rows == 5)
  #expect(scan.end == .seconds(3300))
  let all = try rows(of: scratch.path)
  #expect(all.map(\.time) == [0, 1, 900, 901, 3300].map { .seconds($0) })
  #expect(all.map(\.line) == [5, 6, 7, 8, 9])
  #expect(values(all[1]) == ["hr=72", "spo2=98", "sbp=124", "dbp=78", "map=93"])
  #expect(values(all[3]) == ["hr!sensor-off", "spo2=97"])
  #expect(all[2].act == .verb(.start(.init(minutes: 40)), by: nil))
}

@Test func `an empty cell is no reading and a row may be empty but for its time`() throws {
  let row = try rows(text: "time,hr,spo2\n5,,\n").first
  #expect(row == RecordingRow(line: 2, time: .seconds(5)))
}

@Test func `the order of columns is free and does not change the order of readings`() throws {
  let row = try rows(text: "map,event,spo2,time,hr\n93,stop,98,1,72\n").first
  #expect(row.map(values) == ["hr=72", "spo2=98", "map=93"])
}

@Test func `a blank or missing bed is bed 1`() throws {
  #expect(try rows(text: "time,hr\n0,72\n").first?.bed == "1")
  #expect(try rows(text: "time,bed,hr\n0, ,72\n1,\"  \",72\n").map(\.bed) == ["1", "1"])
}

@Test func `a byte order mark, carriage returns, blank lines and comments are accepted`() throws {
  let text = "\u{FEFF}# every: 2s\r\ntime,hr\r\n# note\r\n0,72\r\n\r\n# every: 2s\r\n1,73\r\n"
  #expect(try rows(text: text).map(values) == [["hr=72"], ["hr=73"]])
}

@Test func `a header may stand anywhere, and holds for the whole recording`() throws {
  let scratch = try Scratch(
    "time,hr\n0,72\n# every: 60s\n60,73\n# start: 2026-03-01T09:00:00Z\n")
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  #expect(scan.every == .seconds(60))
  #expect(scan.header.start == Moment(milliseconds: 1_772_355_600_000))
}

@Test func `the last line needs no line feed`() throws {
  #expect(try rows(text: "time,hr\n0,72\n1,73").count == 2)
}

@Test func `cells may stand in quotes with doubled quotes, commas and line breaks`() throws {
  let text =
    "time,bed,hr,event\n\"0\",\"b,1\",\"72\",\"entry note=\"\"a, b\nc\"\"\"\n1,\"b,1\",73,\n"
  let all = try rows(text: text)
  var entry = Entry()
  entry.note = "a, b\nc"
  #expect(all.first?.act == .verb(.entry(entry), by: nil))
  #expect(all.map(\.bed) == ["b,1", "b,1"])
  #expect(all.map(\.line) == [2, 4])
}

@Test func `a column whose name starts with x_ is passed over`() throws {
  #expect(try rows(text: "time,x_ward,hr\n0,\"any, thing\",72\n").map(values) == [["hr=72"]])
}

@Test func `times have up to three decimals`() throws {
  let all = try rows(text: "time,hr\n0.5,72\n0.52,72\n0.525,72\n123456789.001,72\n")
  #expect(all.map(\.time.milliseconds) == [500, 520, 525, 123_456_789_001])
}

@Test func `the cuff's age says when its parts were measured`() throws {
  let text = "# start: 1970-01-01T00:01:00Z\ntime,hr,sbp,dbp,nibp_age\n30,72,120,80,12\n"
  let readings = try rows(text: text).first?.readings ?? []
  #expect(readings.map(\.measuredAt?.milliseconds) == [nil, 78_000, 78_000])
}

@Test func `beds that follow one another are merged by time, then by the order of the file`() throws
{
  let text = "time,bed,hr\n0,a,1\n1,a,2\n3,a,3\n0,b,4\n1,b,5\n1,b,6\n2,b,7\n0,c,8\n3,c,9\n"
  let merged = try rows(text: text)
  #expect(merged.map { values($0)[0] } == [1, 4, 8, 2, 5, 6, 7, 3, 9].map { "hr=\($0)" })
}

@Test func `a pipe is read like a file, beds in any order`() throws {
  let text = "time,bed,hr\n0,a,1\n1,a,2\n0,b,3\n"
  let pipe = FilledPipe(text)
  #expect(try rows(of: pipe.path) == rows(text: text))
}

@Test func `malformed lines are counted when they may be skipped`() throws {
  let text = """
    time,bed,hr,event
    0,1,72,
    1,1,fast,
    2,1,72,dance
    3,1
    1,2,70,
    0,2,71,
    4,1,74,
    5,1,"75,
    6,1,76,
    """
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path), skipMalformed: true)
  #expect(scan.malformed == 5)
  let kept = try rows(of: scratch.path, skipMalformed: true)
  #expect(kept.map(values) == [["hr=72"], ["hr=70"], ["hr=74"], ["hr=76"]])
}

@Test(arguments: 1...8 as ClosedRange<UInt64>)
func `a recording reads the same in pieces of any size`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let scratch = try Scratch(random.recording().text)
  let file = try RecordingFile(path: scratch.path)
  let whole = try all(in: RecordingReader(file))
  for chunk in [1, 2, 3, .random(in: 4...200, using: &random)] {
    #expect(try all(in: RecordingReader(file, chunk: chunk)) == whole)
  }
}

private func all(in reader: RecordingReader) throws -> [RecordingRow] {
  var reader = reader
  var rows: [RecordingRow] = []
  while let row = try reader.next() { rows.append(row) }
  return rows
}
