import CToml

extension TomlFile {
  /// How many faults of the writing itself are told at most.
  private static let mostSyntaxFaults = 20

  /// The document's root table; faults of the writing go to the collector.
  ///
  /// toml++ stops at the first fault. A line whose value it cannot read, or whose key is given
  /// twice, is set aside and the rest read again, so that one run tells everything. Nil if what is
  /// left cannot be trusted to mean what it says.
  func parse(into faults: FaultCollector) -> Toml? {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for _ in 0..<Self.mostSyntaxFaults {
      let document = Document(lines.joined(separator: [UInt8(ascii: "\n")]))
      guard let fault = document.fault else { return document.root(file: name) }
      let index = min(max(fault.line, 1), lines.count) - 1
      let line = String(decoding: lines[index], as: UTF8.self)
      let setAside = SetAsideLine(line, because: fault.message)
      faults.add(
        at: Toml.Place(file: name, line: index + 1, column: fault.column),
        what: setAside.what, remedy: setAside.remedy)
      guard let replacement = setAside.replacement else { return nil }
      lines[index] = ArraySlice(replacement.utf8)
    }
    return nil
  }
}

/// A line that toml++ refused, and what stands in its place while the rest is read.
private struct SetAsideLine {
  var what: String
  var remedy: String
  /// Nil if the line cannot be replaced without changing the meaning of what follows.
  var replacement: String?

  init(_ line: String, because message: String) {
    let message = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
    let text = line.drop { $0 == " " || $0 == "\t" }
    let isHeader = text.hasPrefix("[")
    let assignment = text.firstIndex(of: "=")
    if message.contains("redefine") {
      what = "this is given twice (\(message))"
      remedy = "remove one of the two"
      replacement = isHeader ? nil : ""
      return
    }
    if let assignment, !isHeader, assignment != text.startIndex, !line.contains(Self.mark) {
      let key = text[..<assignment]
      what = "the value cannot be read (\(message))"
      remedy = "write text and durations in quotes, and numbers with digits only"
      replacement = "\(key)= \(Self.mark)"
      return
    }
    what = "this is no TOML (\(message))"
    remedy = "correct the line"
    replacement = nil
  }

  /// Reads back as text that no file can hold, since files with control bytes are refused.
  static let mark = #""\u0001""#
}

/// A document as toml++ read it.
private final class Document {
  private let document: OpaquePointer?

  init(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    document = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { ctoml_parse($0.baseAddress, $0.count) }
    }
  }

  deinit { ctoml_free(document) }

  var fault: (line: Int, column: Int, message: String)? {
    guard let document else { return (1, 1, "out of memory") }
    var line: UInt32 = 0
    var column: UInt32 = 0
    guard let message = ctoml_error(document, &line, &column) else { return nil }
    return (Int(line), Int(column), String(cString: message))
  }

  func root(file: String) -> Toml? {
    var count = 0
    guard let document, let first = ctoml_entries(document, &count), count > 0 else { return nil }
    var rest = UnsafeBufferPointer(start: first, count: count)[...]
    return Self.value(&rest, file: file)
  }

  private static func value(
    _ rest: inout Slice<UnsafeBufferPointer<ctoml_entry>>, file: String
  ) -> Toml? {
    guard let entry = rest.popFirst() else { return nil }
    let place = Toml.Place(file: file, line: Int(entry.line), column: Int(entry.column))
    let content: Toml.Content
    switch entry.kind {
    case CTOML_TABLE:
      var entries: [Toml.Entry] = []
      for _ in 0..<entry.children {
        guard let child = rest.first, let value = value(&rest, file: file) else { return nil }
        let keyPlace = Toml.Place(
          file: file, line: Int(child.key_line), column: Int(child.key_column))
        let key = text(child.key, child.key_length)
        entries.append(Toml.Entry(key: key, place: keyPlace, value: value))
      }
      content = .table(entries.sorted { $0.place < $1.place })
    case CTOML_ARRAY:
      content = .array((0..<entry.children).compactMap { _ in value(&rest, file: file) })
    case CTOML_STRING:
      let string = text(entry.text, entry.text_length)
      content = string == "\u{1}" ? .unreadable : .text(string)
    case CTOML_INTEGER: content = .integer(entry.integer)
    case CTOML_REAL: content = .real(entry.real)
    case CTOML_BOOLEAN: content = .boolean(entry.integer != 0)
    default: content = .dateTime
    }
    return Toml(place: place, content: content)
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
  }
}
