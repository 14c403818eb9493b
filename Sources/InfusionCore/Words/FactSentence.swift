import Vitals

/// The sentence of an event that is no alert: an opening, then whatever facts it does not say yet.
struct FactSentence {
  let name: EventName
  let facts: [Fact]
  let wall: WallClock

  /// The whole sentence.
  var text: String {
    let (opening, said) = opening
    let rest = facts.filter { !said.contains($0.key) && $0.key != "by" }.compactMap(words)
    let by = value("by").map { ", by \($0)" } ?? ""
    return opening + (rest.isEmpty ? "" : ": \(rest.joined(separator: ", "))") + by
  }

  private typealias Opening = (text: String, said: [String])

  private var opening: Opening {
    switch name {
    case .sessionAdmitted: said("Admitted under", "protocol", else: "Admitted")
    case .sessionMoved:
      ("Moved from bed \(value("from") ?? "?") to bed \(value("to") ?? "?")", ends)
    case .monitorRebound: said("The bed has another monitor,", "monitor", else: "Another monitor")
    case .phaseChanged: phase
    case .baselineSet: baseline
    case .limitChanged: limit
    case .entryRecorded: pressures("Entered", besides: ["id", "source"])
    case .entryCorrected: pressures("Entry corrected", besides: ["id", "source"])
    case .verbUndone: said("Taken back:", "verb", else: "Taken back")
    case .audioPaused: said("Sound off until", "until", else: "Sound off", besides: ["covers"])
    case .audioResumed: ("Sound on again", ["cause"])
    case .alarmPaused:
      said("Technical alerts paused until", "until", else: "Technical alerts paused")
    case .alarmResumed: ("Technical alerts on again", ["cause"])
    case .patientAway: said("The patient is away until", "until", else: "The patient is away")
    case .patientBack:
      value("cause") == "time" || value("cause") == "link"
        ? ("The time away is over", ["cause"]) : ("The patient is back", ["cause"])
    case .patientUnhooked: ("The patient is unhooked and gets up", [])
    case .handoverDone: ("Handed over from \(value("from") ?? "?") to \(value("to") ?? "?")", ends)
    case .linkUp: ("The monitor answers again", [])
    case .linkDown: ("The monitor does not answer", [])
    case .dayStarted: ("The day begins", [])
    case .dayEnded: ("The day ends", [])
    case .alertRaised, .alertEscalated, .alertWorsened, .alertEased, .alertAcknowledged,
      .alertGoing, .alertReminded, .alertUnanswered, .alertLatched, .alertReturned, .alertClosed:
      ("Alert", [])
    }
  }

  private var ends: [String] { ["from", "to"] }

  private func said(
    _ text: String, _ key: String, else other: String, besides: [String] = []
  ) -> Opening {
    (value(key).map { "\(text) \($0)" } ?? other, [key] + besides)
  }

  private var phase: Opening {
    switch (value("from"), value("to")) {
    case (_, "preparing"): ("Preparing", ends)
    case ("held", "infusing"), ("recovering", "infusing"): ("Infusion goes on", ends)
    case (_, "infusing"):
      (
        value("minutes").map { "Infusion started, \($0) min planned" } ?? "Infusion started",
        ends + ["minutes"]
      )
    case (_, "held"): ("Infusion held", ends)
    case ("preparing", "recovering"): ("First dose given, observation runs", ends)
    case ("ready", "recovering"): ("Not ready to leave any more", ends)
    case ("preparing", "recovering"): ("First dose given, observation runs", ends)
    case ("closed", "recovering"): ("Recovery runs", ends)
    case (_, "recovering"): ("Infusion stopped, recovery runs", ends)
    case (_, "ready"): ("Ready to leave", ends)
    case (_, "closed"): ("Session closed", ends)
    case (let from, let to): ("Phase \(from ?? "?") to \(to ?? "?")", ends)
    }
  }

  private var limit: Opening {
    let vital = value("vital").flatMap { VitalSign(rawValue: $0) }
    let name = [value("condition"), value("priority"), vital?.words].compactMap(\.self)
    let from = value("from").map { " from \($0)" } ?? ""
    let to = value("to").map { " to \($0)" } ?? ""
    return (
      "Limit of \(name.joined(separator: " ")) changed\(from)\(to) for this session",
      ends + ["condition", "priority", "vital"]
    )
  }

  /// `Baseline 125/79`: a blood pressure as nurses write it, where there is one.
  private func pressures(_ text: String, besides: [String] = []) -> Opening {
    guard let sbp = value("sbp"), let dbp = value("dbp") else { return (text, besides) }
    return ("\(text) \(sbp)/\(dbp) mmHg", ["sbp", "dbp", "map"] + besides)
  }

  private var baseline: Opening {
    let (text, said) = pressures("Baseline")
    return (text + (value("spo2").map { ", SpO2 \($0) %" } ?? ""), said + ["spo2"])
  }

  private func value(_ key: String) -> String? {
    facts.first { $0.key == key }.map { words($0.value) }
  }

  /// A fact that no opening says, in as few words as its key allows; nil if it is empty.
  private func words(_ fact: Fact) -> String? {
    let value = words(fact.value)
    guard !value.isEmpty else { return nil }
    switch fact.key {
    case "no_driving_until": return "no driving or machinery until \(date(fact.value) ?? value)"
    case "at": return "told late, was at \(value)"
    case "oxygen" where fact.value == .number(0): return "oxygen off"
    case "oxygen" where fact.value == .number(Entry.flowNotTold): return "oxygen on"
    case "oxygen": return "oxygen \(value) l/min"
    case "moaas": return "MOAA/S \(value)"
    case "overridden": return "in spite of: \(value)"
    case let key:
      if let vital = VitalSign(rawValue: key) { return "\(vital.words) \(value)" }
      return "\(key.split(separator: "_").joined(separator: " ")) \(value)"
    }
  }

  private func words(_ value: Fact.Value) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): number.words
    case .flag(let flag): flag ? "yes" : "no"
    case .texts(let texts): texts.joined(separator: ", ")
    case .moment(let moment): String(wall.local(moment).timeOfDay.dropLast(3))
    }
  }

  /// `Monday 2026-03-02 10:15 UTC+01:00`.
  private func date(_ value: Fact.Value) -> String? {
    guard case .moment(let moment) = value else { return nil }
    let time = wall.local(moment)
    return "\(time.weekdayName) \(time.date) \(time.timeOfDay.dropLast(3)) \(wall.zone)"
  }
}

extension CivilTime {
  /// `Sunday`.
  public var weekdayName: String {
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][weekday]
  }
}
