public import Vitals

/// What a nurse can do, as the board, the shell and a recording's `event` column write it.
public enum Verb: Hashable, Codable, Sendable {
  case admit(Admission)
  case baseline(Baseline?)
  case start(Start)
  case hold(reason: String?)
  case resume
  case stop(reason: String?)
  case discharge(Authorisation?)
  case cancel(reason: String?)
  case transfer(to: String?, reason: String?)
  case move(to: String)
  case rebind(monitor: String)
  case entry(Entry)
  case correct(entry: String, Entry, reason: String)
  case limit(LimitChange)
  case acknowledge(AlertReference)
  case going(AlertReference)
  case audioPause(Span?)
  case audioResume
  case alarmPause(vital: VitalSign?, Span?, reason: String?)
  case alarmResume
  case away(reason: String)
  case back
  case unhook
  case handover(from: String, to: String)
  case undo
  case emergency
  /// Of the whole station: every link, cuff and clock is looked at before the first patient.
  case startOfDay
  /// Of the whole station: what is still open, and how many alerts the day had.
  case endOfDay

  /// What is known of the patient at the start of a session; never a name.
  public struct Admission: Hashable, Codable, Sendable {
    /// The protocol; nil: the station's own.
    public var protocolName: String?
    /// Risks that are shown on the tile.
    public var flags: [RiskFlag]
    /// Who takes the patient home.
    public var escort: String?
    /// The session's id; nil: made from the bed and a count.
    public var session: String?

    /// What is known of the patient at the start of a session.
    public init(
      protocolName: String? = nil, flags: [RiskFlag] = [], escort: String? = nil,
      session: String? = nil
    ) {
      self.protocolName = protocolName
      self.flags = flags
      self.escort = escort
      self.session = session
    }
  }

  /// The start of the infusion, or the first dose.
  public struct Start: Hashable, Codable, Sendable {
    /// Planned minutes; nil: the protocol's.
    public var minutes: Int?
    /// Why an unusual length, or why in spite of a failed check.
    public var reason: String?
    /// Who authorises a start in spite of a failed check.
    public var authorisedBy: String?
    /// When it was, if it is told late.
    public var at: ClockTime?

    /// The start of the infusion.
    public init(
      minutes: Int? = nil, reason: String? = nil, authorisedBy: String? = nil,
      at: ClockTime? = nil
    ) {
      self.minutes = minutes
      self.reason = reason
      self.authorisedBy = authorisedBy
      self.at = at
    }
  }

  /// A named override.
  public struct Authorisation: Hashable, Codable, Sendable {
    public var authorisedBy: String
    public var reason: String

    /// A named override.
    public init(authorisedBy: String, reason: String) {
      self.authorisedBy = authorisedBy
      self.reason = reason
    }
  }

  /// A baseline that a nurse gives instead of the measured one.
  public struct Baseline: Hashable, Codable, Sendable {
    public var sbp: Double
    public var dbp: Double
    public var map: Double?

    /// A baseline in mmHg.
    public init(sbp: Double, dbp: Double, map: Double?) {
      self.sbp = sbp
      self.dbp = dbp
      self.map = map
    }
  }

  /// Another limit for one session.
  public struct LimitChange: Hashable, Codable, Sendable {
    public var condition: Condition
    public var priority: Priority?
    public var vital: VitalSign
    /// The new limit, in the vital's unit; nil: the protocol's again.
    public var limit: Double?
    public var reason: String

    /// Another limit for one session.
    public init(
      condition: Condition, priority: Priority?, vital: VitalSign, limit: Double?, reason: String
    ) {
      self.condition = condition
      self.priority = priority
      self.vital = vital
      self.limit = limit
      self.reason = reason
    }
  }

  /// An alert, by its condition on this bed or by its occurrence.
  public enum AlertReference: Hashable, Codable, Sendable {
    case condition(Condition)
    case id(String)
  }
}

/// Risks known at admission, shown on the tile.
public enum RiskFlag: String, CaseIterable, Codable, Sendable {
  case hypertension
  case age65 = "65+"
  case sleepApnoea = "osa"
  case copd
  case betaBlocker = "beta-blocker"
  case stimulantOrMAOI = "stimulant-or-maoi"
  case benzodiazepineOrOpioid = "benzodiazepine-or-opioid"
}

/// A time of day on the clinic's clock, as `at=HH:MM` gives it.
public struct ClockTime: Hashable, Codable, Sendable {
  public var hour: Int
  public var minute: Int

  /// A time of day, 00:00 to 23:59.
  public init?(hour: Int, minute: Int) {
    guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
    self.hour = hour
    self.minute = minute
  }
}
