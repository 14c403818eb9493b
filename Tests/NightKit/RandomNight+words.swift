import InfusionCore

/// What a random night is made of: numbers on both sides of each limit, and every verb.
extension RandomNight {
  static let heartRates = [
    "hr=0", "hr=19", "hr=22", "hr=38", "hr=40", "hr=41", "hr=44", "hr=45", "hr=48", "hr=72",
    "hr=72", "hr=117", "hr=119", "hr=121", "hr=130", "hr=138", "hr=141", "hr=150", "hr=170",
    "hr=301", "hr=!sensor-off", "hr=!no-pulse", "hr=!searching", "hr=!disconnected", "",
  ]
  static let saturations = [
    "spo2=0", "spo2=60", "spo2=76", "spo2=79", "spo2=80", "spo2=82", "spo2=84", "spo2=85",
    "spo2=86", "spo2=89", "spo2=90", "spo2=91", "spo2=93", "spo2=94", "spo2=95", "spo2=98",
    "spo2=98", "spo2=!sensor-off", "spo2=!no-pulse", "spo2=!artifact", "",
  ]
  /// SBP, DBP, MAP.
  static let pressures: [[Double]] = [
    [39, 75, 79, 85, 94, 120, 120, 140, 154, 157, 160, 165, 172, 182, 190, 201, 240],
    [19, 50, 50, 70, 80, 80, 94, 97, 100, 106, 112, 118, 121],
    [30, 55, 59, 63, 66, 68, 93, 93, 110, 130],
  ]
  static let machineEvents = [
    "link.down", "link.down reason=timeout", "link.up", "link.up", "link.garbled", "link.clear",
    "frozen", "moving", "identity found=other", "identity.ok", "cuff.failed", "cuff.inflating",
    "call",
  ]
  static let verbs = [
    "ack hr.high", "ack station-station.ledger-1", "audio-pause", "audio-pause seconds=30",
    "audio-resume", "alarm-pause", "alarm-pause vital=spo2 minutes=1", "alarm-pause vital=sbp",
    "alarm-resume", "away reason=toilet", "back", "emergency", "handover from=anna to=ben",
    "entry moaas=5 oriented=yes gait=steady", "entry moaas=3", "entry moaas=2", "entry moaas=1",
    "entry moaas=4 vomiting=yes", "entry vomiting=no", "entry symptom=chest-pain",
    "entry symptom=none", "entry oxygen=2", "entry oxygen=off", "entry rr=12 moaas=4",
    "entry medication=sedative", "entry medication=antihypertensive", "entry escort=Eva",
    "entry bp=125/78 hr=71 spo2=97", "entry spo2=84", "entry bp=165/80 at=00:10",
    "correct e1 moaas=5 reason=typo", "correct e2 bp=118/70 reason=typo",
  ]
  static let sessionVerbs = [
    "admit escort=Eva", "admit", "admit protocol=esketamine", "baseline", "baseline bp=120/78",
    "start authorised_by=dr-lee reason=urgent", "start authorised_by=dr-lee reason=urgent",
    "start minutes=10 reason=short authorised_by=dr-lee", "hold", "continue", "stop", "stop",
    "discharge authorised_by=dr-lee reason=well", "discharge", "cancel", "transfer to=hospital",
    "move to=2", "move to=1", "rebind monitor=a1", "unhook", "undo", "undo",
    "limit hr.high above=130 reason=known", "limit spo2.low below=86 reason=known",
    "limit bp.high vital=sbp above=190 reason=known", "limit hr.high limit=protocol reason=over",
  ]

  /// Verbs that a phase allows.
  static func fitting(_ phase: Phase?) -> [String] {
    switch phase {
    case nil, .closed: ["admit escort=Eva", "admit", "admit protocol=esketamine", "undo"]
    case .preparing:
      [
        "start authorised_by=dr-lee reason=urgent", "baseline bp=120/78", "cancel", "start",
        "start minutes=50", "start minutes=20",
        "start minutes=10 reason=short authorised_by=dr-lee", "away reason=toilet",
      ]
    case .infusing: ["hold", "stop", "stop", "undo", "limit hr.high above=130 reason=known"]
    case .held: ["continue", "continue", "stop", "away reason=toilet"]
    case .recovering:
      [
        "discharge authorised_by=dr-lee reason=well", "undo", "unhook", "away reason=toilet",
        "entry moaas=5 oriented=yes gait=steady", "entry escort=Eva", "entry medication=opioid",
      ]
    case .ready: ["discharge", "unhook", "undo", "entry moaas=4"]
    }
  }
}
