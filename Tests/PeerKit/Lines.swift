import Foundation
import Synchronization

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
