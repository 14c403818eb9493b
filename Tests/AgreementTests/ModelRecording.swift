import SlowModel
import Vitals

struct ModelRow: Equatable {
  /// Milliseconds on the recording's axis.
  var time: Int
  var bed: String
  var cells: [VitalSign: ModelCell]
}

/// A bare recording, as the model reads it.
struct ModelRecording {
  /// Nominal interval of HR and SpO2, milliseconds.
  var every = 1000
  var rows: [ModelRow] = []

  /// The time of the last line, milliseconds.
  var end: Int { rows.map(\.time).max() ?? 0 }

  /// The beds in the order of their first line.
  var beds: [String] {
    var beds: [String] = []
    for row in rows where !beds.contains(row.bed) { beds.append(row.bed) }
    return beds
  }
}

extension ModelRecording {
  private static let columns = VitalSign.allCases

  /// The recording as a file.
  var csv: String {
    var text = "# infusionwatch recording 1\n# every: \(every / 1000)s\n"
    text += "time,bed," + Self.columns.map(\.rawValue).joined(separator: ",") + "\n"
    for row in rows {
      let cells = Self.columns.map { vital in
        switch row.cells[vital] {
        case .value(let value): "\(value)"
        case .absent(let reason): "!\(reason.rawValue)"
        case nil: ""
        }
      }
      text += "\(Self.seconds(row.time)),\(row.bed)," + cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Reads a bare recording without quoting; nil where a cell is not understood.
  init?(csv: String) {
    var names: [String] = []
    for line in csv.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("#") {
        if line.hasPrefix("# every:") {
          guard let seconds = Int(line.filter(\.isNumber)) else { return nil }
          every = seconds * 1000
        }
        continue
      }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      if names.isEmpty {
        names = cells.map(String.init)
        continue
      }
      guard let row = Self.row(cells, names) else { return nil }
      rows.append(row)
    }
  }

  private static func row(_ cells: [Substring], _ names: [String]) -> ModelRow? {
    var row = ModelRow(time: 0, bed: "1", cells: [:])
    for (name, cell) in zip(names, cells) where !cell.isEmpty && !name.hasPrefix("x_") {
      if name == "time" {
        guard let time = milliseconds(cell) else { return nil }
        row.time = time
      } else if name == "bed" {
        row.bed = String(cell)
      } else if let vital = VitalSign(rawValue: name) {
        if cell.hasPrefix("!") {
          guard let reason = AbsenceReason(rawValue: String(cell.dropFirst())) else { return nil }
          row.cells[vital] = .absent(reason)
        } else {
          guard let value = Double(cell) else { return nil }
          row.cells[vital] = .value(value)
        }
      } else {
        return nil
      }
    }
    return row
  }

  private static func milliseconds(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int($0) }) else { return nil }
    guard parts.count > 1 else { return whole * 1000 }
    let thousandths = String(parts[1]) + String(repeating: "0", count: max(0, 3 - parts[1].count))
    return Int(thousandths).map { whole * 1000 + $0 }
  }

  private static func seconds(_ time: Int) -> String {
    let thousandths = "\(1000 + time % 1000)".dropFirst()
    return "\(time / 1000).\(thousandths)"
  }
}
