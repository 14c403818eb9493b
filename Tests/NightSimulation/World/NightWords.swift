/// What nurses write in a night.
enum NightWords {
  static let pauses = [
    "audio-pause", "audio-pause seconds=30", "audio-resume", "alarm-pause",
    "alarm-pause vital=spo2 minutes=1", "alarm-pause vital=sbp", "alarm-resume",
    "away reason=toilet", "back", "unhook",
  ]
  static let entries = [
    "entry moaas=5 oriented=yes gait=steady", "entry moaas=3", "entry moaas=2", "entry moaas=1",
    "entry moaas=4 vomiting=yes", "entry vomiting=no", "entry symptom=chest-pain",
    "entry symptom=none", "entry oxygen=2", "entry oxygen=off", "entry rr=12 moaas=4",
    "entry medication=sedative", "entry medication=antihypertensive", "entry escort=Eva",
    "entry bp=125/78 hr=71 spo2=97", "entry spo2=84", "entry bp=165/80", "entry bp=118/76",
    "correct e1 moaas=5 reason=typo", "correct e2 bp=118/70 reason=typo", "emergency",
    "limit hr.high above=130 reason=known", "limit spo2.low below=86 reason=known",
    "limit bp.high vital=sbp above=190 reason=known", "limit hr.high limit=protocol reason=over",
  ]
  static let all =
    pauses + entries + [
      "ack hr.high", "ack station-station.ledger-1", "handover from=anna to=ben", "admit",
      "admit protocol=esketamine", "baseline", "baseline bp=120/78",
      "start authorised_by=dr-lee reason=urgent", "hold", "continue", "stop", "discharge",
      "discharge authorised_by=dr-lee reason=well", "cancel", "transfer to=hospital", "undo",
      "start-of-day", "end-of-day",
    ]

  /// What may come next.
  static let admissions = ["admit escort=Eva", "admit", "admit protocol=esketamine", "undo"]
  static let preparing = [
    "start authorised_by=dr-lee reason=urgent", "baseline bp=120/78", "baseline",
    "start minutes=10 reason=short authorised_by=dr-lee", "start", "cancel",
  ]
  static let infusing = ["hold", "stop", "stop", "undo", "limit hr.high above=130 reason=known"]
  static let held = ["continue", "continue", "stop"]
  static let recovering = [
    "discharge authorised_by=dr-lee reason=well", "undo", "unhook",
    "entry moaas=5 oriented=yes gait=steady", "entry escort=Eva", "entry medication=opioid",
  ]
  static let ready = ["discharge", "unhook", "undo", "entry moaas=4"]
}
