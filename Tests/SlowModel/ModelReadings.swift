public import Vitals

/// What one source says of one vital.
public enum ModelCell: Hashable, Sendable {
  case value(Double)
  case absent(AbsenceReason)
}

/// One reading of HR or SpO2.
struct ModelReading {
  var time: Int
  var content: ModelCell
  /// How long it is fresh, milliseconds.
  var freshFor: Int
  var isManual = false

  /// The value of a reading that is plausible.
  func usable(as vital: VitalSign) -> Double? {
    guard case .value(let value) = content else { return nil }
    let isPlausible = vital == .hr ? value >= 20 && value <= 300 : value >= 30 && value <= 100
    return isPlausible ? value : nil
  }
}

/// All readings of one vital of one patient so far.
struct ModelHistory {
  let vital: VitalSign
  private(set) var readings: [ModelReading] = []
  private(set) var usable: [(time: Int, value: Double)] = []
  private var sameSince = 0

  init(_ vital: VitalSign) { self.vital = vital }

  mutating func take(_ reading: ModelReading) {
    let isSame = readings.last.map { last in
      last.content == reading.content && !last.isManual && reading.time - last.time <= last.freshFor
    }
    if isSame != true { sameSince = reading.time }
    readings.append(reading)
    guard let value = reading.usable(as: vital) else { return }
    usable.append((reading.time, value))
  }

  /// Since when a monitor's readings have been the same number, up to one that is usable now.
  func unmovedSince(at time: Int) -> Int? {
    isUsableAtEnd(of: time) && !(readings.last?.isManual ?? true) ? sameSince : nil
  }

  /// Usable while delays complete: a reading that goes stale at this very instant still counts.
  func isUsableForDelays(at time: Int) -> Bool {
    guard let latest = readings.last, latest.usable(as: vital) != nil else { return false }
    return time - latest.time <= latest.freshFor
  }

  /// Usable at the end of the instant, when what goes stale has gone stale.
  func isUsableAtEnd(of time: Int) -> Bool {
    guard let latest = readings.last, latest.usable(as: vital) != nil else { return false }
    return time - latest.time < latest.freshFor
  }
}
