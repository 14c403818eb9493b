import InfusionCore

/// One thing that is wrong with a file, and what to do about it.
public struct Fault: Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// Counted from 1; nil where no line can be named.
  public var line: Int?
  /// What is wrong, in one line.
  public var what: String
  /// What to do, in one line.
  public var remedy: String

  /// One thing that is wrong with a file.
  public init(file: String, line: Int?, what: String, remedy: String) {
    self.file = file
    self.line = line
    self.what = what
    self.remedy = remedy
  }

  /// `FILE:LINE: what; what to do`, always one line.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(what); \(remedy)".onOneLine
  }
}

/// All that is wrong with one or more files; never empty.
public struct Faults: Error, Hashable, Sendable, CustomStringConvertible {
  /// By file in the order in which the files were read, then by line.
  public let list: [Fault]

  /// One line for each fault.
  public var description: String { list.map(\.description).joined(separator: "\n") }
}
