/// How one poll of one unit ended.
enum PollOutcome: Hashable, Sendable {
  /// The block, whole.
  case registers([UInt16])
  /// A whole block that may answer an earlier request: alive, no values this time.
  case doubtful
  /// Alive, but without an answer this time (exceptions 5 and 6): no values, no fault.
  case busy
  /// An answer that says that the monitor, or this block of it, is not there.
  case refused(String)
  /// No answer.
  case unreachable(String)
  /// Bytes came that are no answer to the request.
  case garbled(String)
}

extension PollOutcome {
  /// What a reply means for the unit that was asked.
  init(_ reply: ReadReply) {
    switch reply {
    case .registers(let registers): self = .registers(registers)
    case .exception(5), .exception(6): self = .busy
    case .exception(let code):
      self = .refused("exception \(code), \(Self.exceptionName(code))")
    case .wrong(let what): self = .garbled(what)
    }
  }

  /// Whether the connection can be used again; after anything else a late answer could follow.
  var keepsConnection: Bool {
    switch self {
    case .registers, .doubtful, .busy, .refused: true
    case .unreachable, .garbled: false
    }
  }

  private static func exceptionName(_ code: UInt8) -> String {
    switch code {
    case 1: "illegal function"
    case 2: "illegal data address"
    case 3: "illegal data value"
    case 4: "device failure"
    case 10: "gateway path unavailable"
    case 11: "gateway target does not answer"
    default: "unknown"
    }
  }
}
