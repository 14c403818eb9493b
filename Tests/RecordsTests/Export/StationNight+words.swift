import InfusionCore
import Testing
import Vitals

/// What a night is made of: numbers on both sides of each limit, and every verb.
extension StationNight {
  static let heartRates = [
    "hr=0", "hr=19", "hr=38", "hr=41", "hr=44", "hr=72", "hr=72.5", "hr=72", "hr=119", "hr=121",
    "hr=141", "hr=170", "hr=301", "hr=!sensor-off", "hr=!no-pulse", "hr=!disconnected", "",
  ]
  static let saturations = [
    "spo2=0", "spo2=76", "spo2=79.9", "spo2=84", "spo2=86", "spo2=89", "spo2=91", "spo2=93",
    "spo2=95", "spo2=98", "spo2=98", "spo2=98.30000305175781", "spo2=!sensor-off",
    "spo2=!no-pulse", "",
  ]
  /// SBP, DBP, MAP.
  static let pressures: [[Double]] = [
    [39, 75, 79, 85, 94, 120, 120, 140, 157, 160, 172, 182, 201],
    [19, 50, 50, 70, 80, 80, 97, 100, 106, 112, 121],
    [30, 55, 63, 68, 93, 93, 110, 130],
  ]
  static let machineEvents = [
    "link.down", "link.down", "link.down reason=\"no answer\"", "link.up", "link.up", "link.up",
    "link.garbled", "link.clear", "frozen", "moving", "identity found=other", "identity.ok",
    "cuff.failed", "cuff.inflating", "call",
  ]
  static let verbs = [
    "audio-pause", "audio-pause seconds=30", "audio-resume", "alarm-pause",
    "alarm-pause vital=spo2 minutes=1 reason=\"new probe\"", "alarm-resume",
    "away reason=toilet", "back", "emergency", "handover from=anna to=ben", "start-of-day",
    "end-of-day", "entry moaas=5 oriented=yes gait=steady", "entry moaas=2",
    "entry moaas=3 vomiting=yes", "entry symptom=chest-pain", "entry symptom=none",
    "entry oxygen=2", "entry oxygen=off", "entry medication=sedative",
    "entry medication=antihypertensive", "entry escort=Eva note=\"a \"\"b\"\", c\"",
    "entry bp=125/78 hr=71 spo2=97", "entry bp=165/80", "entry spo2=84",
    "correct e1 moaas=5 reason=typo",
    "correct e2 bp=118/70 reason=typo", "baseline", "baseline bp=120/78", "unhook", "undo",
    "limit hr.high above=130 reason=known", "limit spo2.low below=86 reason=known",
    "limit bp.high vital=sbp above=190 reason=known", "limit hr.high limit=protocol reason=over",
  ]

  /// Verbs that a phase allows.
  static func fitting(_ phase: Phase?) -> [String] {
    switch phase {
    case nil, .closed:
      [
        "admit escort=Eva by=anna", "admit", "admit protocol=esketamine", "admit",
        "admit flags=copd,osa", "undo",
      ]
    case .preparing:
      [
        "start authorised_by=dr-lee reason=urgent", "start authorised_by=dr-lee reason=urgent",
        "baseline bp=120/78", "cancel", "away reason=toilet",
        "start minutes=10 reason=short authorised_by=dr-lee",
      ]
    case .infusing: ["hold", "stop", "stop", "undo"]
    case .held: ["continue", "continue", "stop", "away reason=toilet"]
    case .recovering, .ready:
      [
        "discharge authorised_by=dr-lee reason=well", "undo", "unhook", "transfer to=hospital",
        "discharge authorised_by=dr-lee reason=well", "discharge",
      ]
    }
  }

  /// Readings as tests write them: `hr=72 spo2=!sensor-off`.
  static func readings(_ text: String) throws -> [Reading] {
    try text.split(separator: " ").map { word in
      let halves = word.split(separator: "=").map(String.init)
      let vital = try #require(VitalSign(rawValue: halves[0]))
      if halves[1].hasPrefix("!") {
        let reason = try #require(AbsenceReason(rawValue: String(halves[1].dropFirst())))
        return Reading(vital, .absent(reason))
      }
      return Reading(vital, .value(try #require(Double(halves[1]))))
    }
  }
}

extension SeededGenerator {
  /// One of the choices.
  mutating func choose<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int(next() % UInt64(choices.count))]
  }

  /// True this many times in a hundred.
  mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
