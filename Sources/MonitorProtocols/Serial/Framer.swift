/// Cuts bytes into frames. Whatever is no frame costs one byte, and the search goes on at the next.
struct Framer<Format: FrameFormat>: Sendable {
  /// The most bytes that are looked at at once.
  private static var chunk: Int { 4096 }

  /// What may still become a frame, or belongs to a row that is not believed yet.
  private var buffer: [UInt8] = []
  /// Where the first byte of the buffer lies in all that was fed.
  private var offset = 0
  /// Frames in a row that are not believed yet, as places in the buffer: the first at its
  /// beginning, each where the one before ends.
  private var unbelieved: [Range<Int>] = []
  private let believedAfter: Int
  private var isBelieved: Bool
  private(set) var tally = SerialTally()

  /// - Parameter isKnown: the line spoke this format a moment ago, so a row is one frame shorter,
  ///   and two at least.
  init(isKnown: Bool = false) {
    believedAfter =
      isKnown ? min(Format.believedAfter, max(2, Format.believedAfter - 1)) : Format.believedAfter
    isBelieved = believedAfter <= 1
  }

  /// Takes a chunk, and gives each frame that it completes, with its offset.
  mutating func feed(_ bytes: [UInt8], _ take: (ArraySlice<UInt8>, Int) -> Void) {
    tally.bytes += bytes.count
    var rest = bytes[...]
    while !rest.isEmpty {
      buffer += rest.prefix(Self.chunk)
      rest = rest.dropFirst(Self.chunk)
      search(take)
    }
  }

  /// Drops what has begun, a row that is not believed with it: it will not be completed.
  mutating func fallSilent() {
    tally.skipped += buffer.count
    offset += buffer.count
    buffer.removeAll(keepingCapacity: true)
    unbelieved.removeAll(keepingCapacity: true)
    isBelieved = believedAfter <= 1
  }

  private mutating func search(_ take: (ArraySlice<UInt8>, Int) -> Void) {
    var at = unbelieved.last?.upperBound ?? 0
    var end = 0
    scan: while at < buffer.count {
      guard Format.mayBegin(with: buffer[at]) else {
        at = skip(at)
        continue
      }
      if end <= at + 1 { end = endOfFrame(at) }
      // No more than the longest frame is looked at: how much has come by now is chance.
      switch Format.look(at: buffer[at..<min(at + Format.longest, end)]) {
      case .frame(let length):
        at = find(at..<at + length, take) ? at + length : skip(at)
      // What is longer than any frame will never be one.
      case .partial where buffer.count - at < Format.longest: break scan
      case .partial, .nothing: at = skip(at)
      case .badChecksum:
        // Within a row the same bytes are looked at again.
        if unbelieved.isEmpty { tally.checksumErrors += 1 }
        at = skip(at)
      }
    }
    drop(unbelieved.first?.lowerBound ?? at)
  }

  /// Where a frame that begins here must end, or may go on.
  private func endOfFrame(_ at: Int) -> Int {
    guard let byte = Format.end else { return buffer.count }
    return buffer[(at + 1)...].firstIndex(of: byte).map { $0 + 1 } ?? buffer.count
  }

  /// Takes a frame; false if it does not go with the row that it would continue.
  private mutating func find(
    _ frame: Range<Int>, _ take: (ArraySlice<UInt8>, Int) -> Void
  ) -> Bool {
    guard !isBelieved else {
      tally.frames += 1
      take(buffer[frame], offset + frame.lowerBound)
      return true
    }
    if let earlier = unbelieved.last, !Format.follows(buffer[frame], buffer[earlier]) {
      return false
    }
    unbelieved.append(frame)
    guard unbelieved.count >= believedAfter else { return true }
    isBelieved = true
    tally.frames += unbelieved.count
    for frame in unbelieved { take(buffer[frame], offset + frame.lowerBound) }
    unbelieved.removeAll(keepingCapacity: true)
    return true
  }

  /// Passes over one byte that begins no frame: the first of a row that was not believed, or this
  /// one. Gives where to search on.
  private mutating func skip(_ at: Int) -> Int {
    tally.skipped += 1
    guard let first = unbelieved.first else {
      isBelieved = believedAfter <= 1
      return at + 1
    }
    // The row may have begun within what seemed its first frame.
    unbelieved.removeAll(keepingCapacity: true)
    return first.lowerBound + 1
  }

  /// Forgets the beginning of the buffer.
  private mutating func drop(_ count: Int) {
    guard count > 0 else { return }
    buffer.removeFirst(count)
    offset += count
    for index in unbelieved.indices {
      unbelieved[index] =
        unbelieved[index].lowerBound - count..<unbelieved[index].upperBound - count
    }
  }
}
