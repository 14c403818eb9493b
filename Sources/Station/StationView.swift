public import InfusionCore
public import Vitals

/// The whole station between two turns: what a display shows, and up to which event that is true.
public struct StationView: Sendable {
  /// The number of the last event that was told; 0: none yet.
  public let sequence: Int64
  public let moment: Moment
  public let wall: WallClock
  public let beds: [Bed]
  /// Present and latched alerts: those of the station, then bed by bed.
  public let alerts: [ShownAlert]
  /// How many times faster than real time the station's clock runs.
  public let speed: Double
  /// The ledger cannot be written at present.
  public let isLedgerFailing: Bool
  /// The protocols that `admit` may name, the station's own first.
  public let protocols: [String]

  /// A bed by its name.
  public func bed(_ name: String) -> Bed? { beds.first { $0.name == name } }
}

/// The vital signs of one bed as they are shown, told at most once a second.
public struct BedVitals: Hashable, Sendable {
  public let bed: String
  public let vitals: [ShownVital]

  /// The vital signs of a bed.
  public init(_ bed: Bed, at now: Moment) {
    self.bed = bed.name
    vitals = bed.shownVitals(at: now)
  }
}

/// Tells which beds' vital signs are to be shown anew, each bed at most once a second.
struct VitalsWatch: Sendable {
  /// From one telling of a bed to the next, in real milliseconds.
  static let everyMilliseconds: Int64 = 1000

  private var told: [String: (vitals: BedVitals, at: Int64)] = [:]

  /// The beds that show something new, and how many real milliseconds until the next may be told.
  ///
  /// - Parameter real: real milliseconds on a steady clock, however fast the station's clock runs.
  mutating func look(
    _ beds: [Bed], at now: Moment, real: Int64
  ) -> (due: [BedVitals], nextIn: Int64?) {
    var due: [BedVitals] = []
    var nextIn: Int64?
    for bed in beds {
      let vitals = BedVitals(bed, at: now)
      let last = told[bed.name]
      guard last?.vitals != vitals else { continue }
      let wait = last.map { $0.at + Self.everyMilliseconds - real } ?? 0
      if wait > 0 {
        nextIn = min(nextIn ?? wait, wait)
      } else {
        told[bed.name] = (vitals, real)
        due.append(vitals)
      }
    }
    return (due, nextIn)
  }
}
