import Glibc
import SimulatedMonitors
import Station
import Synchronization
import Vitals

/// Where the faults of a simulated monitor are kept, and typed.
final class FaultDesk: Sendable {
  /// The most bytes of a line that is typed.
  private static let longestLine = 256

  private let speaks: SimulatedProtocol
  private let timebase: SystemTimebase
  private let started: Moment
  private let state: Mutex<SimulatedFaults>

  /// A monitor that is switched on now.
  init(_ speaks: SimulatedProtocol, faults: [SimulatedFault], speed: Double) {
    self.speaks = speaks
    timebase = SystemTimebase(speed: speed)
    started = timebase.now
    state = Mutex(SimulatedFaults(faults))
  }

  var faults: SimulatedFaults { state.withLock(\.self) }

  /// How long the monitor has been on, by its own clock.
  var on: Vitals.Span { timebase.now - started }

  /// Obeys lines of the standard input until the command is to end, or nobody reads the answers.
  func listen(until end: EndOfCommand, answer: (String) throws -> Bool) throws {
    var typed: [UInt8] = []
    var hasInput = true
    while true {
      var watched = [end.descriptor, hasInput ? STDIN_FILENO : -1].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      poll(&watched, 2, -1)
      if watched[0].revents != 0 { return }
      guard watched[1].revents != 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: Self.longestLine)
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      // Without a standard input it runs on.
      hasInput = count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
      typed += buffer.prefix(max(0, count))
      while let newline = typed.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: typed[..<newline], as: UTF8.self)
        typed.removeSubrange(...newline)
        guard try obey(line).map({ try answer($0 + "\n") }) ?? true else { return }
      }
      if typed.count > Self.longestLine { typed.removeAll() }
    }
  }

  /// Obeys one line, and says what it did; nil for an empty one.
  func obey(_ line: String) -> String? {
    let words = line.split { $0.isWhitespace }
    guard let name = words.first else { return nil }
    let now = on
    if name == "well", words.count == 1 {
      state.withLock { $0.mend(at: now) }
      return "All is well."
    }
    guard let kind = SimulatedFault.Kind(rawValue: String(name)), words.count <= 2 else {
      return unknown(line)
    }
    if let refusal = speaks.refusal(of: kind) { return "\(refusal)." }
    guard words.count == 2 else {
      state.withLock { $0.add(SimulatedFault(kind, from: now)) }
      return "\(kind.rawValue), until you type “well”."
    }
    guard let length = SimulateWords.span(words[1]) else { return unknown(line) }
    state.withLock { $0.add(SimulatedFault(kind, from: now, length: length)) }
    return "\(kind.rawValue) for \(words[1]) s."
  }

  private func unknown(_ line: String) -> String {
    let names = speaks.faults.map(\.rawValue).joined(separator: ", ")
    return "“\(line.filter { !$0.isNewline })” is unknown; type one of \(names), or well."
  }
}
