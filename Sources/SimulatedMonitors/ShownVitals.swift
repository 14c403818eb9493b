public import Vitals

/// What a simulated monitor shows at one instant, whatever it speaks.
public struct ShownVitals: Hashable, Sendable {
  /// Heart or pulse rate, 1/min.
  public var hr: Reading.Content
  /// Oxygen saturation, %.
  public var spo2: Reading.Content
  /// The newest cuff result; nil: none yet.
  public var cuff: ShownCuff?
  /// Since when the cuff has been measuring; nil: it is not.
  public var inflating: Span?

  /// A monitor's face.
  public init(
    hr: Reading.Content, spo2: Reading.Content, cuff: ShownCuff? = nil, inflating: Span? = nil
  ) {
    self.hr = hr
    self.spo2 = spo2
    self.cuff = cuff
    self.inflating = inflating
  }

  /// The same without its probe, which brings both.
  public var withoutProbe: ShownVitals {
    var shown = self
    (shown.hr, shown.spo2) = (.absent(.sensorOff), .absent(.sensorOff))
    return shown
  }

  /// Why there is neither a rate nor a saturation, where both have the same reason.
  var probeAbsence: AbsenceReason? {
    guard case .absent(let reason) = hr, spo2 == hr else { return nil }
    return reason
  }
}

/// A cuff result: mmHg, the rate that it was measured by, and how old it is.
public struct ShownCuff: Hashable, Sendable {
  public var sbp: Double?
  public var dbp: Double?
  public var map: Double?
  /// 1/min.
  public var rate: Double?
  public var age: Span

  /// A cuff result; nil where the monitor has no number.
  public init(sbp: Double?, dbp: Double?, map: Double?, rate: Double? = nil, age: Span) {
    self.sbp = sbp
    self.dbp = dbp
    self.map = map
    self.rate = rate
    self.age = age
  }
}

extension Reading.Content {
  /// The number rounded and multiplied as a field has it, or the field's code for none.
  func code(times scale: Double = 1, within range: ClosedRange<Int>, none: Int) -> Int {
    guard case .value(let value) = self, value.isFinite else { return none }
    let number = (value * scale).rounded()
    guard number >= Double(range.lowerBound), number <= Double(range.upperBound) else {
      return none
    }
    return Int(number)
  }
}

extension Optional where Wrapped == Double {
  /// As `Reading.Content.code` does it.
  func code(times scale: Double = 1, within range: ClosedRange<Int>, none: Int) -> Int {
    let content: Reading.Content = map { .value($0) } ?? .absent(.invalid)
    return content.code(times: scale, within: range, none: none)
  }
}
