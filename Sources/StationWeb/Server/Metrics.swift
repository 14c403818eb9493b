import HTTPTypes
import Hummingbird
import InfusionCore
import NIOCore
import Station

/// `/metrics`: figures of the station in the OpenMetrics text format.
struct Metrics: Sendable {
  private(set) var text = ""

  /// One family of figures: each with its labels.
  mutating func add(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: Double)]
  ) {
    text += "# TYPE infusionwatch_\(name) \(type)\n# HELP infusionwatch_\(name) \(help)\n"
    let suffix = type == "counter" ? "_total" : ""
    for sample in samples {
      let labels = sample.labels.isEmpty ? "" : "{\(sample.labels)}"
      text += "infusionwatch_\(name)\(suffix)\(labels) \(DecimalText.text(sample.value))\n"
    }
  }

  init(_ view: StationView, clients: Int, cutOff: Int, isLedgerFailing: Bool) {
    let phases = Phase.allCases.filter { $0 != .closed }
    add("beds", "gauge", "Beds that are watched.", [("", Double(view.beds.count))])
    add(
      "sessions", "gauge", "Sessions by phase.",
      phases.map { phase in
        (
          "phase=\"\(phase.rawValue)\"",
          Double(view.beds.count { $0.watch.session?.phase == phase })
        )
      })
    add(
      "alerts", "gauge", "Alerts that are present or latched, by priority.",
      [Priority.high, .medium, .low, .information].map { priority in
        (
          "priority=\"\(priority.rawValue)\"",
          Double(view.alerts.count { $0.facts.priority == priority })
        )
      })
    add(
      "alerts_unacknowledged", "gauge", "Of these, alerts that nobody has acknowledged.",
      [("", Double(view.alerts.count { $0.acknowledgedAt == nil }))])
    add(
      "monitor_faults", "gauge", "Monitors that cannot be read now.",
      [("", Double(view.beds.map(\.shownFaults.count).reduce(0, +)))])
    add("events", "counter", "Events told by this ledger's station.", [("", Double(view.sequence))])
    add("stream_clients", "gauge", "Clients of the alert stream.", [("", Double(clients))])
    add(
      "stream_cut_off", "counter", "Clients that were cut off because they did not read.",
      [("", Double(cutOff))])
    add(
      "ledger_failing", "gauge", "1 while the ledger cannot be written.",
      [("", isLedgerFailing ? 1 : 0)])
    text += "# EOF\n"
  }

  var response: Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
        .cacheControl: "no-store",
      ], body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
