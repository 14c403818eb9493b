public import MonitorProtocols
public import Vitals

/// One monitor on a link: whose it is, and what is read of it.
public struct MonitoredUnit: Hashable, Sendable {
  /// The monitor's name in the configuration.
  public var monitor: String
  /// The bed that it stands at.
  public var bed: String
  /// Its address on the link: 1-247, or 0 and 255 on TCP.
  public var unit: UInt8
  /// The block and its fields.
  public var map: RegisterMap
  /// The vital signs that it may report; others in the block are left out.
  public var vitals: [VitalSign]
  /// From one poll to the next, on the station's clock.
  public var every: Span
  /// How long a reply may take from its request to its last byte, in real time.
  public var timeout: Span
  /// What the device needs of time and of room for others.
  public var manners: Manners

  /// How a device wants to be treated, in real time.
  public struct Manners: Hashable, Sendable {
    /// From the connection to the first request.
    public var settle: Span
    /// From one exchange on the link to the next request.
    public var gap: Span
    /// Whether others want to connect between two polls.
    public var closesBetweenPolls: Bool

    /// No wishes, unless they are given.
    public init(settle: Span = .zero, gap: Span = .zero, closesBetweenPolls: Bool = false) {
      self.settle = settle
      self.gap = gap
      self.closesBetweenPolls = closesBetweenPolls
    }
  }

  /// One monitor on a link.
  public init(
    monitor: String, bed: String, unit: UInt8, map: RegisterMap, vitals: [VitalSign], every: Span,
    timeout: Span, manners: Manners = Manners()
  ) {
    self.monitor = monitor
    self.bed = bed
    self.unit = unit
    self.map = map
    self.vitals = vitals
    self.every = every
    self.timeout = timeout
    self.manners = manners
  }
}
