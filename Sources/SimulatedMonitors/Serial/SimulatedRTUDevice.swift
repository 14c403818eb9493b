import CModbus
import Glibc
import Vitals

/// Units on a Modbus RTU line. libmodbus answers; what it says passes through here, where it can be
/// spoilt.
final class SimulatedRTUDevice: SimulatedDevice {
  /// A request whose rest has not come within this time is none.
  private static let longestRequest = Span.milliseconds(200)
  private static let registers = 8

  /// What the units show, and how long they take for having been on.
  typealias Face = @Sendable (_ unit: Int, _ on: Span) -> ShownVitals

  private let units: ClosedRange<Int>
  private let lateness: Span
  private let face: Face
  private let context: OpaquePointer
  private let block: OpaquePointer
  /// A pair of sockets: libmodbus holds the one.
  private let (inner, outer): (Int32, Int32)
  private var heard: (bytes: [UInt8], at: Span) = ([], .zero)
  private var outgoing = OutgoingBytes()
  private var noise = Noise(seed: 2)

  /// Units with the numbers from 1 on; nil if the system has no memory or descriptors for them.
  init?(units: Int, lateness: Span, face: @escaping Face) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    (inner, outer) = (ends[0], ends[1])
    let block = modbus_registers(0, UInt32(Self.registers))
    guard let context = modbus_context_rtu(), let block, modbus_use(context, inner) >= 0 else {
      modbus_registers_free(block)
      close(inner)
      close(outer)
      return nil
    }
    self.units = 1...units
    self.lateness = lateness
    self.face = face
    self.context = context
    self.block = block
  }

  deinit {
    modbus_context_free(context)
    modbus_registers_free(block)
    close(inner)
    close(outer)
  }

  func plug(at on: Span) {
    heard = ([], on)
    outgoing.removeAll()
  }

  func hear(_ bytes: [UInt8], at on: Span, _ faults: SimulatedFaults) {
    if on - heard.at > Self.longestRequest { heard.bytes = [] }
    heard = (heard.bytes + bytes, on)
    while let length = Self.length(of: heard.bytes) {
      guard heard.bytes.count >= length else { return }
      let request = Array(heard.bytes.prefix(length))
      heard.bytes.removeFirst(length)
      take(request, at: on, faults)
    }
    heard.bytes = []
  }

  func take(at on: Span, _ faults: SimulatedFaults) -> [UInt8] { outgoing.take(at: on) }

  var due: Span? { outgoing.due }

  /// The length of a request, by its function; nil: what stands there is none.
  private static func length(of bytes: [UInt8]) -> Int? {
    guard let first = bytes.first, first <= 247 else { return nil }
    guard bytes.count > 1 else { return 8 }
    switch bytes[1] {
    case 1...6: return 8
    case 15, 16: return 9 + (bytes.count > 6 ? Int(bytes[6]) : 0)
    case _: return nil
    }
  }

  private func take(_ request: [UInt8], at on: Span, _ faults: SimulatedFaults) {
    let unit = Int(request[0])
    guard units.contains(unit), !faults.has(.silence, at: on) else { return }
    let shown = faults.shown(at: on) { face(unit, $0) }
    var answer = answer(to: request, with: shown.vitals.registers(on: shown.on))
    if faults.has(.garbage, at: on) { answer = noise.bytes(answer.count) }
    if faults.has(.wrongChecksum, at: on), let last = answer.popLast() { answer.append(~last) }
    outgoing.add(answer, at: faults.has(.late, at: on) ? on + lateness : on)
  }

  /// Nothing where libmodbus finds no request in it.
  private func answer(to request: [UInt8], with registers: [UInt16]) -> [UInt8] {
    for (index, value) in registers.enumerated() {
      modbus_set_register(block, UInt32(index), value)
    }
    guard write(outer, request, request.count) == request.count,
      modbus_answer(context, Int32(request[0]), block) >= 0
    else {
      drain(inner)
      return []
    }
    return drain(outer)
  }

  @discardableResult private func drain(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 2 * Int(modbus_longest_frame))
    let count = read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }
}
