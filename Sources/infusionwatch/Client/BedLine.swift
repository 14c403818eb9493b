import InfusionCore
import Records
import Vitals

/// One bed in a terminal's line: what is missing stands there as missing.
struct BedLine: CustomStringConvertible {
  let bed: JSONValue
  /// The columns of the longest bed's name.
  let width: Int

  /// The beds of a station, one below the other.
  static func lines(of beds: [JSONValue]) -> [BedLine] {
    let width = beds.map { $0["bed"]?.text?.count ?? 0 }.max() ?? 0
    return beds.map { BedLine(bed: $0, width: max(width, 4)) }
  }

  var description: String {
    let name = bed["bed"]?.text ?? "?"
    let phase = bed["phase"]?.text ?? "?"
    let numbers = "\(number("hr", "HR"))  \(number("spo2", "SpO2", unit: " %"))  \(pressure)"
    let head = "\(padded(name, width)) \(padded(phase, 11)) \(padded(clock, 13)) \(numbers)"
    let faults = (bed["faults"]?.list ?? []).map {
      "\($0["monitor"]?.text ?? "a monitor"): \($0["reason"]?.text ?? "not reached")"
    }
    return ([head] + (alerts + faults).map { "     \($0)" }).joined(separator: "\n")
  }

  private var clock: String {
    guard let session = bed["session"], session != .null else { return "" }
    if let recovery = session["recovery_clock"]?.number { return time(recovery) }
    guard let drug = session["drug_clock"]?.number, let planned = session["planned"]?.number else {
      return ""
    }
    return "\(time(drug)) of \(time(planned))"
  }

  private func number(_ key: String, _ title: String, unit: String = "") -> String {
    let vital = bed["vitals"]?[key]
    let value = vital?["value"]?.number.map { DecimalText.rounded($0) + unit }
    return padded("\(title) \(shown(value, vital))", 14)
  }

  private var pressure: String {
    let vitals = bed["vitals"]
    let parts = ["sbp", "dbp"].map { key in
      vitals?[key]?["value"]?.number.map { DecimalText.rounded($0) } ?? "-"
    }
    let isThere = vitals?["sbp"]?["value"]?.number != nil
    let age = vitals?["sbp"]?["age"]?.number.map { " (\(Int($0 / 60)) min ago)" } ?? ""
    return "BP \(shown(isThere ? parts.joined(separator: "/") : nil, vitals?["sbp"]))\(age)"
  }

  /// A number that is not of now is never shown as one.
  private func shown(_ value: String?, _ vital: JSONValue?) -> String {
    guard let value else { return "- \(vital?["reason"]?.text ?? "")" }
    switch vital?["quality"]?.text {
    case "good": return value
    case "implausible": return "(\(value)?)"
    default: return "(old: \(value))"
    }
  }

  private var alerts: [String] {
    (bed["alerts"]?.list ?? []).map(Self.alert)
  }

  /// An alert in one line.
  static func alert(_ alert: JSONValue) -> String {
    let who = alert["acknowledged_by"]?.text.map { " (\($0) knows)" } ?? ""
    let latched = alert["presence"]?.text == "latched" ? "over, but nobody has seen it: " : ""
    return "\(mark(of: alert)) \(latched)\(alert["message"]?.text ?? "")\(who)"
  }

  /// The mark of an alert's priority, three columns wide.
  static func mark(of alert: JSONValue) -> String {
    padded(alert["priority"]?.text.flatMap(Priority.init(rawValue:))?.mark ?? "", 3)
  }

  private func time(_ seconds: Double) -> String {
    let whole = Int(seconds)
    let rest = "\(100 + whole % 60)".dropFirst()
    return "\(whole / 60):\(rest)"
  }
}

/// A text with blanks behind it, up to a width.
private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
