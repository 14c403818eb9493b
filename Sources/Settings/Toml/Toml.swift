import InfusionCore

/// A TOML value that knows where it stands.
struct Toml: Hashable, Sendable {
  /// What the value is.
  indirect enum Content: Hashable, Sendable {
    /// In the order of the file.
    case table([Entry])
    case array([Toml])
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case dateTime
    /// Something that is no TOML value and has been told as a fault already.
    case unreadable
  }
  /// One key of a table.
  struct Entry: Hashable, Sendable {
    var key: String
    /// Where the key stands.
    var place: Place
    var value: Toml
  }
  /// A line of a file.
  struct Place: Hashable, Sendable, Comparable {
    var file: String
    /// Both counted from 1.
    var line: Int
    var column: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.line, left.column) < (right.line, right.column)
    }
  }

  var place: Place
  var content: Content

  /// What the value is, in words for a fault.
  var description: String {
    switch content {
    case .table: "a table"
    case .array: "a list"
    case .text(let text) where text.allSatisfy(\.isWhitespace): "empty"
    case .text(let text): "the text “\(text.count > 60 ? text.prefix(60) + "…" : text[...])”"
    case .integer(let number): "the number \(number)"
    case .real(let number): "the number \(DecimalText.text(number))"
    case .boolean(let flag): "\(flag)"
    case .dateTime: "a date or time"
    case .unreadable: "unreadable"
    }
  }

  /// The entries of a table; none of anything else.
  var entries: [Entry] {
    switch content {
    case .table(let entries): entries
    case .array, .text, .integer, .real, .boolean, .dateTime, .unreadable: []
    }
  }

  /// The value under a key.
  subscript(key: String) -> Toml? { entries.first { $0.key == key }?.value }

  /// This table with what another one says instead; tables are merged, all else is replaced whole.
  func overridden(by other: Toml) -> Toml {
    guard case .table(let mine) = content, case .table(let theirs) = other.content else {
      return other
    }
    let kept = mine.filter { entry in !theirs.contains { $0.key == entry.key } }
    let merged = theirs.map { entry in
      var entry = entry
      if let value = self[entry.key] { entry.value = value.overridden(by: entry.value) }
      return entry
    }
    return Toml(place: other.place, content: .table(kept + merged))
  }
}
