public import InfusionCore

/// How the station stands, in the words that `systemctl status` shows: "4 beds, 1 infusing, 1 high
/// alert".
public enum StatusLine {
  /// The line for these beds: sessions in the order of a visit, then alarms that are present or
  /// latched with the most urgent first, then links that are lost.
  ///
  /// - Parameter station: the station's own alerts, which are counted with those of the beds.
  public static func words(for beds: [Bed], station: [ShownAlert] = []) -> String {
    guard !beds.isEmpty else { return "nothing to watch" }
    let sessions = sessions(of: beds)
    let parts =
      [count(beds.count, "bed")] + (sessions.isEmpty ? ["no session"] : sessions)
      + alarms(of: beds, station) + lostLinks(of: beds)
    return parts.joined(separator: ", ")
  }

  private static func sessions(of beds: [Bed]) -> [String] {
    let phases = beds.compactMap { $0.watch.session?.phase }
    return Phase.allCases.compactMap { phase in
      guard let word = word(for: phase) else { return nil }
      let count = phases.count { $0 == phase }
      return count == 0 ? nil : "\(count) \(word)"
    }
  }

  private static func word(for phase: Phase) -> String? {
    switch phase {
    case .preparing: "preparing"
    case .infusing: "infusing"
    case .held: "held"
    case .recovering: "recovering"
    case .ready: "ready to leave"
    case .closed: nil
    }
  }

  /// Information is no alarm.
  private static func alarms(of beds: [Bed], _ station: [ShownAlert]) -> [String] {
    let priorities =
      beds.flatMap { $0.watch.alerts.compactMap { $0.occurrence?.priority } }
      + station.map(\.facts.priority)
    return [Priority.high, .medium, .low].compactMap { priority in
      let count = priorities.count { $0 == priority }
      return count == 0 ? nil : Self.count(count, "\(priority.rawValue) alert")
    }
  }

  /// Told even where no alert says so: outside a session, or under a gateway's one alert.
  private static func lostLinks(of beds: [Bed]) -> [String] {
    let lost = beds.reduce(0) { $0 + $1.lostMonitors.count }
    return lost == 0 ? [] : ["\(count(lost, "link")) lost"]
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
