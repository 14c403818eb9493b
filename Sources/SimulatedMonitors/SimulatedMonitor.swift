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

  /// The port on 127.0.0.1.
  public let port: UInt16
  private let unit: UInt8
  private let listener: Int32
  private let registers: @Sendable () -> [UInt16]
  private let ended = Atomic(false)

  /// Starts to answer for one unit, with what `registers` gives at the time of each request.
  ///
  /// - Parameter port: 0 takes a free one.
  public init(
    unit: UInt8 = 1, port: UInt16 = 0, registers: @escaping @Sendable () -> [UInt16]
  ) throws(Failure) {
    self.unit = unit
    self.registers = registers
    (listener, self.port) = try Self.listen(on: port)
    let start = Unmanaged.passRetained(self)
    let error = thread_start("simulated", { SimulatedMonitor.run($0) }, start.toOpaque())
    guard error == 0 else {
      start.release()
      close(listener)
      throw Failure(description: "no thread for a simulated monitor")
    }
  }

  /// Ends the server and all its connections.
  public func stop() {
    guard !ended.exchange(true, ordering: .acquiringAndReleasing) else { return }
    _ = shutdown(listener, Int32(SHUT_RDWR))
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
    defer { close(listener) }
    let count = registers().count
    guard let context = modbus_context_tcp(), let block = modbus_registers(0, UInt32(count)) else {
      return
    }
    defer {
      modbus_registers_free(block)
      modbus_context_free(context)
    }
    var clients: [Int32] = []
    while !ended.load(ordering: .acquiring) {
      var watched = ([listener] + clients).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&watched, nfds_t(watched.count), -1) > 0 else { continue }
      for client in watched.dropFirst() where client.revents != 0 {
        for (index, value) in registers().enumerated() {
          modbus_set_register(block, UInt32(index), value)
        }
        modbus_use(context, client.fd)
        guard modbus_answer(context, Int32(unit), block) < 0 else { continue }
        close(client.fd)
        clients.removeAll { $0 == client.fd }
      }
      if watched[0].revents != 0 { admit(to: &clients) }
    }
    for client in clients { close(client) }
  }

  private func admit(to clients: inout [Int32]) {
    let client = accept(listener, nil, nil)
    guard client >= 0 else { return }
    if clients.count < Self.mostClients, client < Int32(modbus_most_descriptors) {
      clients.append(client)
    } else {
      close(client)
    }
  }
}
