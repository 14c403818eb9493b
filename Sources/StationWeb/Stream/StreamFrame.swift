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
