public import Vitals

/// A silence: it has an owner, a reason and an end.
public struct Pause: Hashable, Codable, Sendable {
  public let by: String?
  public let reason: String?
  public let since: Moment
  public let until: Moment
  /// alarm-pause: the vital sign whose probe is moved; nil: all of the bed.
  public let vital: VitalSign?
  /// audio-pause: the occurrences that were present when it was pressed and have not worsened.
  public internal(set) var covers: [String] = []
  /// The paused signals have been lost since it began, so their return ends it.
  var hasLost = false
  /// away: a link was lost meanwhile, so what is technical sounds again.
  var isUncovered = false
}

/// The pauses of one bed: how often they may be pressed, and when they end.
struct Pauses: Hashable, Codable, Sendable {
  var audio: Pause?
  var alarm: Pause?
  var away: Pause?
  /// When the absence ran out, and the patient was not back.
  var notBackSince: Moment?
  private var audioPresses: [Moment] = []
  private var alarmPresses: [Moment] = []

  static let audioMax = Span.seconds(120)
  static let alarmMax = Span.minutes(5)
  static let awayMax = Span.minutes(10)
  private static let audioPressesMax = 2
  private static let audioPressesWithin = Span.minutes(10)
  private static let alarmPressesMax = 3
  private static let alarmPressesWithin = Span.minutes(60)
  /// A signal that has been back for this long ends an alarm-pause and an absence.
  static let backFor = Span.seconds(15)

  /// Counts a press; false: it was one too many.
  mutating func pressAudio(at now: Moment) -> Bool {
    audioPresses.removeAll { now - $0 >= Self.audioPressesWithin }
    guard audioPresses.count < Self.audioPressesMax else { return false }
    audioPresses.append(now)
    return true
  }

  /// Counts a press; false: it was one too many.
  mutating func pressAlarm(at now: Moment) -> Bool {
    alarmPresses.removeAll { now - $0 >= Self.alarmPressesWithin }
    guard alarmPresses.count < Self.alarmPressesMax else { return false }
    alarmPresses.append(now)
    return true
  }

  /// HR and SpO2 whose technical alarms are held.
  var heldSignals: [VitalSign] {
    guard let alarm else { return [] }
    guard let vital = alarm.vital else { return VitalSign.continuous }
    return VitalSign.continuous.filter { $0 == vital }
  }

  /// Whether the cuff's technical alarms are held.
  var holdsCuff: Bool { alarm.map { $0.vital?.isCuff ?? true } ?? false }

  /// Whether the technical alarms of the whole bed are held.
  var holdsBed: Bool { alarm.map { $0.vital == nil } ?? false }

  /// Anything is paused, or still waited for.
  var isAny: Bool { audio != nil || alarm != nil || away != nil || notBackSince != nil }

  func deadline(_ deadline: inout Deadline) {
    deadline.consider(audio?.until)
    deadline.consider(alarm?.until)
    deadline.consider(away?.until)
  }
}
