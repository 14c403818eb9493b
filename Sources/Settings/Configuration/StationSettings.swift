public import InfusionCore
public import Vitals

/// What a station's configuration file says.
public struct StationSettings: Hashable, Sendable {
  /// What the station's alerts are for.
  public enum Mode: String, CaseIterable, Sendable {
    case live
    /// Everything but sound, banner and report, for the first weeks.
    case shadow
    /// Simulated beds.
    case training
  }
  /// A certificate chain and its key, both PEM files.
  public struct TLS: Hashable, Sendable {
    public var certificate: String
    public var key: String
  }

  /// The station's name, as displays show it.
  public var name: String
  /// Where HTTP is served.
  public var listen: HostAndPort
  /// The line of the file that says so, or else that of `[station]`.
  public var listenLine: Int
  /// The folder of the ledger.
  public var data: String
  /// The line of the file that says so, or else that of `[station]`.
  public var dataLine: Int
  /// The protocol of a session that names none.
  public var treatment: TreatmentProtocol
  /// Every protocol that a session may name: the station's own, those that lie in `protocols/`
  /// beside the configuration, and those that the program brings along.
  public var protocols: [TreatmentProtocol]
  /// The clinic's zone, such as `Europe/Vienna`; nil: the system's.
  public var timezone: String?
  /// How long closed sessions are kept.
  public var keep: Span
  public var mode: Mode
  /// Written out by whoever serves other machines without TLS.
  public var insecure: Bool
  public var tls: TLS?
  /// The command, with its arguments, that sounds outside the browser.
  public var annunciator: [String]?
  /// At least one, in the order of the file.
  public var beds: [BedSettings]
  /// In the order of the file.
  public var monitors: [MonitorSettings]
}

/// A bed as the configuration names it.
public struct BedSettings: Hashable, Sendable {
  public var name: String
  /// What the bed has of what its monitors bring; nil: all of it.
  public var has: [VitalSign]?
  /// Where the SpO2 probe sits relative to the cuff.
  public var probeArm: BedSetup.ProbeArm
}
