import InfusionCore
import Vitals

/// The readings of one input as rows hold them: each vital sign once, in the usual order, and one
/// age for all parts of a cuff result.
struct ReadingRows {
  private(set) var rows: [[Reading]] = []
  /// The largest number that a cell holds to the digit.
  private static let largest = 1e15

  init(_ readings: [Reading], at now: Moment) {
    let cuff = readings.filter(\.vital.isCuff)
    let measuredAt = cuff.compactMap(\.measuredAt).first.map { min($0, now) }
    let parts = VitalSign.cuff.compactMap { vital in
      cuff.last { $0.vital == vital }.map {
        Reading(vital, Self.writable($0.content), measuredAt: measuredAt)
      }
    }
    for reading in readings where !reading.vital.isCuff {
      let reading = Reading(reading.vital, Self.writable(reading.content))
      let isThere = rows.last?.contains { $0.vital == reading.vital } ?? true
      if isThere { rows.append([reading]) } else { rows[rows.count - 1].append(reading) }
    }
    if rows.isEmpty, !parts.isEmpty { rows.append([]) }
    if !parts.isEmpty { rows[rows.count - 1] += parts }
    sort()
  }

  private mutating func sort() {
    for index in rows.indices {
      rows[index] = VitalSign.allCases.compactMap { vital in
        rows[index].first { $0.vital == vital }
      }
    }
  }

  /// A number that no cell can hold is none of a living adult either.
  private static func writable(_ content: Reading.Content) -> Reading.Content {
    guard case .value(let value) = content else { return content }
    guard value.magnitude < largest else { return .absent(.invalid) }
    return .value(DecimalText.value(DecimalText.text(value)) ?? value)
  }
}

extension MachineEvent {
  /// What a monitor calls itself may hold anything; a cell holds one printable line.
  var writable: MachineEvent {
    switch self {
    case .linkDown(let monitor, let reason):
      .linkDown(monitor: monitor, reason: reason.flatMap { $0.printable(atMost: 1000) })
    case .identity(let monitor, let found):
      .identity(monitor: monitor, found: found.printable(atMost: 100) ?? "?")
    case .cuffFailed(let reason): .cuffFailed(reason: reason.flatMap { $0.printable(atMost: 1000) })
    case .linkUp, .linkGarbled, .linkClear, .frozen, .moving, .identityOK, .cuffInflating, .call:
      self
    }
  }
}

extension String {
  /// Without control characters, and not longer than so many bytes; nil: nothing is left.
  fileprivate func printable(atMost most: Int) -> String? {
    var text = ""
    for scalar in unicodeScalars {
      let isControl = scalar.value < 0x20 || scalar.value == 0x7F
      let next = isControl ? " " : String(scalar)
      guard text.utf8.count + next.utf8.count <= most else { break }
      text += next
    }
    return text.allSatisfy { $0 == " " } ? nil : text
  }
}
