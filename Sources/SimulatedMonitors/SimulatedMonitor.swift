import CModbus
import Glibc
import Vitals

/// A Modbus TCP server that answers as a bedside monitor does.
///
/// It can only be read, as every device that is simulated here.
public final class SimulatedMonitor: Sendable {
  /// Masters that are connected at once; the next one is turned away.
  public static let mostClients = 8

  /// No frame: it has another protocol's number.
  private static let noise = [UInt8](repeating: 0xA5, count: 16)
  /// How long a change of conduct may take, in real milliseconds.
  private static let looksAtConductEvery: Int32 = 20

  /// The port that it listens on.
  public let port: UInt16
  private let host: String
  private let unit: UInt8
  private let firstListener: Int32
  private let thread: SimulatedThread
  private let registers: @Sendable () -> [UInt16]
  private let conduct: (@Sendable () -> LinkConduct)?

  /// Starts to answer for one unit, with what `registers` gives at the time of each request.
  ///
  /// - Parameters:
  ///   - host: an IPv4 address of this machine.
  ///   - port: 0 takes a free one.
  ///   - conduct: how the link behaves now; nil: it always answers.
  public init(
    unit: UInt8 = 1, host: String = SimulatedListener.loopback, port: UInt16 = 0,
    conduct: (@Sendable () -> LinkConduct)? = nil, registers: @escaping @Sendable () -> [UInt16]
  ) throws(SimulatedFailure) {
    self.unit = unit
    self.host = host
    self.registers = registers
    self.conduct = conduct
    thread = try SimulatedThread()
    (firstListener, self.port) = try SimulatedListener.listen(host: host, port: port)
    do throws(SimulatedFailure) {
      try thread.start { [self] in answer() }
    } catch {
      close(firstListener)
      throw error
    }
  }

  /// Where it is, as a configuration names it.
  public var place: String { "\(host):\(port)" }

  /// Ends the server and all its connections.
  public func stop() { thread.stop() }

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
      let readable = wait(for: [thread.watched] + clients + [listener].compactMap(\.self))
      guard !thread.isEnding else { return }
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
    case .answers, .hangs, .isLate, .babbles:
      listener = listener ?? (try? SimulatedListener.listen(host: host, port: port))?.descriptor
    case .refuses:
      for descriptor in clients + [listener].compactMap(\.self) { close(descriptor) }
      (listener, clients) = (nil, [])
    }
  }

  /// Answers one request, or leaves it unanswered; false: the connection is over.
  private func answers(
    _ client: Int32, _ conduct: LinkConduct, _ context: OpaquePointer, _ block: OpaquePointer
  ) -> Bool {
    switch conduct {
    case .answers: break
    case .isLate: thread.rest(for: SimulatedFault.lateness)
    case .hangs, .refuses, .babbles:
      var request = [UInt8](repeating: 0, count: Int(modbus_longest_frame))
      let count = recv(client, &request, request.count, 0)
      if count > 0, conduct == .babbles {
        let noise = Self.noise
        _ = send(client, noise, noise.count, Int32(MSG_NOSIGNAL))
      }
      return count > 0
    }
    for (index, value) in registers().enumerated() {
      modbus_set_register(block, UInt32(index), value)
    }
    modbus_use(context, client)
    return modbus_answer(context, Int32(unit), block) >= 0
  }

  private func admit(to clients: inout [Int32], from listener: Int32) {
    guard let client = SimulatedListener.accept(from: listener) else { return }
    if clients.count < Self.mostClients, client < Int32(modbus_most_descriptors) {
      clients.append(client)
    } else {
      close(client)
    }
  }
}
