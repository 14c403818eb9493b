/// The rows of a recording in the order of time, and of the file within one time.
///
/// Where the file is not in that order, each bed is read on its own, from its first row to its
/// last, and the beds are merged.
public struct RecordingRows {
  private var cursors: [Cursor]

  /// The rows of a recording that was looked over.
  public init(_ scan: RecordingScan) throws(RecordingError) {
    cursors = []
    if scan.isOrdered {
      cursors.append(try Cursor(scan, nil))
    } else {
      for bed in scan.beds { cursors.append(try Cursor(scan, bed)) }
    }
  }

  /// The next row; nil at the end.
  public mutating func next() throws(RecordingError) -> RecordingRow? {
    var first: (index: Int, row: RecordingRow)?
    for index in cursors.indices {
      guard let row = cursors[index].row else { continue }
      if let first, (first.row.time, first.row.line) <= (row.time, row.line) { continue }
      first = (index, row)
    }
    guard let first else { return nil }
    try cursors[first.index].advance()
    return first.row
  }
}

/// One place in a recording that moves on: over all its rows, or over those of one bed.
private struct Cursor {
  /// The row at this place; nil beyond the last.
  private(set) var row: RecordingRow?
  private var reader: RecordingReader
  private let bed: String?
  private let end: RecordingReader.Place

  init(_ scan: RecordingScan, _ bed: RecordingScan.Bed?) throws(RecordingError) {
    let start = bed?.start ?? scan.beds.first?.start ?? scan.last
    reader = RecordingReader(
      scan.file, at: start, header: scan.header, columns: scan.columns,
      skipMalformed: scan.skipsMalformed)
    self.bed = bed?.name
    end = bed?.end ?? scan.last
    try advance()
  }

  mutating func advance() throws(RecordingError) {
    repeat {
      row = reader.place.offset < end.offset ? try reader.next() : nil
    } while row != nil && bed != nil && row?.bed != bed
  }
}
