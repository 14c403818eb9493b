public import MonitorProtocols

/// The only thing that a link can send: a request to read one block of registers.
///
/// This is the allow-list. Nothing else in this room makes bytes for a monitor, so nothing that is
/// sent can start a cuff, change a setting or write a register.
public struct ReadRequest: Hashable, Sendable {
  /// The unit that is asked: 1-247, or 0 and 255 on TCP.
  public var unit: UInt8
  /// The registers.
  public var block: RegisterMap.Block

  /// A request to read one block of one unit.
  public init(unit: UInt8, block: RegisterMap.Block) {
    self.unit = unit
    self.block = block
  }

  /// A function that reads (Modbus application protocol 1.1b3, 6.1 to 6.4).
  var function: UInt8 {
    switch block.table {
    case .coil: 1
    case .discrete: 2
    case .holding: 3
    case .input: 4
    }
  }

  /// How many bytes of data a whole reply has.
  var replyBytes: Int { block.table.holdsBits ? (block.count + 7) / 8 : 2 * block.count }

  /// Unit, function, first register, count: what both kinds of frame carry.
  var body: [UInt8] {
    let count = UInt16(clamping: block.count)
    return [unit, function] + block.start.bytes + count.bytes
  }

  /// The whole frame on TCP: transaction, protocol 0, length, body.
  func frame(transaction: UInt16) -> [UInt8] {
    transaction.bytes + [0, 0] + UInt16(body.count).bytes + body
  }
}

extension UInt16 {
  /// Most significant byte first, as Modbus sends it.
  var bytes: [UInt8] { [UInt8(self >> 8), UInt8(truncatingIfNeeded: self)] }
}
