import Foundation
import Synchronization

/// A Python program on the other end of a link, which obeys commands line by line.
final class Peer: Sendable {
  /// What the program printed first: its port, or the path of its line.
  let address: String
  private let process: Mutex<Process>
  private let input: FileHandle
  private let output: Lines

  /// Why there is no peer.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// Starts a script of `Peers`.
  init(_ script: String, _ arguments: String...) async throws {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
    let python =
      ProcessInfo.processInfo.environment["INFUSIONWATCH_PYTHON"]
      ?? root.appendingPathComponent(".venv/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw Missing(
        description: """
          there is no Python with pymodbus at \(python); run `make test`, which makes .venv, or set \
          INFUSIONWATCH_PYTHON
          """)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [here.appendingPathComponent("Peers/\(script).py").path] + arguments
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    self.process = Mutex(process)
    self.input = input.fileHandleForWriting
    self.output = Lines(output.fileHandleForReading)
    guard let address = await self.output.next() else {
      throw Missing(description: "\(script).py ended before it said its address")
    }
    self.address = address
  }

  deinit { process.withLock { $0.terminate() } }

  /// The port that it listens on.
  var port: UInt16 { UInt16(address) ?? 0 }

  /// Gives one command and returns the answer once it is obeyed.
  @discardableResult
  func tell(_ command: String) async throws -> String {
    try input.write(contentsOf: Data("\(command)\n".utf8))
    return await output.next() ?? ""
  }

  /// Ends the program at once, as a cable that is pulled.
  func kill() {
    process.withLock { process in
      guard process.isRunning else { return }
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }
}

/// A pipe's lines, read on a queue of their own.
final class Lines: Sendable {
  private let queue = DispatchQueue(label: "lines")
  private let handle: FileHandle
  private let rest = Mutex(Data())

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next line; nil at the end.
  func next() async -> String? {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.read()) }
    }
  }

  private func read() -> String? {
    rest.withLock { rest in
      while true {
        if let end = rest.firstIndex(of: 0x0A) {
          let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
          rest = Data(rest[rest.index(after: end)...])
          return line
        }
        let more = handle.availableData
        if more.isEmpty { return nil }
        rest += more
      }
    }
  }
}
