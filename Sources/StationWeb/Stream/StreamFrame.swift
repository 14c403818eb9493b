import NIOCore
import Records
import Station

/// One message of the alert stream (Server-Sent Events, WHATWG HTML 9.2), as bytes.
struct StreamFrame: Sendable {
  let bytes: ByteBuffer

  /// - Parameters:
  ///   - id: where a client that comes back wants to go on.
  ///   - event: nil for an Event of the station.
  ///   - data: one line of JSON.
  init(id: StreamID? = nil, event: String? = nil, data: [UInt8]) {
    var bytes = ByteBuffer()
    if let id { bytes.writeString("id: \(id)\n") }
    if let event { bytes.writeString("event: \(event)\n") }
    bytes.writeString("data: ")
    bytes.writeBytes(data.last == UInt8(ascii: "\n") ? data.dropLast() : data[...])
    bytes.writeString("\n\n")
    self.bytes = bytes
  }
}

extension StreamFrame {
  /// A message without an id.
  init(event: String, _ body: (inout JSONText) -> Void) {
    var json = JSONText()
    json.object(body)
    self.init(event: event, data: json.bytes)
  }

  /// An event of a start of the station.
  init(_ announcement: Announcement, start: String) {
    let sequence = announcement.numbered.sequence
    var json = JSONText()
    EventWriter(axis: .admission, wall: announcement.wall).write(
      announcement.numbered.event, sequence: UInt64(sequence),
      isDurable: announcement.isDurable, to: &json)
    self.init(id: StreamID(start: start, sequence: sequence), data: json.bytes)
  }
}

/// A place in the stream: which start of the station, and the number of an event.
struct StreamID: Hashable, Sendable, CustomStringConvertible {
  /// nil: the number alone says it, for it is used once.
  let start: String?
  let sequence: Int64

  init(start: String?, sequence: Int64) {
    self.start = start
    self.sequence = sequence
  }

  /// Reads `<start>-<seq>`, or the number alone.
  init?(_ text: String) {
    let dash = text.lastIndex(of: "-")
    let digits = dash.map { text[text.index(after: $0)...] } ?? text[...]
    guard text.utf8.count <= 64, dash != text.startIndex, !digits.isEmpty,
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let sequence = Int64(digits)
    else { return nil }
    self.init(start: dash.map { String(text[..<$0]) }, sequence: sequence)
  }

  var description: String { (start.map { "\($0)-" } ?? "") + "\(sequence)" }
}
