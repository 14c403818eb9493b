import NightKit
import SlowModel
import Vitals

/// To one decimal, as monitors write.
private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

/// What one continuous vital does for a while.
struct RandomScene {
  private enum Plot {
    case steady(Double)
    case hovering([Double])
    case silent
    case absent(AbsenceReason)
    case absences
    case dips(Double, low: Int, of: Int)
    case anything
  }

  private let vital: VitalSign
  private var plot = Plot.silent
  private var rowsLeft = 0

  init(_ vital: VitalSign, _ random: inout SplitMix64) {
    self.vital = vital
    begin(&random)
  }

  /// The cell of the next row.
  mutating func next(_ random: inout SplitMix64) -> ModelCell? {
    if rowsLeft == 0 { begin(&random) }
    rowsLeft -= 1
    switch plot {
    case .steady(let value):
      return random.chance(2) ? blemish(&random) : .value(value)
    case .hovering(let values): return .value(random.pick(values))
    case .silent: return nil
    case .absent(let reason): return random.chance(5) ? nil : .absent(reason)
    case .absences: return blemish(&random)
    case .dips(let value, let low, let period):
      return .value(rowsLeft % period < low ? value : usual)
    case .anything: return random.chance(50) ? blemish(&random) : .value(around(&random))
    }
  }

  private var usual: Double { vital == .hr ? 72 : 97 }
  private var limits: [Double] { vital == .hr ? [41, 45, 120, 140] : [80, 85, 90, 94] }
  private var edges: [Double] { vital == .hr ? [20, 300] : [30, 100] }

  private mutating func begin(_ random: inout SplitMix64) {
    rowsLeft = random.pick([1, 2, 3, 5, 8, 12, 20, 35])
    switch random.next() % 20 {
    case 0...4: plot = .steady(usual)
    case 5...9: plot = .steady(around(&random))
    case 10, 11: plot = .hovering([around(&random), around(&random), usual])
    case 12: plot = .silent
    case 13, 14: plot = .absent(random.pick(AbsenceReason.allCases))
    case 15: plot = .absent(.noPulse)
    case 16: plot = .absences
    case 17:
      // A quarter of the time below 90 is what a total of 30 s in 120 s just reaches.
      rowsLeft = random.pick([20, 40, 60])
      let (low, period) = random.pick([(1, 4), (2, 8), (3, 12), (3, 11), (3, 13), (4, 15), (5, 9)])
      plot = .dips(random.chance(50) ? usual - 8 : around(&random), low: low, of: period)
    case 18: plot = .steady(vital == .hr ? random.pick([0, 12, 19.9, 20]) : 29)
    default: plot = .anything
    }
  }

  private func around(_ random: inout SplitMix64) -> Double {
    if random.chance(5) { return rounded(random.pick(edges) + random.pick([-1, -0.1, 0, 0.1, 1])) }
    let offsets = [-4.0, -3, -2, -1, -1, -0.1, 0, 0.1, 1, 1, 2, 3, 4]
    return rounded(random.pick(limits) + random.pick(offsets))
  }

  private func blemish(_ random: inout SplitMix64) -> ModelCell? {
    switch random.next() % 8 {
    case 0: nil
    case 1: .value(vital == .hr ? random.pick([0, 19, 301]) : random.pick([0, 29.9, 101]))
    default: .absent(random.pick(AbsenceReason.allCases))
    }
  }
}

/// Cuff results and when they come.
struct RandomCuff {
  /// When the next result comes, milliseconds.
  private(set) var due: Int
  private var mood: Double
  /// Parts that the last result lacked: they often come a moment later.
  private var missing: [VitalSign] = []

  init(_ random: inout SplitMix64) {
    due = 1000 * Int(random.next() % 20)
    mood = 0
  }

  /// The cells of the result that is due; sets when the one after it comes.
  mutating func next(_ random: inout SplitMix64) -> [VitalSign: ModelCell] {
    if random.chance(35) { mood = random.pick([0, 0, 1, 2, 3, 4, -1, -2]) }
    var cells = parts(&random).mapValues(ModelCell.value)
    if !missing.isEmpty, random.chance(60) { cells = cells.filter { missing.contains($0.key) } }
    missing = VitalSign.cuff.filter { cells[$0] != nil && random.chance(14) }
    for part in missing {
      cells[part] = random.chance(40) ? .absent(random.pick(AbsenceReason.allCases)) : nil
    }
    let soon = [1, 1000, 10_000, 24_999]
    let later = [
      25_000, 30_000, 59_999, 60_000, 60_000, 90_000, 119_000, 120_000, 180_000, 179_999, 299_999,
      300_000, 300_001,
    ]
    due += random.pick(random.chance(missing.isEmpty ? 20 : 60) ? soon : later)
    return cells
  }

  private func parts(_ random: inout SplitMix64) -> [VitalSign: Double] {
    let near = [-6.0, -5, -4.9, -1, 0, 0.1, 1, 3, 5]
    var parts: [VitalSign: Double] =
      switch mood {
      case 1...:
        [
          .sbp: random.pick([159, 169, 179, 199]) + random.pick(near),
          .dbp: random.pick([99, 104, 109, 119]) + random.pick(near),
        ]
      case ..<0:
        [
          .sbp: random.pick([80, 90]) - random.pick(near),
          .map: random.pick([60, 65]) - random.pick(near),
        ]
      default: [.sbp: 124, .dbp: 78, .map: 93]
      }
    if mood > 1, random.chance(50) { parts[.dbp] = 80 }
    if mood > 2, random.chance(50) { parts[.sbp] = 130 }
    if mood > 0, let sbp = parts[.sbp], let dbp = parts[.dbp] { parts[.map] = (sbp + 2 * dbp) / 3 }
    if mood < 0 { parts[.dbp] = random.pick([40, 50, 55]) }
    if random.chance(4) { parts[random.pick(VitalSign.cuff)] = random.pick([0, 19, 39, 110, 301]) }
    return parts.mapValues(rounded)
  }
}
