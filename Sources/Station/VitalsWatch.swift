import InfusionCore
import Records
import Vitals

/// Tells which beds' vital signs are to be shown anew, each bed at most once a second.
///
/// A turn of a full ward brings readings of a few beds, so only these are looked at; all of them
/// once a second, as a number ages by itself.
struct VitalsWatch: Sendable {
  /// From one telling of a bed to the next, in real milliseconds.
  static let everyMilliseconds: Int64 = 1000

  private struct Telling: Sendable {
    var vitals: [ShownVital]
    var at: Int64
  }

  private var told: [String: Telling] = [:]
  /// Beds that show something new, and were told less than a second ago.
  private var waiting: Set<String> = []
  private var sawAllAt: Int64?

  /// The beds that show something new, and how many real milliseconds until the next may be told.
  ///
  /// - Parameters:
  ///   - inputs: what came since the last look.
  ///   - real: real milliseconds on a steady clock, however fast the station's clock runs.
  mutating func look(
    _ beds: [Bed], after inputs: [TakenInput], at now: Moment, real: Int64
  ) -> (due: [BedVitals], nextIn: Int64?) {
    let concerned = concerned(by: inputs, real: real)
    waiting = []
    var due: [BedVitals] = []
    var nextIn: Int64?
    // By index: a bed is large, and this is done in each turn.
    for index in beds.indices {
      let name = beds[index].name
      guard concerned?.contains(name) ?? true else { continue }
      let vitals = beds[index].shownVitals(at: now)
      let last = told[name]
      guard last?.vitals != vitals else { continue }
      let wait = last.map { $0.at + Self.everyMilliseconds - real } ?? 0
      if wait > 0 {
        nextIn = min(nextIn ?? wait, wait)
        waiting.insert(name)
      } else {
        told[name] = Telling(vitals: vitals, at: real)
        due.append(BedVitals(bed: name, vitals: vitals))
      }
    }
    return (due, nextIn)
  }

  /// The beds that may show something new; nil: any.
  private mutating func concerned(by inputs: [TakenInput], real: Int64) -> Set<String>? {
    var beds = waiting
    // Nothing but time brought the turn, so something may have become too old in it.
    let isAging = inputs.isEmpty && waiting.isEmpty
    var isAny = isAging || sawAllAt.map { real - $0 >= Self.everyMilliseconds } ?? true
    for taken in inputs {
      if case .readings(let bed, _, _) = taken.input { beds.insert(bed) } else { isAny = true }
    }
    if isAny { sawAllAt = real }
    return isAny ? nil : beds
  }
}
