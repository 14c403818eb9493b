/// Takes the bytes of Server-Sent Events apart (WHATWG HTML 9.2.6).
struct StreamReader {
  /// The longest line, in bytes; a longer one is no stream of a station.
  static let longestLine = 16 << 20

  /// One message.
  struct Message: Hashable {
    var id: String?
    /// `message` where nothing is said.
    var event = "message"
    var data = ""
  }

  private var line: [UInt8] = []
  private var message = Message()
  private var hasData = false

  /// The messages that these bytes complete; nil: this is no such stream.
  mutating func read(_ bytes: some Sequence<UInt8>) -> [Message]? {
    var complete: [Message] = []
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        guard line.count < Self.longestLine else { return nil }
        line.append(byte)
        continue
      }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty {
        if hasData { complete.append(message) }
        (message, hasData) = (Message(), false)
      } else {
        take(String(decoding: line, as: UTF8.self))
      }
      line.removeAll(keepingCapacity: true)
    }
    return complete
  }

  private mutating func take(_ line: String) {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    var value = parts.count > 1 ? parts[1] : ""
    if value.first == " " { value.removeFirst() }
    switch parts[0] {
    case "id": message.id = String(value)
    case "event": message.event = String(value)
    case "data":
      message.data += hasData ? "\n\(value)" : String(value)
      hasData = true
    default: break
    }
  }
}
