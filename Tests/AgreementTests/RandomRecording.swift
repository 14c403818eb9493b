import NightKit
import SlowModel
import Vitals

/// Nasty bare recordings, the same for the same seed.
///
/// Each continuous vital lives through scenes: steady, hovering around a limit, violating, absent,
/// implausible. Cuff results come at the distances that the rules name, to the millisecond.
struct RandomRecording {
  private var random: SplitMix64
  private let every: Int
  private let rowsPerBed: Int
  /// The pace of rows without gaps, if they come at one, milliseconds.
  private let pace: Int?

  static func make(seed: UInt64) -> ModelRecording {
    var random = SplitMix64(seed: seed)
    let every = random.pick([1000, 1000, 1000, 1000, 2000, 10_000, 60_000])
    let beds = random.chance(15) ? ["1", "2"] : ["1"]
    let pace = random.chance(25) ? every * random.pick([3, 4, 4, 5]) / 2 : nil
    var maker = RandomRecording(
      random: random, every: every, rowsPerBed: beds.count > 1 ? 35 : 52,
      pace: pace)
    var recording = ModelRecording()
    recording.every = every
    let rows = beds.flatMap { maker.rows(bed: $0) }
    recording.rows = rows.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
    return recording
  }

  /// The rows of one bed.
  private mutating func rows(bed: String) -> [ModelRow] {
    var scenes: [VitalSign: RandomScene] = [
      .hr: RandomScene(.hr, &random), .spo2: RandomScene(.spo2, &random),
    ]
    let hasCuff = random.chance(60)
    var cuff = RandomCuff(&random)
    var rows: [ModelRow] = []
    var time = random.chance(80) ? 0 : 1000 * Int(random.next() % 4)
    for index in 0..<rowsPerBed {
      if index > 0 { time += step() }
      while hasCuff, cuff.due < time {
        rows.append(ModelRow(time: cuff.due, bed: bed, cells: cuff.next(&random)))
      }
      var row = ModelRow(time: time, bed: bed, cells: [:])
      for vital in VitalSign.continuous {
        row.cells[vital] = scenes[vital]?.next(&random)
      }
      if hasCuff, cuff.due == time {
        row.cells.merge(cuff.next(&random)) { _, new in new }
      }
      rows.append(row)
    }
    return rows
  }

  private mutating func step() -> Int {
    if let pace { return every < 2000 ? pace * 2 : pace }
    return switch random.next() % 20 {
    case 0: random.pick([0, 1, 999])
    case 1, 2: random.pick([5000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 180_000])
    case 3: random.pick([4999, 5001, 9999, 10_001, 14_999, 29_999, 59_999, 90_000, 300_000])
    case 4: every * 5 / 2
    case 5: every + random.pick([-1, 1, -500, 499])
    case 6...11: every * random.pick([2, 3, 4])
    default: every
    }
  }
}
