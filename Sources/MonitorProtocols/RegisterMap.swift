public import Vitals

/// One block of Modbus registers, or of single bits, that holds a unit's vital signs, and where
/// each of them lies.
public struct RegisterMap: Hashable, Sendable {
  /// The table that is read; nothing here can write.
  public enum Table: String, CaseIterable, Sendable {
    /// Function 3.
    case holding
    /// Function 4.
    case input
    /// Function 1; each entry is a bit.
    case coil
    /// Function 2; each entry is a bit.
    case discrete

    /// Whether an entry is a single bit, read as 0 or 1, and no register.
    public var holdsBits: Bool {
      switch self {
      case .holding, .input: false
      case .coil, .discrete: true
      }
    }

    /// The most entries that one request can read (Modbus application protocol 1.1b3, 6.1 to 6.4).
    public var mostEntries: Int { holdsBits ? 2000 : 125 }
  }
  /// The registers that one request reads.
  public struct Block: Hashable, Sendable {
    /// What is read.
    public var table: Table
    /// The address of the first register as it goes over the wire, counted from 0.
    public var start: UInt16
    /// How many registers, at most what the table allows.
    public var count: Int

    /// The registers that one request reads.
    public init(table: Table, start: UInt16, count: Int) {
      self.table = table
      self.start = start
      self.count = count
    }
  }
  /// Where one vital sign lies.
  public struct VitalField: Hashable, Sendable {
    public var vital: VitalSign
    public var field: RegisterField

    /// A vital sign's number.
    public init(_ vital: VitalSign, _ field: RegisterField) {
      self.vital = vital
      self.field = field
    }
  }
  /// A field of status bits.
  public struct Status: Hashable, Sendable {
    /// One bit that, when set, takes the value of its vital signs away.
    public struct Bit: Hashable, Sendable {
      /// 0 is the least significant bit.
      public var number: Int
      public var vitals: [VitalSign]
      public var reason: AbsenceReason

      /// A bit and what it says.
      public init(number: Int, vitals: [VitalSign], reason: AbsenceReason) {
        self.number = number
        self.vitals = vitals
        self.reason = reason
      }
    }
    public var field: RegisterField
    /// Where several speak of one vital sign, the first that is set counts.
    public var bits: [Bit]

    /// A field of status bits.
    public init(field: RegisterField, bits: [Bit]) {
      self.field = field
      self.bits = bits
    }
  }
  /// A number that moves as long as what stands behind the gateway is alive.
  public struct Heartbeat: Hashable, Sendable {
    public var field: RegisterField
    /// Unmoved for this long is `link.frozen`.
    public var frozenAfter: Span

    /// A heartbeat.
    public init(field: RegisterField, frozenAfter: Span) {
      self.field = field
      self.frozenAfter = frozenAfter
    }
  }
  /// The bit of the patient's call button.
  public struct Call: Hashable, Sendable {
    /// Where the bit lies; in a table of bits, an entry.
    public var field: RegisterField
    /// 0 is the least significant bit, and an entry's only one.
    public var number: Int
    /// Whether the bit is set while the button is pressed; a contact that opens is the opposite.
    public var isSetWhenPressed: Bool

    /// A call button.
    public init(field: RegisterField, number: Int = 0, isSetWhenPressed: Bool = true) {
      self.field = field
      self.number = number
      self.isSetWhenPressed = isSetWhenPressed
    }
  }
  /// A number that names the device.
  public struct Identity: Hashable, Sendable {
    public var field: RegisterField
    /// Any other value is `link.identity`.
    public var expect: Double

    /// A number that names the device.
    public init(field: RegisterField, expect: Double) {
      self.field = field
      self.expect = expect
    }
  }

  /// The registers that one request reads.
  public var block: Block
  /// Each vital sign at most once.
  public var vitals: [VitalField]
  /// Seconds since the cuff result was measured.
  public var nibpAge: RegisterField?
  public var status: Status?
  public var heartbeat: Heartbeat?
  public var identity: Identity?
  /// The patient's call button is `bed.call`.
  public var call: Call?

  /// A block and its fields.
  public init(
    block: Block, vitals: [VitalField], nibpAge: RegisterField? = nil, status: Status? = nil,
    heartbeat: Heartbeat? = nil, identity: Identity? = nil, call: Call? = nil
  ) {
    self.block = block
    self.vitals = vitals
    self.nibpAge = nibpAge
    self.status = status
    self.heartbeat = heartbeat
    self.identity = identity
    self.call = call
  }
}
