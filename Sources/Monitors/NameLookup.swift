import CModbus
import Glibc
import Synchronization

/// Asks the name service for one link, and waits for it only so long.
///
/// The system's resolver cannot be bounded or stopped. It works on a thread of its own, at most one
/// for each link; an answer that comes after the bound serves the next try.
final class NameLookup: Sendable {
  /// A link waits for a name this long.
  static let milliseconds: Int64 = 2000

  /// Every address of a name, after whatever time.
  typealias Resolver = @Sendable (String, UInt16) throws(Dialler.Failure) -> [SocketAddress]
  private typealias Answer = Result<[SocketAddress], Dialler.Failure>

  private enum State {
    /// Nobody was asked. Can become: asked.
    case idle
    /// The thread runs. Can become: answered.
    case asked
    /// The answer waits to be taken. Can become: idle.
    case answered(Answer)
  }

  private let host: String
  private let port: UInt16
  private let resolver: Resolver
  private let state = Mutex(State.idle)
  /// A pair of sockets with a byte between them while an answer waits.
  private let bell: (give: Int32, watch: Int32)

  /// A lookup of one name; the system's resolver unless another is given.
  init(
    host: String, port: UInt16,
    resolver: @escaping Resolver = { (host, port) throws(Dialler.Failure) in
      try SocketAddress.all(of: host, port: port)
    }
  ) throws(LinkError) {
    self.host = host
    self.port = port
    self.resolver = resolver
    var ends: [Int32] = [-1, -1]
    let kind = Int32(
      SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw .system("socketpair", errorNumber: errno)
    }
    bell = (give: ends[1], watch: ends[0])
  }

  deinit {
    close(bell.give)
    close(bell.watch)
  }

  /// The addresses; an address that is written as numbers is its own answer at once.
  func addresses(stop: StopSignal) throws(Dialler.Failure) -> [SocketAddress] {
    let numbers = try? SocketAddress.all(of: host, port: port, onlyNumbers: true)
    if let numbers { return numbers }
    try ask()
    switch stop.wait(for: bell.watch, milliseconds: Self.milliseconds) {
    case .ready: return try take().get()
    case .timeout:
      throw Dialler.Failure(reason: "no address for \(host): the name service does not answer")
    case .stopped: throw Dialler.Failure(reason: "stopped")
    }
  }

  private func ask() throws(Dialler.Failure) {
    let isNew = state.withLock { state in
      guard case .idle = state else { return false }
      state = .asked
      return true
    }
    guard isNew else { return }
    let lookup = Unmanaged.passRetained(self)
    guard thread_start("resolver", { NameLookup.run($0) }, lookup.toOpaque()) == 0 else {
      lookup.release()
      state.withLock { $0 = .idle }
      throw Dialler.Failure(reason: "no thread to look \(host) up")
    }
  }

  private static func run(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    let lookup = Unmanaged<NameLookup>.fromOpaque(context).takeRetainedValue()
    let answer = Answer { () throws(Dialler.Failure) in
      try lookup.resolver(lookup.host, lookup.port)
    }
    lookup.state.withLock { $0 = .answered(answer) }
    var byte: UInt8 = 1
    write(lookup.bell.give, &byte, 1)
  }

  private func take() -> Answer {
    var byte: UInt8 = 0
    read(bell.watch, &byte, 1)
    return state.withLock { state in
      guard case .answered(let answer) = state else {
        return .failure(Dialler.Failure(reason: "no address for \(host)"))
      }
      state = .idle
      return answer
    }
  }
}
