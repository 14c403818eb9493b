import InfusionCore
import Records
import Settings
import Testing
import Vitals

/// What monitors say, written down as it comes.
@Suite struct LiveRecordingTests {
  private static let start = Moment(milliseconds: 1_772_355_600_123)

  private func recording(_ beds: [BedSetup]) throws -> LiveRecording {
    let rules = try ProtocolLibrary.shipped("ketamine-40")
    return LiveRecording(
      StationSetup(beds: beds, protocols: [rules], defaultProtocol: rules.name), at: Self.start,
      utcOffset: .seconds(3600))
  }

  private static let beds = [
    BedSetup(
      bed: "1",
      monitors: [
        MonitorSetup(
          name: "oximeter", vitals: VitalSign.continuous, every: .seconds(1), link: "a"),
        MonitorSetup(name: "cuff", vitals: VitalSign.cuff, every: .seconds(1), link: "b"),
      ], probeArm: .same),
    BedSetup(bed: "by hand", monitors: []),
    BedSetup(
      bed: "window, \"left\"",
      monitors: [
        MonitorSetup(
          name: "all", vitals: VitalSign.allCases, every: .seconds(5), link: "a",
          hasHeartbeat: true)
      ]),
  ]

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `a recording replays to the very events that were told while it was written`(seed: UInt64)
    throws
  {
    var random = SeededGenerator(seed: seed)
    var recording = try recording(Self.beds)
    var (text, told) = (recording.takeRows(), recording.takeEvents())
    var now = Self.start
    for _ in 0..<120 {
      now = now + .milliseconds(random.pick([0, 1, 700, 1000, 5000, 30_000]))
      if Bool.random(using: &random) { recording.wait(until: now) }
      recording.take(random.said(at: now), at: now - .milliseconds(random.pick([0, 0, 0, 300])))
      text += recording.takeRows()
      told += recording.takeEvents()
    }
    recording.end(at: now + .seconds(45))
    text += recording.takeRows()
    told += recording.takeEvents()
    #expect(try replayed(text) == String(decoding: told, as: UTF8.self))
    #expect(told.count { $0 == UInt8(ascii: "\n") } > 5)
  }

  @Test func `a recording of nothing is the admissions alone`() throws {
    var recording = try recording(Self.beds)
    recording.end(at: Self.start + .seconds(100))
    let told = String(decoding: recording.takeEvents(), as: UTF8.self)
    #expect(told.split(separator: "\n").count == 2)
    #expect(try replayed(recording.takeRows()) == told)
    #expect(recording.readings == 0)
  }

  @Test func `a lost link and a foreign device are in the recording, with their reasons`() throws {
    var recording = try recording(Self.beds)
    let reason = "/dev/ttyUSB0 is gone:\nthe adapter was pulled out"
    recording.take(
      .machine(bed: "1", .linkDown(monitor: "oximeter", reason: reason)), at: Self.start)
    recording.take(
      .machine(bed: "1", .identity(monitor: "oximeter", found: "\u{1}N-595")),
      at: Self.start + .seconds(2))
    let rows = String(decoding: recording.takeRows(), as: UTF8.self)
    #expect(rows.contains("is gone: the adapter was pulled out"))
    #expect(rows.contains("N-595"))
    recording.end(at: Self.start + .seconds(60))
    let told = String(decoding: recording.takeEvents(), as: UTF8.self)
    #expect(told.contains("link.identity"))
  }

  /// The events of the recording, as the program's replay prints them.
  private func replayed(_ text: [UInt8]) throws -> String {
    let scratch = try Scratch(text)
    let scan = try RecordingScan(RecordingFile(path: scratch.path))
    var replay = try Replay(scan, rules: rules(for: scan))
    var writer = EventWriter(axis: .init(of: scan))
    var json = JSONText()
    var sequence: UInt64 = 0
    while let event = try replay.nextEvent() {
      sequence += 1
      writer.wall = replay.wall
      writer.write(event, sequence: sequence, to: &json)
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension SeededGenerator {
  fileprivate mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  /// Something that one of the monitors may say.
  fileprivate mutating func said(at now: Moment) -> Input {
    let (bed, monitor, vitals) = pick([
      ("1", "oximeter", VitalSign.continuous), ("1", "cuff", VitalSign.cuff),
      ("window, \"left\"", "all", VitalSign.allCases),
    ])
    switch Int.random(in: 0...9, using: &self) {
    case 0: return .machine(bed: bed, .linkDown(monitor: monitor, reason: "no answer, \"none\""))
    case 1: return .machine(bed: bed, .linkUp(monitor: monitor))
    case 2: return .machine(bed: bed, .linkGarbled(monitor: monitor))
    case 3: return .machine(bed: bed, .linkClear(monitor: monitor))
    case 4: return .machine(bed: bed, pick([.cuffInflating, .cuffFailed(reason: nil), .call]))
    case 5: return .machine(bed: bed, pick([.frozen(monitor: monitor), .moving(monitor: monitor)]))
    default:
      let measuredAt = now - .milliseconds(pick([0, 1500, 61_000]))
      let readings = vitals.map { vital in
        let content: Reading.Content =
          pick([true, true, false])
          ? .value(vital.isCuff ? pick([60, 121.5, 200]) : pick([72, 79, 97.4, 140]))
          : .absent(pick(AbsenceReason.allCases))
        return Reading(vital, content, measuredAt: vital.isCuff ? measuredAt : nil)
      }
      return .readings(bed: bed, readings.shuffled(using: &self), monitor: monitor)
    }
  }
}
