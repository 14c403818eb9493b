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

  init(bed: String, vitals: [ShownVital]) {
    self.bed = bed
    self.vitals = vitals
  }
}
