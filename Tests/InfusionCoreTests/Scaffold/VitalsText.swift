import Testing
import Vitals

/// Readings as tests write them: `hr=72 spo2=!sensor-off bp=124/78/93`.
enum VitalsText {
  /// The readings that a text names; `bp` has two or three parts, an empty one is left out.
  static func readings(_ text: String) throws -> [Reading] {
    try text.split(separator: " ").flatMap { word -> [Reading] in
      let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
      try #require(halves.count == 2, "“\(word)” is no reading")
      guard halves[0] == "bp" else {
        let vital = try #require(VitalSign(rawValue: halves[0]), "“\(halves[0])” is no vital")
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
      let reason = AbsenceReason(rawValue: String(text.dropFirst()))
      return .absent(try #require(reason, "“\(text)” is no reason"))
    }
    return .value(try #require(Double(text), "“\(text)” is no number"))
  }
}
