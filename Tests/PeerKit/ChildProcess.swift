public import Foundation
import Synchronization

/// A program that a test starts, told and waited for by its process id alone.
///
/// Foundation's `Process` sees an end by a socket that programs started meanwhile inherit, so not
/// before they end, too. This one asks wait4(2), and keeps its pipes from other children.
public final class ChildProcess: Sendable {
  /// Why it cannot be started.
  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  /// How it ended.
  public enum TerminationReason: Sendable {
    case exit
    case uncaughtSignal
  }

  private struct State {
    var path = ""
    var arguments: [String] = []
    var environment: [String: String]?
    var folder: String?
    var descriptors: [Int32?] = [nil, nil, nil]
    /// Closed once the child has them.
    var ends: [FileHandle] = []
    /// What is read or written by others stays open as long as the child is known.
    var others: [any Sendable] = []
    var pid: pid_t = 0
    /// As wait4(2) tells it.
    var status: Int32?
    var usage = rusage()

    /// The whole command line.
    var words: [String] {
      let command = [path] + arguments
      return folder.map { ["/usr/bin/env", "--chdir=\($0)"] + command } ?? command
    }
  }
  private let state = Mutex(State())

  /// A program that does not run yet.
  public init() {}

  public var executableURL: URL? {
    get { state.withLock { URL(fileURLWithPath: $0.path) } }
    set { state.withLock { $0.path = newValue?.path ?? "" } }
  }

  public var arguments: [String] {
    get { state.withLock(\.arguments) }
    set { state.withLock { $0.arguments = newValue } }
  }

  public var environment: [String: String] {
    get { state.withLock(\.environment) ?? ProcessInfo.processInfo.environment }
    set { state.withLock { $0.environment = newValue } }
  }

  public var currentDirectoryURL: URL? {
    get { state.withLock { $0.folder.map { URL(fileURLWithPath: $0) } } }
    set { state.withLock { $0.folder = newValue?.path } }
  }

  /// Reads from a pipe.
  public func setStandardInput(_ pipe: Pipe) {
    set(0, pipe.fileHandleForReading, closesAfter: true, keeps: pipe)
  }
  /// Reads from a file.
  public func setStandardInput(_ file: FileHandle) { set(0, file, closesAfter: false, keeps: file) }
  /// Writes to a pipe.
  public func setStandardOutput(_ pipe: Pipe) {
    set(1, pipe.fileHandleForWriting, closesAfter: true, keeps: pipe)
  }
  /// Writes to a file.
  public func setStandardOutput(_ file: FileHandle) {
    set(1, file, closesAfter: false, keeps: file)
  }
  /// Writes its errors to a pipe.
  public func setStandardError(_ pipe: Pipe) {
    set(2, pipe.fileHandleForWriting, closesAfter: true, keeps: pipe)
  }
  /// Writes its errors to a file.
  public func setStandardError(_ file: FileHandle) { set(2, file, closesAfter: false, keeps: file) }

  private func set(
    _ number: Int, _ file: FileHandle, closesAfter: Bool, keeps other: any Sendable
  ) {
    if let pipe = other as? Pipe {
      for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
        _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
      }
    }
    state.withLock { state in
      state.descriptors[number] = file.fileDescriptor
      if closesAfter { state.ends.append(file) }
      state.others.append(other)
    }
  }

  /// Starts it.
  public func run() throws {
    try state.withLock { state in
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      for (number, descriptor) in state.descriptors.enumerated() {
        guard let descriptor else { continue }
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
      }
      let environment = state.environment ?? ProcessInfo.processInfo.environment
      let words = state.words
      let error = withStrings(words) { arguments in
        withStrings(environment.map { "\($0)=\($1)" }) { environment in
          posix_spawn(&state.pid, words[0], &actions, nil, arguments, environment)
        }
      }
      guard error == 0 else {
        throw Failure(description: "\(state.path): \(String(cString: strerror(error)))")
      }
      for end in state.ends { try? end.close() }
      state.ends = []
    }
    let pid = processIdentifier
    // An end that nobody takes note of keeps the waiting thread of exit tests busy.
    Thread.detachNewThread { [self] in
      var status: Int32 = 0
      var usage = rusage()
      while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
      state.withLock { ($0.status, $0.usage) = (status, usage) }
    }
  }

  private func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }

  public var processIdentifier: pid_t { state.withLock(\.pid) }

  /// Whether it has not ended.
  public var isRunning: Bool { state.withLock { $0.pid > 0 && $0.status == nil } }

  /// Waits for the end: for commands that are soon over.
  public func waitUntilExit() {
    while isRunning { usleep(2000) }
  }

  /// Its status, or the signal that ended it.
  public var terminationStatus: Int32 {
    let status = state.withLock(\.status) ?? 0
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : status & 0x7F
  }

  /// The most memory that it had, in KiB; 0 while it runs.
  public var mostMemory: Int {
    state.withLock(\.usage.ru_maxrss)
  }

  public var terminationReason: TerminationReason {
    (state.withLock(\.status) ?? 0) & 0x7F == 0 ? .exit : .uncaughtSignal
  }

  /// Asks it to end.
  public func terminate() {
    if isRunning { kill(processIdentifier, SIGTERM) }
  }
}
