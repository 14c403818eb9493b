/// Where a number lies in a block of registers, and how its bits are read.
public struct RegisterField: Hashable, Sendable {
  /// How the bits are read.
  public enum NumberType: String, CaseIterable, Sendable {
    case u16
    case i16
    case u32
    case i32
    case f32

    /// How many registers the number takes.
    public var registers: Int {
      switch self {
      case .u16, .i16: 1
      case .u32, .i32, .f32: 2
      }
    }
  }
  /// How the bytes of a number arrive, A being the most significant one.
  ///
  /// Of a number of one register, BADC and DCBA swap the two bytes.
  public enum ByteOrder: String, CaseIterable, Sendable {
    case abcd = "ABCD"
    case cdab = "CDAB"
    case badc = "BADC"
    case dcba = "DCBA"
  }

  /// The first register, counted from the start of the block.
  public var at: Int
  /// How the bits are read.
  public var type: NumberType
  /// How the bytes arrive.
  public var order: ByteOrder
  /// The value is raw number times scale, plus `add`.
  public var scale: Double
  public var add: Double
  /// Raw numbers that mean "no value", as bits (0xFFFF) or as the signed or real number (-1).
  public var missing: [Int64]

  /// A number in a block.
  public init(
    at: Int, type: NumberType, order: ByteOrder = .abcd, scale: Double = 1, add: Double = 0,
    missing: [Int64] = []
  ) {
    self.at = at
    self.type = type
    self.order = order
    self.scale = scale
    self.add = add
    self.missing = missing
  }

  /// The registers that the number takes, counted from the start of the block.
  public var span: Range<Int> { at..<(at + type.registers) }

  /// The number's bits, in the low half for numbers of one register; nil outside the block.
  public func bits(in registers: [UInt16]) -> UInt32? {
    guard at >= 0, span.upperBound <= registers.count else { return nil }
    let first = UInt32(inBytesOrdered(registers[at]))
    guard type.registers == 2 else { return first }
    let second = UInt32(inBytesOrdered(registers[at + 1]))
    switch order {
    case .abcd, .badc: return first << 16 | second
    case .cdab, .dcba: return second << 16 | first
    }
  }

  /// The scaled number; nil if it is missing, not finite, or outside the block.
  ///
  /// It is rounded to three decimals, as recordings are, so that an export replays to the same.
  public func value(in registers: [UInt16]) -> Double? {
    guard let bits = bits(in: registers), !isMissing(bits) else { return nil }
    let value = ((number(bits) * scale + add) * 1000).rounded() / 1000
    return value.isFinite ? value : nil
  }

  private func inBytesOrdered(_ register: UInt16) -> UInt16 {
    switch order {
    case .abcd, .cdab: register
    case .badc, .dcba: register.byteSwapped
    }
  }

  private func number(_ bits: UInt32) -> Double {
    switch type {
    case .u16, .u32: Double(bits)
    case .i16: Double(Int16(truncatingIfNeeded: bits))
    case .i32: Double(Int32(bitPattern: bits))
    case .f32: Double(Float(bitPattern: bits))
    }
  }

  private func isMissing(_ bits: UInt32) -> Bool {
    let number = number(bits)
    return missing.contains { raw in
      switch type {
      case .u16, .i16, .u32, .i32: Int64(bits) == raw || number == Double(raw)
      case .f32: number == Double(raw)
      }
    }
  }
}
