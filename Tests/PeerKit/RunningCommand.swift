import Foundation
import Synchronization

/// The built program, running.
public final class RunningCommand: Sendable {
  private let process: Mutex<ChildProcess>
  private let output = Mutex<[String]>([])
  private let errors = Mutex<[String]>([])

  /// The path of a program that was built with these tests.
  public static func path(of program: String) -> String {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent(program).path
  }

  /// Starts it with these arguments.
  ///
  /// - Parameters:
  ///   - program: another program than infusionwatch, by its path.
  ///   - readsOutput: false closes the standard output's other end.
  public init(
    _ arguments: [String], program: String = path(of: "infusionwatch"),
    environment: [String: String] = [:], readsOutput: Bool = true
  ) throws {
    let process = ChildProcess()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.setStandardOutput(output)
    process.setStandardError(errors)
    try process.run()
    self.process = Mutex(process)
    if readsOutput {
      gather(output) { line in self.output.withLock { $0.append(line) } }
    } else {
      try output.fileHandleForReading.close()
    }
    gather(errors) { line in self.errors.withLock { $0.append(line) } }
  }

  deinit { process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } } }

  /// The lines of the standard output so far.
  public var outputLines: [String] { output.withLock(\.self) }
  /// The lines of the standard error so far.
  public var errorLines: [String] { errors.withLock(\.self) }

  /// What it has used of the processors so far.
  public var processorSeconds: Double {
    let number = process.withLock(\.processIdentifier)
    let text = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
    // The name in parentheses may hold anything; the 12th and 13th words after it are the times.
    let words = text?.split(separator: ")").last?.split(separator: " ") ?? []
    guard words.count > 12, let user = Double(words[11]), let system = Double(words[12]) else {
      return 0
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Sends a signal.
  public func signal(_ number: Int32) {
    process.withLock { _ = kill($0.processIdentifier, number) }
  }

  /// Sends a signal and waits for the end: how long that took, seen from a thread that nothing else
  /// keeps busy.
  public func end(with number: Int32) async -> Duration {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "end").async {
        let before = ContinuousClock.now
        self.signal(number)
        while self.process.withLock(\.isRunning), ContinuousClock.now - before < .seconds(60) {
          usleep(1000)
        }
        continuation.resume(returning: ContinuousClock.now - before)
      }
    }
  }

  /// The exit status once it has ended by itself; nil while it runs, or if a signal ended it.
  public var status: Int32? {
    process.withLock { process in
      guard !process.isRunning, process.terminationReason == .exit else { return nil }
      return process.terminationStatus
    }
  }

  private func gather(_ pipe: Pipe, _ add: @escaping @Sendable (String) -> Void) {
    let lines = Lines(pipe.fileHandleForReading)
    Task { while let line = await lines.next() { add(line) } }
  }
}
