import Foundation
import Glibc
import InfusionCore
import PeerKit
import Records
import SimulatedMonitors
import Station
import Synchronization
import Testing

/// The real program on disks that take nothing: alerts go on and say that they are not kept, and
/// all heals by itself.
@Suite struct DiskTests {
  @Test(.enabled(if: SmallDisk.canBeMade, "only root can mount a disk"))
  func `a disk that fills up costs no alert, and is forgotten once there is room`() async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    let (folder, patient) = try await admitted(on: disk)
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
    let (folder, patient) = try await admitted(on: disk)
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
    withExtendedLifetime(patient) {}
  }

  @Test(arguments: [
    // Fewer than the station needs by itself: descriptors run out.
    48, 160,
  ]) func `a crowd of connections costs no alert and no processor time`(mostFiles: Int) async throws
  {
    let (folder, patient) = try await admitted(mostFiles: mostFiles)
    let most = max(
      DescriptorBudget.leastConnections,
      mostFiles - DescriptorBudget.reserve - DescriptorBudget.perMonitor)
    let crowd = (0..<200).compactMap { _ in try? Connection(port: folder.port) }
    try await eventually("those over the limit are refused") {
      crowd.count { !$0.isClosed } <= most
    }
    let (before, begun) = (folder.processorSeconds, ContinuousClock.now)
    patient.desaturate()
    try await eventually("the patient's alert") { folder.has("spo2.low", "alert.raised") }
    try await eventually("some time has passed") { ContinuousClock.now - begun > .seconds(2) }
    let spent = (folder.processorSeconds - before) / ((ContinuousClock.now - begun) / .seconds(1))
    #expect(spent < 0.4, "of a core")
    #expect(!folder.has("station.ledger", "alert.raised"))
    for connection in crowd { connection.end() }
    try await eventually("it answers again") {
      await folder.call("GET", "/api/v1/beds/1")?.status == 200
    }
    try await folder.end()
    #expect(try await LedgerFile(folder: folder.data).check().findings == [])
  }

  @Test func `a ledger that is deleted under the running program is begun anew with all of it`()
    async throws
  {
    let (folder, patient) = try await admitted()
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
    withExtendedLifetime(patient) {}
  }

  @Test func `a damaged ledger keeps no station from its sessions, and says where it lies`()
    async throws
  {
    let (folder, patient) = try await admitted()
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
    withExtendedLifetime(patient) {}
  }

  /// The real program with one patient, who is admitted.
  private func admitted(
    on disk: SmallDisk? = nil, mostFiles: Int? = nil
  ) async throws -> (RunFolder, Patient) {
    let patient = try Patient()
    let folder = try RunFolder(ports: [patient.port], data: disk.map { $0.path + "/data" })
    try await folder.start(mostFiles: mostFiles)
    try folder.addToken()
    let reply = await folder.call("POST", "/api/v1/beds/1/admit", "{}")
    try #require(reply?.status == 200)
    return (folder, patient)
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

  /// The other side has closed it.
  var isClosed: Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
    return count == 0 || count < 0 && errno != EAGAIN
  }

  func end() { close(descriptor) }
}
