public import Vitals

extension VitalSign {
  /// The short name on a monitor's screen.
  public var words: String {
    switch self {
    case .hr: "HR"
    case .spo2: "SpO2"
    case .sbp: "SBP"
    case .dbp: "DBP"
    case .map: "MAP"
    }
  }
}

extension Double {
  /// The number with at most one decimal: `88`, `98.3`.
  public var words: String {
    let tenths = (self * 10).rounded()
    guard tenths.magnitude < 1e15 else { return "\(self)" }
    let whole = Int64(tenths / 10)
    let tenth = Int64(tenths.magnitude) % 10
    let sign = tenths < 0 && whole == 0 ? "-" : ""
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }
}
