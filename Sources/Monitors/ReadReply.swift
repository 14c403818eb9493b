import MonitorProtocols

/// What a monitor answered to a `ReadRequest`.
enum ReadReply: Hashable, Sendable {
  /// The block, whole.
  case registers([UInt16])
  /// The monitor or its gateway refused, with this code.
  case exception(UInt8)
  /// Not an answer to this request: nothing in it may be used.
  case wrong(String)
}

extension ReadReply {
  /// Judges a frame from TCP. Each field of the header must fit: libmodbus does not look at the
  /// unit, and a gateway may hand out another unit's late answer.
  init(frame: [UInt8], to request: ReadRequest, transaction: UInt16) {
    guard frame.count >= 9 else {
      self = .wrong("a frame of \(frame.count) bytes")
      return
    }
    let header = frame.prefix(6).map(UInt16.init)
    let said = header[0] << 8 | header[1]
    let transport = header[2] << 8 | header[3]
    let length = Int(header[4] << 8 | header[5])
    if said != transaction {
      self = .wrong("transaction \(said) instead of \(transaction)")
    } else if transport != 0 {
      self = .wrong("protocol \(transport) instead of 0")
    } else if length != frame.count - 6 {
      self = .wrong("length \(length) of \(frame.count - 6) bytes")
    } else {
      self.init(body: frame.dropFirst(6), to: request)
    }
  }

  /// Judges unit, function and data, the checksum of a serial frame already being cut off.
  init(body: ArraySlice<UInt8>, to request: ReadRequest) {
    let bytes = Array(body)
    guard bytes.count >= 3 else {
      self = .wrong("a body of \(bytes.count) bytes")
      return
    }
    if bytes[0] != request.unit {
      self = .wrong("unit \(bytes[0]) instead of \(request.unit)")
    } else if bytes[1] == request.function | 0x80, bytes.count == 3 {
      self = .exception(bytes[2])
    } else if bytes[1] != request.function {
      self = .wrong("function \(bytes[1]) instead of \(request.function)")
    } else if Int(bytes[2]) != request.replyBytes || bytes.count != 3 + Int(bytes[2]) {
      self = .wrong("\(bytes.count - 3) bytes instead of \(request.replyBytes)")
    } else if request.block.table.holdsBits {
      self = .registers(
        (0..<request.block.count).map { UInt16(bytes[3 + $0 / 8] >> UInt8($0 % 8) & 1) })
    } else {
      self = .registers(
        stride(from: 3, to: bytes.count, by: 2).map {
          UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        })
    }
  }
}
