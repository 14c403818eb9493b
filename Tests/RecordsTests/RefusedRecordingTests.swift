import Records
import Testing

/// A recording that is refused, the line that is named, and how the sentence begins.
struct RefusedRecording: CustomTestStringConvertible {
  let text: String
  let line: Int?
  let what: String

  init(_ text: String, _ line: Int?, _ what: String) {
    self.text = text
    self.line = line
    self.what = what
  }

  var testDescription: String { what }
}

private let refused: [RefusedRecording] = [
  .init("", nil, "the recording is empty"),
  .init("# infusionwatch recording 1\n", nil, "the recording is empty"),
  .init("time,hr\n", nil, "the recording has no rows"),
  .init("# infusionwatch recording 2\ntime\n0\n", 1, "recordings of version 2 are not known here"),
  .init("# start: yesterday\ntime\n0\n", 1, "`# start` cannot be read"),
  .init("# start: 2026-02-29T09:00:00Z\ntime\n0\n", 1, "`# start` cannot be read"),
  .init("# every: 60\ntime\n0\n", 1, "`# every` cannot be read"),
  .init("# every: 1s\n# every: 2s\ntime\n0\n", 2, "`# every` is given twice"),
  .init("# every: 1s\ntime,hr\n0,72\n# every: 2s\n", 4, "`# every` is given twice"),
  .init("hr,spo2\n72,98\n", 1, "the column `time` is missing"),
  .init("time,pulse\n0,72\n", 1, "column “pulse” is not known"),
  .init("time,hr,hr\n0,72,72\n", 1, "column “hr” is there twice"),
  .init("time,hr\n0\n", 2, "the row has 1 cells, the first row names 2 columns"),
  .init("time,hr\n0,72,98\n", 2, "the row has 3 cells, the first row names 2 columns"),
  .init("time,hr\n,72\n", 2, "the row has no time"),
  .init("time,hr\n-1,72\n", 2, "time “-1” is no time in seconds"),
  .init("time,hr\n1.0000,72\n", 2, "time “1.0000” is no time in seconds"),
  .init("time,hr\n1.,72\n", 2, "time “1.” is no time in seconds"),
  .init("time,hr\n.5,72\n", 2, "time “.5” is no time in seconds"),
  .init("time,hr\n1e3,72\n", 2, "time “1e3” is no time in seconds"),
  .init("time,hr\n1234567890,72\n", 2, "time “1234567890” is no time in seconds"),
  .init("time,hr\n5,72\n4.999,72\n", 3, "time runs backwards on bed 1: 4.999 s after 5 s"),
  .init("time,hr\n0,fast\n", 2, "hr “fast” is no number"),
  .init("time,hr\n0,7 2\n", 2, "hr “7 2” is no number"),
  .init("time,hr\n0,!tired\n", 2, "hr “!tired” is no known reason"),
  .init("time,hr\n0,!\n", 2, "hr “!” is no known reason"),
  .init("time,hr,nibp_age\n0,72,old\n", 2, "nibp_age “old” is no number of seconds"),
  .init("time,event\n0,dance\n", 2, "“dance” is no verb"),
  .init("time,event\n0,protocol {}\n", 2, "the protocol in this row cannot be read"),
  .init("time,event\n0,protocol nonsense\n", 2, "the protocol in this row cannot be read"),
  .init("time,event\n0,clock offset=x utc=0s\n", 2, "offset=x is no length of time"),
  .init("time,event\n0,bed every=1s\n", 2, "bed has no argument every="),
  .init(
    "time,monitor\n0,\(String(repeating: "m", count: 101))\n", 2, "monitor “mmm"),
  .init("time,event\n0,entry moaas=6\n", 2, "moaas=6 is no whole number from 0 to 5"),
  .init("time,hr\n0,\"72\n1,73\n", 2, "a quote opens in this line and is never closed"),
  .init("time,hr\n0,7\"2\n", 2, "a quote stands inside a cell"),
  .init("time,hr\n0,\"7\"2\n", 2, "text follows a closing quote"),
  .init("time,bed\n0,a bed with a name that is far too long\n", 2, "bed “a bed with"),
  .init("time,hr\n0,72\n\u{0}\n", 3, "the line holds a zero byte"),
  .init(
    "time,hr\n0,72\n" + String(repeating: "x", count: 70_000), 3,
    "the line is longer than 65536 bytes"),
]

@Test(arguments: refused)
func `a recording with a fault is refused with its line and the reason`(
  _ refused: RefusedRecording
) throws {
  let error = try #require(throws: RecordingError.self) { try rows(text: refused.text) }
  #expect(error.line == refused.line)
  #expect(error.what.hasPrefix(refused.what), "\(error)")
  #expect(!error.description.contains("\n"))
}

@Test func `text that is not UTF-8 is refused where it would be shown`() throws {
  let scratch = try Scratch(Array("time,bed\n0,".utf8) + [0xFF, 0x0A])
  let error = try #require(throws: RecordingError.self) { try rows(of: scratch.path) }
  #expect(error.what == "the text is not UTF-8")
}

@Test func `a file that is not there, a directory and an endless device are refused`() {
  #expect(throws: RecordingError.self) { try rows(of: "/nowhere/at-all.csv") }
  #expect(throws: RecordingError.self) { try rows(of: "/") }
  #expect(throws: RecordingError.self) { try rows(of: "/dev/zero") }
}

@Test func `a recording of more beds than its limit is refused`() throws {
  let text = "time,bed\n" + (0..<65).map { "0,bed\($0)\n" }.joined()
  let error = try #require(throws: RecordingError.self) { try rows(text: text) }
  #expect(error.line == 66)
}

@Test func `an interval of HR and SpO2 over 2 s must be written down`() throws {
  let slow = "time,bed,hr,event\n" + (0..<40).map { "\($0 * 60),1,72,\n" }.joined()
  let error = try #require(throws: RecordingError.self) { try rows(text: slow) }
  #expect(error.remedy == "write `# every: 60s` above the first row")
  #expect(try rows(text: "# every: 60s\n" + slow).count == 40)
}

@Test func `only the first 60 rows and the median tell the interval`() throws {
  let usual = (0..<60).map { "\($0 * 2),72\n" }.joined()
  #expect(try rows(text: "time,hr\n" + usual + "900,72\n1800,72\n2700,72\n").count == 63)
}

@Test func `rows of several beds tell the interval of each`() throws {
  let text = (0..<40).map { "\($0 * 60),a,72\n\($0 * 60),b,72\n" }.joined()
  #expect(throws: RecordingError.self) { try rows(text: "time,bed,hr\n" + text) }
}

@Test func `cuff results and verbs may be as far apart as they are`() throws {
  let text = "time,sbp,dbp,event\n0,,,admit\n600,120,80,\n1200,121,80,\n"
  #expect(try rows(text: text).count == 3)
}
