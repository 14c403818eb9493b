import InfusionCore
import Records
import Testing
import Vitals

/// What a recording's replay tells: `elapsed event condition`, and the error that ends it.
private func told(_ text: String) throws -> (events: [String], error: RecordingError?) {
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  var replay = try Replay(scan, rules: rules(for: scan))
  var told: [String] = []
  do {
    while let event = try replay.nextEvent() { told.append(line(event, scan)) }
  } catch { return (told, error) }
  return (told, nil)
}

private func line(_ event: Event, _ scan: RecordingScan) -> String {
  let elapsed = DecimalText.rounded((event.moment - scan.header.origin).seconds)
  return [elapsed, event.name.rawValue, event.alert?.condition.rawValue].compactMap(\.self)
    .joined(separator: " ")
}

private func seconds(_ range: ClosedRange<Int>, _ row: (Int) -> String) -> String {
  range.map { "\($0),\(row($0))\n" }.joined()
}

@Test func `a file without any event is judged as bare vitals from its first line`() throws {
  let fast = "time,hr\n" + seconds(0...20) { _ in "125" }
  #expect(try told(fast).events == ["15 alert.raised hr.high"])
}

@Test func `a monitor that only its link tells of is lost all the same`() throws {
  #expect(
    try told("time,event\n0,admit\n10,link.down\n30,\n").events == [
      "0 session.admitted", "10 link.down", "20 alert.raised link.lost",
    ])
}

@Test func `one event anywhere makes it a recording of sessions`() throws {
  let fast = "time,hr,event\n" + seconds(0...20) { _ in "125," } + "21,,admit\n"
  #expect(
    try told(fast).events == ["21 session.admitted"])
}

@Test func `deadlines at the instant of the last row still run, later ones do not`() throws {
  let fast = "time,hr\n" + seconds(0...14) { _ in "125" }
  #expect(try told(fast).events == [])
  #expect(try told(fast + "15,\n").events == ["15 alert.raised hr.high"])
}

@Test func `the last row of any bed ends the replay of all`() throws {
  let fast = "time,bed,hr\n" + seconds(0...14) { _ in "1,125" } + "3,2,70\n15,2,70\n"
  #expect(try told(fast).events == ["15 alert.raised hr.high"])
}

@Test func `the verb of a row goes before its vitals`() throws {
  let text = "time,spo2,event\n0,79,admit\n"
  #expect(
    try told(text).events == ["0 session.admitted", "0 alert.raised spo2.low"])
}

@Test func `a verb that the phase does not allow ends the replay with its line`() throws {
  let (events, error) = try told("time,event\n0,admit\n# note\n5,hold\n9,cancel\n")
  #expect(events == ["0 session.admitted"])
  #expect(error?.line == 4)
  #expect(error?.what.hasPrefix("hold: ") == true)
  #expect(error?.remedy.isEmpty == false)
}

@Test func `the header's session and protocol are those of the first admission`() throws {
  let text = "# session: S-7\n# protocol: esketamine\ntime,event\n0,admit\n5,cancel\n9,admit\n"
  let scratch = try Scratch(text)
  let scan = try RecordingScan(RecordingFile(path: scratch.path))
  var replay = try Replay(scan, rules: rules(for: scan))
  var admissions: [Event] = []
  while let event = try replay.nextEvent() {
    if event.name == .sessionAdmitted { admissions.append(event) }
  }
  #expect(admissions.map(\.session) == ["S-7", "1-2"])
  #expect(admissions.first?.facts.first == Fact("protocol", .text("esketamine")))
}

@Test func `a machine event may name the bed's monitor`() throws {
  let rows =
    seconds(0...9) { _ in "72," } + seconds(10...30) { $0 == 10 ? ",link.down monitor=bay-1" : "," }
  let (events, error) = try told("time,hr,event\n0,,admit\n" + rows)
  #expect(error == nil)
  #expect(events.dropFirst() == ["10 link.down", "20 alert.raised link.lost"])
}

@Test func `a session may move to a bed that has no rows`() throws {
  let (events, error) = try told("time,event\n0,admit\n5,move to=9\n")
  #expect(error == nil)
  #expect(events.last == "5 session.moved")
}

@Test func `moments are wall time from the recording's start`() throws {
  let text = "# start: 2026-03-01T09:00:00Z\ntime,spo2\n0,98\n60,79\n"
  let scratch = try Scratch("# every: 60s\n" + text)
  let ndjson = String(decoding: try ndjson(of: scratch.path), as: UTF8.self)
  #expect(ndjson.hasPrefix("{\"seq\":1,\"time\":\"2026-03-01T09:01:00.000Z\",\"elapsed\":60.000,"))
}

@Test func `the order of the beds in a file does not change what is told of them`() throws {
  let fast = seconds(0...20) { _ in "a,125" }
  let low = seconds(0...20) { _ in "b,70" }
  let one = try told("time,bed,hr\n" + fast + low).events
  let mixed = (0...20).map { "\($0),a,125\n\($0),b,70\n" }.joined()
  #expect(try told("time,bed,hr\n" + mixed).events == one)
}
