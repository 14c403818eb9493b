import SlowModel
import Vitals

/// What one side says of a recording, bed by bed in the order of their first line.
typealias Teller = (ModelRecording) throws -> [[ModelEvent]]

/// Where the model and another teller part ways, with the smallest recording that shows it.
struct Disagreement: CustomStringConvertible {
  /// Which recording it was: a seed or a file.
  let name: String
  let recording: ModelRecording
  let model: [ModelEvent]
  let replay: [ModelEvent]

  /// How many replays a shrinking may take.
  private static let mostAttempts = 600

  /// Nil where both tell the same events.
  static func find(
    _ name: String, in recording: ModelRecording, replay: Teller
  ) throws -> Disagreement? {
    guard try differ(recording, replay) else { return nil }
    return try describe(name, shrunk(recording, replay), replay)
  }

  private static func differ(_ recording: ModelRecording, _ replay: Teller) throws -> Bool {
    try BareModel.events(of: recording) != replay(recording)
  }

  private static func describe(
    _ name: String, _ recording: ModelRecording, _ replay: Teller
  ) throws -> Disagreement {
    Disagreement(
      name: name, recording: recording,
      model: Array(BareModel.events(of: recording).joined()),
      replay: Array(try replay(recording).joined()))
  }

  /// Drops rows, many at a time and then one by one, and then cells, while both still differ.
  private static func shrunk(
    _ recording: ModelRecording, _ replay: Teller
  ) throws -> ModelRecording {
    var smallest = recording
    var attempts = 0
    var count = max(1, recording.rows.count / 2)
    while attempts < mostAttempts {
      var index = 0
      let before = smallest.rows.count
      while index < smallest.rows.count, attempts < mostAttempts {
        var fewer = smallest
        fewer.rows.removeSubrange(index..<min(index + count, fewer.rows.count))
        attempts += 1
        if try !fewer.rows.isEmpty && differ(fewer, replay) {
          smallest = fewer
        } else {
          index += count
        }
      }
      if count == 1 && smallest.rows.count == before { break }
      count = max(1, count / 2)
    }
    return try withoutNeedlessCells(smallest, replay)
  }

  private static func withoutNeedlessCells(
    _ recording: ModelRecording, _ replay: Teller
  ) throws -> ModelRecording {
    var smallest = recording
    guard recording.rows.count <= mostAttempts / 5 else { return smallest }
    for index in smallest.rows.indices {
      for vital in VitalSign.allCases where smallest.rows[index].cells[vital] != nil {
        var fewer = smallest
        fewer.rows[index].cells[vital] = nil
        if try differ(fewer, replay) { smallest = fewer }
      }
    }
    return smallest
  }

  var description: String {
    let same = zip(model, replay).prefix { $0 == $1 }.count
    let from = max(0, same - 2)
    func list(_ events: [ModelEvent]) -> String {
      let shown = events.dropFirst(from).prefix(same - from + 6)
      return shown.isEmpty ? "  (no more events)" : shown.map { "  \($0)" }.joined(separator: "\n")
    }
    return """
      \(name): the first difference is event \(same + 1) of the shrunk recording
      model:
      \(list(model))
      replay:
      \(list(replay))
      recording:
      \(recording.csv)
      """
  }
}
