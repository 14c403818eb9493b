import Foundation
import Records

/// A file that is gone when its test ends.
final class Scratch {
  let path: String

  init(_ bytes: some Sequence<UInt8>) throws {
    let name = "records-\(UInt64.random(in: 0...UInt64.max)).csv"
    path = FileManager.default.temporaryDirectory.appending(path: name).path
    try Data(bytes).write(to: URL(filePath: path))
  }

  convenience init(_ text: String) throws { try self.init(text.utf8) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A pipe that another thread fills, as a shell's would be.
final class FilledPipe {
  private let pipe = Pipe()

  init(_ text: String) {
    let writer = pipe.fileHandleForWriting
    Thread.detachNewThread {
      try? writer.write(contentsOf: Data(text.utf8))
      try? writer.close()
    }
  }

  var path: String { "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)" }
}

/// All rows of a recording in replay order.
func rows(of path: String, skipMalformed: Bool = false) throws -> [RecordingRow] {
  let scan = try RecordingScan(RecordingFile(path: path), skipMalformed: skipMalformed)
  var rows = try RecordingRows(scan)
  var all: [RecordingRow] = []
  while let row = try rows.next() { all.append(row) }
  return all
}

func rows(text: String, skipMalformed: Bool = false) throws -> [RecordingRow] {
  let scratch = try Scratch(text)
  return try rows(of: scratch.path, skipMalformed: skipMalformed)
}
