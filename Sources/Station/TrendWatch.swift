import InfusionCore
import Records
public import Vitals

/// A bed's vital signs at the end of a minute.
public struct BedTrend: Hashable, Sendable {
  /// One vital sign's last value in the minute; nil: it had none.
  public struct Last: Hashable, Sendable {
    public var vital: VitalSign
    public var value: Double?
  }

  public var bed: String
  /// Every vital sign that the bed's monitors bring, in the usual order.
  public var last: [Last]
}

/// Gathers one line a minute of each bed, so that a history needs no reading of each second.
struct TrendWatch: Hashable, Sendable {
  static let every = Span.minutes(1)

  private var beds: [BedTrend]
  private var due: Moment

  /// Beds without a monitor have no trend.
  init(_ setup: StationSetup, from now: Moment) {
    due = now + Self.every
    beds = setup.beds.compactMap { bed in
      let vitals = VitalSign.allCases.filter { vital in
        bed.monitors.contains { $0.vitals.contains(vital) }
      }
      guard !vitals.isEmpty else { return nil }
      return BedTrend(bed: bed.bed, last: vitals.map { .init(vital: $0, value: nil) })
    }
  }

  /// Takes the inputs of one turn; each bed's line if a minute is over.
  mutating func took(_ inputs: [TakenInput], at now: Moment) -> [BedTrend] {
    for taken in inputs {
      guard case .readings(let bed, let readings, _) = taken.input else { continue }
      for index in beds.indices where beds[index].bed == bed { note(readings, at: index) }
    }
    guard now >= due else { return [] }
    defer { beginMinute(at: now) }
    return beds
  }

  private mutating func note(_ readings: [Reading], at bed: Int) {
    for reading in readings {
      for index in beds[bed].last.indices where beds[bed].last[index].vital == reading.vital {
        beds[bed].last[index].value = reading.value
      }
    }
  }

  /// Nothing of the last minute is told as if it were of this one.
  private mutating func beginMinute(at now: Moment) {
    due = max(due + Self.every, now)
    for bed in beds.indices {
      for index in beds[bed].last.indices { beds[bed].last[index].value = nil }
    }
  }
}
