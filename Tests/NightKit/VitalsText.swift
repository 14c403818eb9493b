public import Vitals

/// Readings as tests write them: `hr=72 spo2=!sensor-off bp=124/78/93`.
public enum VitalsText {
  /// Why a text names no reading.
  public struct Unreadable: Error { var what: String }

  /// The readings that a text names; `bp` has two or three parts, an empty one is left out.
  public static func readings(_ text: String) throws -> [Reading] {
    try text.split(separator: " ").flatMap { word -> [Reading] in
      let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else { throw Unreadable(what: "“\(word)” is no reading") }
      guard halves[0] == "bp" else {
        guard let vital = VitalSign(rawValue: halves[0]) else {
          throw Unreadable(what: "“\(halves[0])” is no vital")
        }
        return [Reading(vital, try content(halves[1]))]
      }
      let parts = halves[1].split(separator: "/", omittingEmptySubsequences: false)
      return try zip(VitalSign.cuff, parts).filter { !$0.1.isEmpty }.map {
        Reading($0, try content(String($1)))
      }
    }
  }

  private static func content(_ text: String) throws -> Reading.Content {
    if text.hasPrefix("!") {
      guard let reason = AbsenceReason(rawValue: String(text.dropFirst())) else {
        throw Unreadable(what: "“\(text)” is no reason")
      }
      return .absent(reason)
    }
    guard let number = Double(text) else { throw Unreadable(what: "“\(text)” is no number") }
    return .value(number)
  }
}
