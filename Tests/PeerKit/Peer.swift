import Foundation
import Synchronization

/// A Python program on the other end of a link, which obeys commands line by line.
public final class Peer: Sendable {
  /// What the program printed first: its port, or the path of its line.
  public let address: String
  private let process: Mutex<ChildProcess>
  private let input: FileHandle
  private let output: Lines

  /// Why there is no peer.
  public struct Missing: Error, CustomStringConvertible {
    public var description: String
  }

  /// Starts a script of a folder of the tests.
  ///
  /// - Parameter runner: a command that runs the Python elsewhere, such as in another network.
  public init(
    _ script: String, in folder: String = "MonitorsTests/Peers", _ arguments: String...,
    through runner: [String] = []
  ) async throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let root = tests.deletingLastPathComponent()
    let python =
      ProcessInfo.processInfo.environment["INFUSIONWATCH_PYTHON"]
      ?? root.appendingPathComponent(".venv/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw Missing(
        description: """
          there is no Python with what the tests need at \(python); run `make test`, which makes \
          .venv, or set INFUSIONWATCH_PYTHON
          """)
    }
    let process = ChildProcess()
    let path = tests.appendingPathComponent("\(folder)/\(script).py").path
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = runner + [python, path] + arguments
    let (input, output) = (Pipe(), Pipe())
    process.setStandardInput(input)
    process.setStandardOutput(output)
    try process.run()
    self.process = Mutex(process)
    self.input = input.fileHandleForWriting
    self.output = Lines(output.fileHandleForReading)
    guard let address = await self.output.next() else {
      throw Missing(description: "\(script).py ended before it said its address")
    }
    self.address = address
  }

  deinit {
    process.withLock { process in
      guard process.isRunning else { return }
      Foundation.kill(process.processIdentifier, SIGCONT)
      process.terminate()
    }
  }

  /// The port that it listens on.
  public var port: UInt16 { UInt16(address) ?? 0 }

  /// Gives one command and returns the answer once it is obeyed.
  @discardableResult
  public func tell(_ command: String) async throws -> String {
    try input.write(contentsOf: Data("\(command)\n".utf8))
    return await output.next() ?? ""
  }

  /// Stops the program in the middle of whatever it does, or lets it go on: its connections stay
  /// open and say nothing.
  public func freeze(_ isFrozen: Bool) {
    process.withLock { process in
      guard process.isRunning else { return }
      _ = Foundation.kill(process.processIdentifier, isFrozen ? SIGSTOP : SIGCONT)
    }
  }

  /// Ends the program at once, as a cable that is pulled.
  public func kill() {
    process.withLock { process in
      guard process.isRunning else { return }
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }
}
