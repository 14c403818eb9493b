import InfusionCore

/// Why a recording cannot be read or replayed: one line, with its file and line.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as it was given.
  public var file: String
  /// The line, counted from 1; nil where the whole file is meant.
  public var line: Int?
  /// What is wrong, in one plain sentence.
  public var what: String
  /// What to do about it.
  public var remedy: String

  /// Why a recording cannot be read or replayed.
  public init(file: String, line: Int?, _ what: String, remedy: String) {
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

/// What is wrong with one line, before it is known which one it is.
struct LineFault: Error {
  var what: String
  var remedy: String

  init(_ what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}

/// What a message shows of a text from a file.
func shortened(_ text: String, most: Int = 40) -> String {
  text.count > most ? text.prefix(most) + "…" : text
}

/// A text from a file as a message quotes it.
func quoted(_ text: String) -> String { "“\(shortened(text))”" }
