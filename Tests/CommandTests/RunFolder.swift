import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import PeerKit
import Records
import Settings
import Synchronization
import Testing

/// A configuration of many beds, and the program that runs on it, as a clinic has it.
final class RunFolder: Sendable {
  let path: String
  let data: String
  let url: String
  private let state = Mutex<(command: RunningCommand?, token: String)>((nil, ""))

  /// A port at which nothing answers.
  static let nowhere: UInt16 = 1

  /// - Parameters:
  ///   - ports: where each bed's monitor answers on this machine.
  ///   - data: the folder of the ledger.
  init(ports: [UInt16], data: String? = nil) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "iw-\(UUID().uuidString)").path
    self.data = data ?? path + "/data"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let listen = Int.random(in: 20_000..<30_000)
    url = "http://127.0.0.1:\(listen)"
    let monitors = ports.enumerated().map { Self.monitor($0 + 1, port: $1) }
    let text = """
      [station]
      name = "Run"
      listen = "127.0.0.1:\(listen)"
      data = "\(self.data)"
      protocol = "ketamine-40"

      """
    try (text + monitors.joined()).write(
      toFile: configuration, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static func monitor(_ bed: Int, port: UInt16) -> String {
    """

    [[monitor]]
    name = "bay-\(bed)"
    bed = "\(bed)"
    [monitor.modbus]
    tcp = "127.0.0.1:\(port)"
    unit = \(port == nowhere ? bed : 1)
    every = "1s"
    timeout = "500ms"
    block = {table = "holding", start = 0, count = 8}
    missing = [0xFFFF]
    [monitor.modbus.fields]
    hr = {at = 0, type = "u16"}
    spo2 = {at = 1, type = "u16", scale = 0.1}
    sbp = {at = 2, type = "u16"}
    dbp = {at = 3, type = "u16"}
    map = {at = 4, type = "u16"}
    nibp_age = {at = 5, type = "u16"}

    """
  }

  private var command: RunningCommand? { state.withLock(\.command) }
  /// The nurse's token.
  var token: String { state.withLock(\.token) }
  var configuration: String { path + "/station.toml" }
  /// What it printed: its events.
  var told: [String] { command?.outputLines ?? [] }
  var errors: [String] { command?.errorLines ?? [] }

  func settings() throws -> StationSettings { try StationSettings.load(configuration) }

  private static var program: String {
    ProcessInfo.processInfo.environment["INFUSIONWATCH_PROGRAM"]
      ?? RunningCommand.path(of: "infusionwatch")
  }

  /// Starts the program: how long until it says that it is ready.
  ///
  /// - Parameter mostFiles: how many files it may have open; nil: as many as the tests may.
  @discardableResult
  func start(mostFiles: Int? = nil) async throws -> Duration {
    let socket = path + "/notify"
    unlink(socket)
    let manager = try NotifySocket(socket)
    let words = ["serve", "--config", configuration]
    let environment = ["NOTIFY_SOCKET": socket]
    let before = ContinuousClock.now
    let command =
      try mostFiles.map {
        try RunningCommand(
          ["-c", "ulimit -n \($0); exec \"$@\"", "sh", Self.program] + words, program: "/bin/sh",
          environment: environment)
      } ?? RunningCommand(words, program: Self.program, environment: environment)
    state.withLock { $0.command = command }
    try await eventually("ready: \(command.errorLines)") { manager.states.contains("READY=1") }
    return ContinuousClock.now - before
  }

  /// Sends a signal, and goes on.
  func signal(_ number: Int32) { command?.signal(number) }

  /// Writes something else in place of the configuration.
  func configure(_ change: (String) -> String) throws {
    let text = try String(contentsOfFile: configuration, encoding: .utf8)
    try change(text).write(toFile: configuration, atomically: true, encoding: .utf8)
  }

  /// The token in a file, as commands take it.
  func tokenFile() throws -> String {
    let file = path + "/token"
    try token.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  func end(with signal: Int32 = SIGTERM) async throws {
    _ = await command?.end(with: signal)
    state.withLock { $0.command = nil }
  }

  /// The port of the page.
  var port: UInt16 { UInt16(url.split(separator: ":").last ?? "") ?? 0 }

  /// What the program has used of the processors so far.
  var processorSeconds: Double { command?.processorSeconds ?? 0 }

  /// Lets a nurse in.
  func addToken() throws {
    let outcome = try Program.run(
      ["token", "add", "anna", "--role", "nurse", "--config", configuration])
    let token = outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    state.withLock { $0.token = token }
    try #require(!token.isEmpty, "\(outcome.errors)")
  }

  /// One call: its status and its body; nil: the station is gone.
  func call(
    _ method: String, _ path: String, _ body: String? = nil, key: String? = nil
  ) async -> (status: Int, body: JSONValue)? {
    var request = HTTPClientRequest(url: url + path)
    request.method = .init(rawValue: method)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(10)),
      let bytes = try? await response.body.collect(upTo: 1 << 22)
    else { return nil }
    return (Int(response.status.code), JSONValue(Array(bytes.readableBytesView)) ?? .null)
  }
}

extension JSONValue {
  /// The value under a path; nil: there is none.
  func at(_ path: String...) -> JSONValue? {
    var value: JSONValue? = self
    for key in path {
      guard case .object(let fields)? = value else { return nil }
      value = fields[key]
    }
    return value
  }
}
