import Foundation
import Glibc
import InfusionCore
import PeerKit
import Records
import SimulatedMonitors
import Synchronization
import Testing

/// The real program on disks that take nothing: alerts go on and say that they are not kept, and
/// all heals by itself.
@Suite struct DiskTests {
  @Test(.enabled(if: SmallDisk.canBeMade, "only root can mount a disk"))
  func `a disk that fills up costs no alert, and is forgotten once there is room`() async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    let patient = try Patient()
    let folder = try RunFolder(ports: [patient.port], data: disk.path + "/data")
    try await folder.start()
    try folder.addToken()
    _ = await folder.call("POST", "/api/v1/beds/1/admit", "{}")
    try disk.fill()
    try await eventually("the alert of the ledger", within: 40) {
      _ = await folder.call("POST", "/api/v1/beds/1/entry", "{\"pain\":3}")
      return folder.has("station.ledger", "alert.raised")
    }
    #expect(folder.told.contains { $0.contains("the disk is full") })
    patient.desaturate()
    try await eventually("the patient's alert") { folder.has("spo2.low", "alert.raised") }
    let alert = folder.told.first { $0.contains("spo2.low") }
    #expect(alert?.contains("\"durable\":false") == true)
    let verb = await folder.call("POST", "/api/v1/beds/1/entry", "{\"pain\":4}")
    #expect(verb?.status == 202)
    #expect(verb?.body.at("durable") == .flag(false))
    try disk.makeRoom()
    try await eventually("it heals") {
      await folder.call("POST", "/api/v1/beds/1/entry", "{\"pain\":5}")?.status == 200
    }
    try await folder.end(with: SIGKILL)
    try await folder.start()
    #expect(folder.errors.allSatisfy { !$0.contains("the ledger:") }, "\(folder.errors)")
    let session = await folder.call("GET", "/api/v1/beds/1")
    #expect(session?.body.at("session", "id") == .text("1-1"))
    try await folder.end()
    #expect(try await LedgerFile(folder: folder.data).check().findings == [])
  }

  @Test(.enabled(if: SmallDisk.canBeMade, "only root can mount a disk"))
  func `a start on a disk that takes nothing goes on with the sessions, and keeps them later`()
    async throws
  {
    let disk = try SmallDisk(kilobytes: 4096)
    let patient = try Patient()
    let folder = try RunFolder(ports: [patient.port], data: disk.path + "/data")
    try await folder.start()
    try folder.addToken()
    _ = await folder.call("POST", "/api/v1/beds/1/admit", "{}")
    try await folder.end(with: SIGKILL)
    try disk.makeReadOnly(true)
    try await folder.start()
    let session = await folder.call("GET", "/api/v1/beds/1")
    #expect(session?.body.at("session", "id") == .text("1-1"))
    let verb = await folder.call("POST", "/api/v1/beds/1/entry", "{\"pain\":4}")
    #expect(verb?.status == 202)
    try await eventually("the alert of the ledger") { folder.has("station.ledger", "alert.raised") }
    try disk.makeReadOnly(false)
    try await eventually("it heals") {
      await folder.call("POST", "/api/v1/beds/1/entry", "{\"pain\":5}")?.status == 200
    }
    try await folder.end()
    let kept = try await LedgerFile(folder: folder.data).session("1-1")
    #expect(kept?.events.count { $0.event.name == .entryRecorded } ?? 0 >= 2)
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["INFUSIONWATCH_FIGURES"] != nil,
      "INFUSIONWATCH_FIGURES is not set; it may take two minutes"))
  func `too many open files cost no alert`() async throws {
    let patient = try Patient()
    let folder = try RunFolder(ports: [patient.port])
    try await folder.start(mostFiles: 48)
    try folder.addToken()
    let port = UInt16(folder.url.split(separator: ":").last ?? "") ?? 0
    let open = (0..<80).compactMap { _ in try? Connection(port: port) }
    patient.desaturate()
    try await eventually("the patient's alert") { folder.has("spo2.low", "alert.raised") }
    #expect(open.count > 40)
    for connection in open { connection.end() }
    try await eventually("it answers again") {
      await folder.call("GET", "/api/v1/beds/1")?.status == 200
    }
    try await folder.end()
    #expect(try await LedgerFile(folder: folder.data).check().findings == [])
  }

  @Test func `a ledger that is deleted under the running program is begun anew with all of it`()
    async throws
  {
    let patient = try Patient()
    let folder = try RunFolder(ports: [patient.port])
    try await folder.start()
    try folder.addToken()
    _ = await folder.call("POST", "/api/v1/beds/1/admit", "{}")
    unlink(folder.data + "/ledger.sqlite")
    try await eventually("the alert of the ledger", within: 10) {
      folder.has("station.ledger", "alert.raised")
    }
    #expect(folder.errors.contains { $0.contains("the ledger: its file was deleted") })
    let verb = await folder.call("POST", "/api/v1/beds/1/entry", "{\"pain\":4}")
    #expect(verb?.status == 200)
    try await folder.end(with: SIGKILL)
    try await folder.start()
    let session = await folder.call("GET", "/api/v1/beds/1")
    #expect(session?.body.at("session", "id") == .text("1-1"))
    try await folder.end()
  }

  @Test func `a damaged ledger keeps no station from its sessions, and says where it lies`()
    async throws
  {
    let patient = try Patient()
    let folder = try RunFolder(ports: [patient.port])
    try await folder.start()
    try folder.addToken()
    _ = await folder.call("POST", "/api/v1/beds/1/admit", "{}")
    try await folder.end()
    let file = try FileHandle(forUpdating: URL(filePath: folder.data + "/ledger.sqlite"))
    // Its last page is lost, with what lies on it.
    try file.truncate(atOffset: try file.seekToEnd() - 4_096)
    try file.close()
    try await folder.start()
    try await eventually("the alert of the ledger") { folder.has("station.ledger", "alert.raised") }
    #expect(folder.errors.contains { $0.contains("ledger-damaged-") }, "\(folder.errors)")
    let session = await folder.call("GET", "/api/v1/beds/1")
    #expect(session?.body.at("session", "id") == .text("1-1"))
    try await folder.end()
  }
}

extension RunFolder {
  /// Whether an event of this name told of this condition.
  func has(_ condition: String, _ name: String) -> Bool {
    told.contains { $0.contains("\"\(condition)\"") && $0.contains("\"\(name)\"") }
  }
}

/// One simulated patient on a monitor of its own.
private final class Patient: Sendable {
  private let shared: Shared
  private let monitor: SimulatedMonitor
  var port: UInt16 { monitor.port }

  init() throws {
    let value = Shared(970)
    monitor = try SimulatedMonitor { [72, value.value, 124, 78, 93, 10, 0, 0] }
    shared = value
  }

  func desaturate() { shared.set(780) }

  deinit { monitor.stop() }

  private final class Shared: Sendable {
    private let state: Mutex<UInt16>
    init(_ value: UInt16) { state = Mutex(value) }
    var value: UInt16 { state.withLock { $0 } }
    func set(_ value: UInt16) { state.withLock { $0 = value } }
  }
}

/// A connection that says nothing.
private final class Connection: Sendable {
  private let descriptor: Int32
  struct Failure: Error {}

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      close(descriptor)
      throw Failure()
    }
  }

  func end() { close(descriptor) }
}
