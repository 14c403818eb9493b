public import Vitals

/// What one block of registers said.
public struct DecodedBlock: Hashable, Sendable {
  /// One per vital sign of the map, in the map's order; `measuredAt` is left to who knows the time.
  public var readings: [Reading]
  /// How old the cuff result is; nil if the map has no such field or it has no value.
  public var nibpAge: Span?
  /// The heartbeat's bits as they stand; nil if the map has none.
  public var heartbeat: UInt32?
  /// What the identity field said instead of the expected number; nil if all is well.
  public var unexpectedIdentity: UnexpectedIdentity?
  /// Whether the patient presses the call button.
  public var isCalling = false

  /// Another device than the configured one.
  public struct UnexpectedIdentity: Hashable, Sendable {
    public var expected: Double
    /// Nil if the field has no value.
    public var found: Double?
  }

  /// What the block said of one vital sign; nil if the map does not have it.
  public subscript(vital: VitalSign) -> Reading.Content? {
    readings.first { $0.vital == vital }?.content
  }
}

extension RegisterMap {
  /// Reads a block. Whatever has no value is absent with a reason, never 0.
  ///
  /// A status bit wins over a number. A cuff result whose age the map promises but the block does
  /// not tell is absent: it could be any age. A block of another length has no values at all.
  public func decode(registers: [UInt16]) -> DecodedBlock {
    let registers = registers.count == block.count ? registers : []
    let age = nibpAge.flatMap { $0.value(in: registers) }.flatMap(Span.init(ageInSeconds:))
    let flags = status.flatMap { $0.field.bits(in: registers) } ?? 0
    let readings = vitals.map { entry in
      Reading(entry.vital, content(of: entry, in: registers, flags: flags, age: age))
    }
    return DecodedBlock(
      readings: readings, nibpAge: age,
      heartbeat: heartbeat.flatMap { $0.field.bits(in: registers) },
      unexpectedIdentity: identity.flatMap { $0.unexpected(in: registers) },
      isCalling: call?.isPressed(in: registers) ?? false)
  }

  private func content(
    of entry: VitalField, in registers: [UInt16], flags: UInt32, age: Span?
  ) -> Reading.Content {
    let said = status?.bits.first { bit in
      bit.vitals.contains(entry.vital) && flags & (1 << UInt32(bit.number)) != 0
    }
    if let said { return .absent(said.reason) }
    let ageIsKnown = nibpAge == nil || age != nil
    if let value = entry.field.value(in: registers), ageIsKnown || !entry.vital.isCuff {
      return .value(value)
    }
    // A probe without a number may hide a lost pulse, so it is not called "not measured".
    return .absent(entry.vital.isCuff ? .notMeasured : .invalid)
  }
}

extension RegisterMap.Identity {
  fileprivate func unexpected(in registers: [UInt16]) -> DecodedBlock.UnexpectedIdentity? {
    let found = field.value(in: registers)
    return found == expect ? nil : .init(expected: expect, found: found)
  }
}

extension RegisterMap.Call {
  fileprivate func isPressed(in registers: [UInt16]) -> Bool {
    guard let bits = field.bits(in: registers) else { return false }
    return (bits & (1 << UInt32(number)) != 0) == isSetWhenPressed
  }
}

extension Span {
  /// Nil for an age that cannot be: negative, or over a year.
  fileprivate init?(ageInSeconds seconds: Double) {
    guard (0...31_536_000).contains(seconds) else { return nil }
    self = .milliseconds(Int64((seconds * 1000).rounded()))
  }
}
