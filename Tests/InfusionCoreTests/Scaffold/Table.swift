import Testing

/// A matrix of cases as aligned text: a heading, then one case on each line, columns parted by `|`.
/// The last column is what has to come out.
struct Table {
  /// One case, its cells by their column's name.
  struct Row {
    fileprivate var cells: [String: String]
    fileprivate var line: String
    fileprivate var outcome: String

    /// A cell's text; empty if the table has no such column.
    subscript(column: String) -> String { cells[column] ?? "" }
    /// A cell as a number; nil if it holds none.
    func number(_ column: String) -> Double? { Double(self[column]) }
  }

  private var heading: [String] = []
  private var rows: [Row] = []

  init(_ text: String) throws {
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
      guard !heading.isEmpty else {
        heading = cells
        continue
      }
      try #require(cells.count == heading.count, "“\(line)” has not the columns of the heading")
      rows.append(
        Row(
          cells: Dictionary(zip(heading, cells)) { first, _ in first }, line: String(line),
          outcome: cells.last ?? ""))
    }
    try #require(!rows.isEmpty, "the table has no case")
  }

  /// Runs every case, and tells all that came out otherwise.
  func check(
    sourceLocation: SourceLocation = #_sourceLocation, _ run: (Row) throws -> String
  ) throws {
    let wrong = try differences(run)
    guard !wrong.isEmpty else { return }
    Issue.record(
      "\(heading.joined(separator: " | "))\n\(wrong.joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  /// Every case that came out otherwise.
  func differences(_ run: (Row) throws -> String) throws -> [String] {
    try rows.compactMap { row in
      let outcome = try run(row)
      return outcome == row.outcome ? nil : "\(row.line)  but got: \(outcome)"
    }
  }

  private static func trimmed(_ cell: Substring) -> String {
    var cell = cell
    while cell.first == " " { cell.removeFirst() }
    while cell.last == " " { cell.removeLast() }
    return String(cell)
  }
}
