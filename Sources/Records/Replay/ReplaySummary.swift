public import InfusionCore
import Vitals

/// The figures of one replay: what was measured, and how much of an alarm burden it made.
public struct ReplaySummary {
  private let scan: RecordingScan
  private let bed: String?
  private var readings: [VitalSign: Count] = [:]
  private var burden = AlarmBurden()
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
    burden.count(alert, of: event)
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
      json.field("alerts_per_hour", hours > 0 ? Double(burden.total) / hours : 0)
      let open = presentSince.map { scan.header.origin + scan.end - $0 } ?? .zero
      json.field("seconds_in_alert", (inAlert + open).seconds)
    }
    json.endLine()
  }

  private func writeAlerts(_ json: inout JSONText) {
    for (condition, own) in burden.counts {
      json.object(condition.rawValue) { json in
        for (priority, count) in own { json.field(priority.rawValue, count) }
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

/// Occurrences by condition and the highest priority that each reached.
private struct AlarmBurden {
  private struct Occurrence {
    var id: String
    var condition: Condition
    var priority: Priority
  }
  private struct Place: Hashable {
    var bed: String?
    var condition: Condition
  }

  private var over: [Condition: [Priority: Int]] = [:]
  private var open: [Occurrence] = []
  /// One that comes back soon after it closed is the same occurrence.
  private var lastClosed: [Place: Occurrence] = [:]

  mutating func count(_ alert: AlertFacts, of event: Event) {
    let place = Place(bed: event.bed, condition: alert.condition)
    if !open.contains(where: { $0.id == alert.id }) {
      if let last = lastClosed[place], last.id == alert.id {
        over[last.condition]?[last.priority, default: 0] -= 1
        open.append(last)
      } else {
        open.append(
          Occurrence(id: alert.id, condition: alert.condition, priority: alert.priority))
      }
    }
    for index in open.indices.reversed() where open[index].id == alert.id {
      open[index].priority = max(open[index].priority, alert.priority)
      guard alert.presence == .off else { continue }
      let closed = open.remove(at: index)
      over[closed.condition, default: [:]][closed.priority, default: 0] += 1
      lastClosed[place] = closed
    }
  }

  /// By condition in their usual order, by priority from high to information.
  var counts: [(Condition, [(Priority, Int)])] {
    Condition.allCases.compactMap { condition in
      let own = Priority.allCases.reversed().compactMap { priority in
        let count =
          (over[condition]?[priority] ?? 0)
          + open.count { $0.condition == condition && $0.priority == priority }
        return count > 0 ? (priority, count) : nil
      }
      return own.isEmpty ? nil : (condition, own)
    }
  }

  var total: Int { counts.flatMap(\.1).map(\.1).reduce(0, +) }
}
