import SlowModel
import Vitals

/// Short pictures of recordings and of events, for tests of the model.
enum ModelMarbles {
  /// A recording from one line per vital or result.
  ///
  /// `hr` and `spo2` hold one token a second: a number, `!reason`, `.` for no reading, `72*10` for
  /// ten of a kind. `cuff` holds `time=sbp/dbp/map` with `-` for a part without a value.
  static func recording(hr: String = "", spo2: String = "", cuff: String = "") -> ModelRecording {
    var rows: [Int: [VitalSign: ModelCell]] = [:]
    for (vital, line) in [(VitalSign.hr, hr), (.spo2, spo2)] {
      for (second, cell) in tokens(line).enumerated() {
        rows[second * 1000, default: [:]][vital] = cell
      }
    }
    for result in cuff.split(separator: " ") {
      let halves = result.split(separator: "=")
      guard halves.count == 2, let seconds = Double(halves[0]) else { continue }
      for (part, text) in zip(VitalSign.cuff, halves[1].split(separator: "/")) {
        rows[Int(seconds * 1000), default: [:]][part] = Double(text).map(ModelCell.value)
      }
    }
    var recording = ModelRecording()
    recording.rows = rows.sorted { $0.key < $1.key }.map {
      ModelRow(time: $0.key, bed: "1", cells: $0.value)
    }
    return recording
  }

  /// The events of one condition: `15 raised medium`, or `15.5 raised medium`.
  static func story(_ condition: ModelCondition, of recording: ModelRecording) -> [String] {
    BareModel.events(of: recording).joined().filter { $0.condition == condition }.map { event in
      let seconds =
        event.time % 1000 == 0 ? "\(event.time / 1000)" : "\(Double(event.time) / 1000)"
      return "\(seconds) \(event.name.dropFirst("alert.".count)) \(event.priority)"
    }
  }

  private static func tokens(_ line: String) -> [ModelCell?] {
    line.split(separator: " ").flatMap { token -> [ModelCell?] in
      let halves = token.split(separator: "*")
      let count = halves.count > 1 ? Int(halves[1]) ?? 1 : 1
      return Array(repeating: cell(halves[0]), count: count)
    }
  }

  private static func cell(_ token: Substring) -> ModelCell? {
    if token.hasPrefix("!") {
      return AbsenceReason(rawValue: String(token.dropFirst())).map(ModelCell.absent)
    }
    return Double(token).map(ModelCell.value)
  }
}
