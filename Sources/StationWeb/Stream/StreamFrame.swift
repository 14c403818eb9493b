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
  let start: String
  let sequence: Int64

  init(start: String, sequence: Int64) {
    self.start = start
    self.sequence = sequence
  }

  /// Reads `<start>-<seq>`.
  init?(_ text: String) {
    guard text.utf8.count <= 64, let dash = text.lastIndex(of: "-"),
      let sequence = Int64(text[text.index(after: dash)...]), sequence >= 0, dash > text.startIndex
    else { return nil }
    start = String(text[..<dash])
    self.sequence = sequence
  }

  var description: String { "\(start)-\(sequence)" }
}
