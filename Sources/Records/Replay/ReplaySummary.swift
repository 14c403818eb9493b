public import InfusionCore
import Vitals

/// The figures of one replay: what was measured, and how much of an alarm burden it made.
public struct ReplaySummary {
  private let scan: RecordingScan
  private let bed: String?
  private var readings: [VitalSign: Count] = [:]
  /// The highest priority of each occurrence.
  private var occurrences: [String: (condition: Condition, priority: Priority)] = [:]
  private var present: Set<String> = []
  private var presentSince: Moment?
  private var inAlert = Vitals.Span.zero

  private struct Count {
    var values = 0
    var absent = 0
  }

  /// Figures of a whole recording, or of one bed of it.
  public init(_ scan: RecordingScan, bed: String? = nil) {
    self.scan = scan
    self.bed = bed
  }

  private var beds: [RecordingScan.Bed] { scan.beds.filter { bed == nil || $0.name == bed } }

  /// Counts the readings of a row.
  public mutating func count(_ row: RecordingRow) {
    guard bed == nil || row.bed == bed else { return }
    for reading in row.readings {
      switch reading.content {
      case .value: readings[reading.vital, default: Count()].values += 1
      case .absent: readings[reading.vital, default: Count()].absent += 1
      }
    }
  }

  /// Counts an event.
  public mutating func count(_ event: Event) {
    guard bed == nil || event.bed == bed, let alert = event.alert else { return }
    let known = occurrences[alert.id]?.priority ?? alert.priority
    occurrences[alert.id] = (alert.condition, max(known, alert.priority))
    switch alert.presence {
    case .on, .ack: present.insert(alert.id)
    case .latched, .off: present.remove(alert.id)
    }
    if let since = presentSince, present.isEmpty {
      inAlert = inAlert + (event.moment - since)
      presentSince = nil
    } else if presentSince == nil, !present.isEmpty {
      presentSince = event.moment
    }
  }

  /// One JSON object on a line.
  public func write(to json: inout JSONText) {
    let duration = (beds.map(\.last).max() ?? .zero) - (beds.map(\.first).min() ?? .zero)
    json.object { json in
      json.field("recording", scan.file.name)
      json.field("duration", duration.seconds)
      json.list("beds") { json in beds.forEach { json.value($0.name) } }
      json.field("malformed", scan.malformed)
      json.object("readings") { json in
        for vital in scan.columns.vitals {
          json.field(vital.rawValue, readings[vital]?.values ?? 0)
        }
      }
      json.object("missing_share") { json in
        for vital in scan.columns.vitals {
          if let share = missingShare(vital) { json.field(vital.rawValue, share) }
        }
      }
      json.object("alerts", writeAlerts)
      let hours = duration.seconds / 3600
      json.field("alerts_per_hour", hours > 0 ? Double(occurrences.count) / hours : 0)
      let open = presentSince.map { scan.header.origin + scan.end - $0 } ?? .zero
      json.field("seconds_in_alert", (inAlert + open).seconds)
    }
    json.endLine()
  }

  private func writeAlerts(_ json: inout JSONText) {
    for condition in Condition.allCases {
      let own = occurrences.values.filter { $0.condition == condition }
      guard !own.isEmpty else { continue }
      json.object(condition.rawValue) { json in
        for priority in Priority.allCases.reversed() {
          let count = own.count { $0.priority == priority }
          if count > 0 { json.field(priority.rawValue, count) }
        }
      }
    }
  }

  /// The share of a continuous vital's readings that did not come as numbers, by its nominal
  /// interval; of a cuff's results, those that came as a reason.
  private func missingShare(_ vital: VitalSign) -> Double? {
    let count = readings[vital] ?? Count()
    if vital.isCuff {
      let all = count.values + count.absent
      return all > 0 ? Double(count.absent) / Double(all) : nil
    }
    let expected = beds.map { 1 + ($0.last - $0.first).milliseconds / scan.every.milliseconds }
    let all = Double(expected.reduce(0, +))
    return all > 0 ? max(0, 1 - Double(count.values) / all) : nil
  }
}
