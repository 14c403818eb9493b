import Vitals

extension Reading.Content {
  /// A number as it stands in a frame, or that there is none where it can mean nothing.
  static func number(_ number: Int, within range: ClosedRange<Int>) -> Reading.Content {
    range.contains(number) ? .value(Double(number)) : .absent(.invalid)
  }
}

/// What fields of vital signs can mean: whatever lies outside is no number.
enum SerialNumbers {
  /// Heart and pulse rate, 1/min.
  static let rate = 1...350
  /// SpO2, %.
  static let saturation = 1...100
  /// SpO2 of one whose monitor is only beginning to be understood, %.
  static let likelySaturation = 20...100
  /// Pressure in a cuff, mmHg.
  static let pressure = 1...350
}

/// The three parts of a cuff result in mmHg, where they are numbers.
struct CuffNumbers: Hashable, Sendable {
  var sbp: Double?
  var dbp: Double?
  var map: Double?

  /// Parts in so many units to a mmHg.
  init(sbp: Int, dbp: Int, map: Int, perUnit: Int = 1) {
    func pressure(_ number: Int) -> Double? {
      let range = SerialNumbers.pressure
      guard number >= range.lowerBound * perUnit, number <= range.upperBound * perUnit else {
        return nil
      }
      return Double(number) / Double(perUnit)
    }
    self.sbp = pressure(sbp)
    self.dbp = pressure(dbp)
    self.map = pressure(map)
  }

  var isEmpty: Bool { sbp == nil && dbp == nil && map == nil }

  /// Gives a new result, all parts of it.
  func tell(_ tell: (SerialFinding.Content) -> Void) {
    for (vital, part) in [(VitalSign.sbp, sbp), (.dbp, dbp), (.map, map)] {
      tell(.reading(vital, part.map { .value($0) } ?? .absent(.invalid), .good))
    }
  }
}
