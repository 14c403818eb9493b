/// All that is wrong with a recording; never empty.
public struct RecordingFaults: Error, Hashable, Sendable {
  /// By line.
  public let list: [RecordingError]
}

/// Whether a recording can be replayed, and every fault if it cannot.
public enum RecordingCheck {
  /// How many rows a recording has. Throws all malformed lines, or else the first verb that is not
  /// allowed where it stands.
  ///
  /// - Parameter rules: The protocols by which the recording is judged.
  public static func rows(
    of path: String,
    rules: (RecordingScan) throws(RecordingError) -> Replay.Rules
  ) throws(RecordingFaults) -> Int {
    let faults: [RecordingError]
    do throws(RecordingError) {
      let file = try RecordingFile(path: path)
      faults = try malformedLines(of: file)
      if faults.isEmpty {
        let scan = try RecordingScan(file)
        var replay = try Replay(scan, rules: rules(scan))
        while try replay.next() != nil {}
        return scan.rows
      }
    } catch { throw RecordingFaults(list: [error]) }
    throw RecordingFaults(list: faults)
  }

  private static func malformedLines(
    of file: RecordingFile
  ) throws(RecordingError) -> [RecordingError] {
    var reader = try RecordingReader(file, skipMalformed: true)
    do throws(RecordingError) {
      while try reader.next() != nil {}
    } catch { return reader.faults + [error] }
    let more = reader.malformed - reader.faults.count
    guard more > 0 else { return reader.faults }
    let rest = RecordingError(
      file: file.name, line: nil, "\(more) more lines are malformed",
      remedy: "mend those above first")
    return reader.faults + [rest]
  }
}
