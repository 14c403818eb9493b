/// A vital sign that infusionwatch reads and judges.
public enum VitalSign: String, CaseIterable, Codable, Sendable {
  /// Heart or pulse rate, 1/min.
  case hr
  /// Peripheral oxygen saturation, %.
  case spo2
  /// Systolic blood pressure by cuff, mmHg.
  case sbp
  /// Diastolic blood pressure by cuff, mmHg.
  case dbp
  /// Mean arterial pressure by cuff, mmHg.
  case map

  /// The unit that a nurse reads behind the number.
  public var unit: String {
    switch self {
    case .hr: "1/min"
    case .spo2: "%"
    case .sbp, .dbp, .map: "mmHg"
    }
  }

  /// A cuff result is episodic: judged when measured, standing until the next one.
  public var isCuff: Bool {
    switch self {
    case .hr, .spo2: false
    case .sbp, .dbp, .map: true
    }
  }

  /// The range outside which a number cannot be this vital sign of a living adult.
  public var plausibleRange: ClosedRange<Double> {
    switch self {
    case .hr: 20...300
    case .spo2: 30...100
    case .sbp: 40...300
    case .dbp: 20...200
    case .map: 25...250
    }
  }

  /// The vital signs that a monitor reports continuously.
  public static let continuous: [VitalSign] = [.hr, .spo2]
  /// The parts of a cuff result, in the order in which ties are named.
  public static let cuff: [VitalSign] = [.sbp, .dbp, .map]
}
