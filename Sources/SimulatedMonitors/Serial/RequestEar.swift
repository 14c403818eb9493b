import MonitorProtocols

/// Hears the requests of the allow-list among whatever is sent to a device; to all else it is deaf.
struct RequestEar: Sendable {
  private static let longest = SerialRequest.allCases.map(\.bytes.count).max() ?? 0

  /// What may still become a request.
  private var heard: [UInt8] = []

  /// Takes a chunk, and gives the requests that it completes.
  mutating func hear(_ bytes: [UInt8]) -> [SerialRequest] {
    var requests: [SerialRequest] = []
    for byte in bytes {
      heard.append(byte)
      if heard.count > Self.longest { heard.removeFirst() }
      let request = SerialRequest.allCases.first { heard.suffix($0.bytes.count) == $0.bytes[...] }
      guard let request else { continue }
      requests.append(request)
      heard.removeAll(keepingCapacity: true)
    }
    return requests
  }
}
