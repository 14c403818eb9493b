public import Vitals

/// The columns of a recording, in the order in which its first row names them.
public struct RecordingColumns: Hashable, Sendable {
  /// The most columns.
  public static let most = 64

  /// What a column holds.
  public enum Column: Hashable, Sendable {
    case time
    case bed
    case vital(VitalSign)
    /// Seconds since the cuff result of the same row was measured.
    case cuffAge
    /// The monitor that said the row's vital signs, where a bed has more than one.
    case monitor
    case event
    /// A column that nobody reads: its name starts with `x_`.
    case ignored(String)

    /// The name in the first row.
    public var name: String {
      switch self {
      case .time: "time"
      case .bed: "bed"
      case .vital(let vital): vital.rawValue
      case .cuffAge: "nibp_age"
      case .monitor: "monitor"
      case .event: "event"
      case .ignored(let name): name
      }
    }
  }

  /// From left to right.
  public let all: [Column]

  /// Columns of a recording that is written.
  public init(_ columns: [Column]) { all = columns }

  /// The vital signs that have a column, in their usual order.
  public var vitals: [VitalSign] { VitalSign.allCases.filter { all.contains(.vital($0)) } }

  /// Reads the row that names the columns.
  init(names: [String]) throws(LineFault) {
    var columns: [Column] = []
    guard names.count <= Self.most else {
      throw LineFault("there are more than \(Self.most) columns", remedy: "leave some out")
    }
    for name in names {
      let known: [Column] =
        [.time, .bed, .cuffAge, .monitor, .event] + VitalSign.allCases.map { .vital($0) }
      guard
        let column = known.first(where: { $0.name == name })
          ?? (name.hasPrefix("x_") ? .ignored(name) : nil)
      else {
        throw LineFault(
          "column \(quoted(name)) is not known",
          remedy:
            "write one of \(known.map(\.name).joined(separator: ", ")), or x_\(shortened(name))")
      }
      guard !columns.contains(column) else {
        throw LineFault("column \(quoted(name)) is there twice", remedy: "leave one out")
      }
      columns.append(column)
    }
    guard columns.contains(.time) else {
      throw LineFault(
        "the column `time` is missing",
        remedy: "name the columns in the first row, such as time,hr,spo2")
    }
    all = columns
  }
}
