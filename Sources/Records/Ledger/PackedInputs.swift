import Foundation

/// Many inputs in few bytes: a line each, with number and moment as steps from the line before,
/// and a short word in place of a bed and monitor that were named already. Packs may be joined.
enum PackedInputs {
  /// One kept input, as a row holds it.
  struct Row: Hashable, Sendable {
    var number: Int64
    var moment: Int64
    var line: String
  }

  static func pack(_ rows: [Row]) -> Data {
    guard let first = rows.first else { return Data() }
    var last = (first.number, first.moment)
    var sources: [Substring: Int] = [:]
    var text = "@\(first.number) \(first.moment)\n"
    for row in rows {
      text += "\(row.number - last.0) \(row.moment - last.1) "
      if let source = InputText.source(row.line), let index = sources[source] {
        text += "#\(index)\t\(row.line[source.endIndex...])\n"
      } else {
        if let source = InputText.source(row.line) { sources[source] = sources.count }
        text += row.line + "\n"
      }
      last = (row.number, row.moment)
    }
    return Data(text.utf8)
  }

  static func unpack(_ packed: Data) throws -> [Row] {
    var rows: [Row] = []
    var last: (Int64, Int64) = (0, 0)
    var sources: [Substring] = []
    for line in String(decoding: packed, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("@") {
        last = try numbers(line.dropFirst(), of: line).0
        sources = []
        continue
      }
      let (step, body) = try numbers(line[...], of: line)
      last = (last.0 + step.0, last.1 + step.1)
      rows.append(Row(number: last.0, moment: last.1, line: try whole(body, &sources)))
    }
    return rows
  }

  private static func whole(_ body: Substring, _ sources: inout [Substring]) throws -> String {
    guard body.hasPrefix("#") else {
      let line = String(body)
      if let source = InputText.source(line) { sources.append(source) }
      return line
    }
    let halves = body.dropFirst().split(
      separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let index = Int(halves[0]), sources.indices.contains(index) else {
      throw InputText.Damage(line: String(body))
    }
    return String(sources[index] + halves[1])
  }

  private static func numbers(_ text: Substring, of line: Substring) throws
    -> ((Int64, Int64), Substring)
  {
    let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, let first = Int64(words[0]), let second = Int64(words[1]) else {
      throw InputText.Damage(line: String(line))
    }
    return ((first, second), words.count == 3 ? words[2] : "")
  }
}
