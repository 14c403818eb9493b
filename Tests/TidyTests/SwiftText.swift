/// A Swift file taken apart: code without comments and literals, and comments without code. Both
/// keep every line where it was.
struct SwiftText: Sendable {
  private(set) var code: [Substring] = []
  private(set) var comments: [Substring] = []

  init(_ text: String) {
    var separator = Separator(text)
    separator.run()
    code = Self.lines(separator.code)
    comments = Self.lines(separator.comments)
  }

  private static func lines(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }
}

/// Walks once over a file's bytes and tells code, comments and literals from each other.
private struct Separator {
  private(set) var code: [UInt8] = []
  private(set) var comments: [UInt8] = []
  private let bytes: [UInt8]
  private var at = 0

  private enum Part { case code, comment, neither }

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func run() {
    while at < bytes.count {
      if stands("//") {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { step(.comment) }
      } else if stands("/*") {
        takeBlockComment()
      } else if stands("\"") || stands("#\"") {
        takeLiteral()
      } else {
        step(.code)
      }
    }
  }

  private func stands(_ text: StaticString, after offset: Int = 0) -> Bool {
    let end = at + offset + text.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(bytes[(at + offset)..<end]) }
  }

  /// Moves one byte on; a part that does not keep it gets a blank, or its line end.
  private mutating func step(_ part: Part) {
    guard at < bytes.count else { return }
    let byte = bytes[at]
    let blank = byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
    code.append(part == .code ? byte : blank)
    comments.append(part == .comment ? byte : blank)
    at += 1
  }

  private mutating func skip(_ count: Int) {
    for _ in 0..<count { step(.neither) }
  }

  private mutating func takeBlockComment() {
    var depth = 0
    repeat {
      if stands("/*") { depth += 1 }
      if stands("*/") { depth -= 1 }
      step(.comment)
    } while depth > 0 && at < bytes.count
    step(.comment)
  }

  /// A string literal, plain or raw, of one line or of several; what it interpolates goes with it.
  private mutating func takeLiteral() {
    let hashes = stands("#") ? 1 : 0
    let quotes = stands("\"\"\"", after: hashes) ? 3 : 1
    skip(hashes + quotes)
    while at < bytes.count, !endsLiteral(hashes: hashes, quotes: quotes) {
      let escapes = hashes == 1 ? stands("\\#") : stands("\\")
      if escapes, stands("(", after: 1 + hashes) {
        skip(1 + hashes)
        takeInterpolation()
      } else {
        skip(escapes ? 2 + hashes : 1)
      }
    }
    skip(quotes + hashes)
  }

  private func endsLiteral(hashes: Int, quotes: Int) -> Bool {
    let closed = quotes == 3 ? stands("\"\"\"") : stands("\"")
    return closed && (hashes == 0 || stands("#", after: quotes))
  }

  private mutating func takeInterpolation() {
    var depth = 0
    repeat {
      if stands("\"") || stands("#\"") {
        takeLiteral()
        continue
      }
      if stands("(") { depth += 1 }
      if stands(")") { depth -= 1 }
      skip(1)
    } while depth > 0 && at < bytes.count
  }
}
