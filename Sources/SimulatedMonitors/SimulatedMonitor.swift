import CModbus
import Glibc
import Synchronization

/// A Modbus TCP server on the loopback interface that answers as a bedside monitor does.
///
/// It is the only code of the house that answers as a device, and it can only be read.
public final class SimulatedMonitor: Sendable {
  /// Masters that are connected at once; the next one is turned away.
  public static let mostClients = 8

  /// Why a simulated monitor cannot run.
  public struct Failure: Error, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// How long a change of conduct may take, in real milliseconds.
  private static let looksAtConductEvery: Int32 = 20

  /// The port on 127.0.0.1.
  public let port: UInt16
  private let unit: UInt8
  private let firstListener: Int32
  /// A pair of sockets: once the one is shut down the other is readable for ever.
  private let end: (give: Int32, watch: Int32)
  private let registers: @Sendable () -> [UInt16]
  private let conduct: (@Sendable () -> LinkConduct)?
  private let ended = Atomic(false)

  /// Starts to answer for one unit, with what `registers` gives at the time of each request.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - conduct: how the link behaves now; nil: it always answers.
  public init(
    unit: UInt8 = 1, port: UInt16 = 0, conduct: (@Sendable () -> LinkConduct)? = nil,
    registers: @escaping @Sendable () -> [UInt16]
  ) throws(Failure) {
    self.unit = unit
    self.registers = registers
    self.conduct = conduct
    (firstListener, self.port) = try Self.listen(on: port)
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let isPair = socketpair(AF_UNIX, kind, 0, &ends) == 0
    end = (give: ends[0], watch: ends[1])
    let start = Unmanaged.passRetained(self)
    let error =
      isPair ? thread_start("simulated", { SimulatedMonitor.run($0) }, start.toOpaque()) : -1
    guard error == 0 else {
      start.release()
      close(firstListener)
      throw Failure(description: "no thread for a simulated monitor")
    }
  }

  deinit {
    close(end.watch)
    close(end.give)
  }

  /// Ends the server and all its connections.
  public func stop() {
    guard !ended.exchange(true, ordering: .acquiringAndReleasing) else { return }
    _ = shutdown(end.give, Int32(SHUT_RDWR))
  }

  private static func listen(on port: UInt16) throws(Failure) -> (Int32, UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(description: "no socket") }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && Glibc.listen(descriptor, 8) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isListening else {
      close(descriptor)
      throw Failure(description: "127.0.0.1:\(port) cannot be listened on")
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func run(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<SimulatedMonitor>.fromOpaque(context).takeRetainedValue().answer()
  }

  private func answer() {
    var listener: Int32? = firstListener
    var clients: [Int32] = []
    defer { for descriptor in clients + [listener].compactMap(\.self) { close(descriptor) } }
    let count = registers().count
    guard let context = modbus_context_tcp(), let block = modbus_registers(0, UInt32(count)) else {
      return
    }
    defer {
      modbus_registers_free(block)
      modbus_context_free(context)
    }
    while true {
      let readable = wait(for: [end.watch] + clients + [listener].compactMap(\.self))
      guard !ended.load(ordering: .acquiring) else { return }
      let conduct = conduct?() ?? .answers
      follow(conduct, &listener, &clients)
      for client in clients where readable.contains(client) {
        guard !answers(client, conduct, context, block) else { continue }
        close(client)
        clients.removeAll { $0 == client }
      }
      if let listener, readable.contains(listener) { admit(to: &clients, from: listener) }
    }
  }

  /// The descriptors that have something to read.
  private func wait(for descriptors: [Int32]) -> [Int32] {
    var watched = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let bound = conduct == nil ? -1 : Self.looksAtConductEvery
    guard poll(&watched, nfds_t(watched.count), bound) > 0 else { return [] }
    return watched.filter { $0.revents != 0 }.map(\.fd)
  }

  /// Where it refuses nobody is connected and nobody listens; afterwards it listens again, as soon
  /// as the port can be had.
  private func follow(_ conduct: LinkConduct, _ listener: inout Int32?, _ clients: inout [Int32]) {
    switch conduct {
    case .answers, .hangs: listener = listener ?? (try? Self.listen(on: port))?.0
    case .refuses:
      for descriptor in clients + [listener].compactMap(\.self) { close(descriptor) }
      (listener, clients) = (nil, [])
    }
  }

  /// Answers one request, or leaves it unanswered; false: the connection is over.
  private func answers(
    _ client: Int32, _ conduct: LinkConduct, _ context: OpaquePointer, _ block: OpaquePointer
  ) -> Bool {
    guard conduct == .answers else {
      var request = [UInt8](repeating: 0, count: Int(modbus_longest_frame))
      return recv(client, &request, request.count, 0) > 0
    }
    for (index, value) in registers().enumerated() {
      modbus_set_register(block, UInt32(index), value)
    }
    modbus_use(context, client)
    return modbus_answer(context, Int32(unit), block) >= 0
  }

  private func admit(to clients: inout [Int32], from listener: Int32) {
    let client = accept(listener, nil, nil)
    guard client >= 0 else { return }
    if clients.count < Self.mostClients, client < Int32(modbus_most_descriptors) {
      clients.append(client)
    } else {
      close(client)
    }
  }
}
