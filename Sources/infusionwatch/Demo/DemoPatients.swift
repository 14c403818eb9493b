import InfusionCore
import Records
import Station

/// Lets the patients follow what nurses do, whoever it was and by whatever way.
struct DemoPatients: Announcer {
  let name = "the simulated patients"
  let beds: [DemoBed]

  func tell(_ announcement: Announcement) {
    let event = announcement.numbered.event
    guard event.name == .phaseChanged else { return }
    for fact in event.facts where fact.key == "to" {
      guard case .text(let word) = fact.value, let phase = Phase(rawValue: word) else { continue }
      for bed in beds where bed.plan.bed == event.bed { bed.changed(to: phase, at: event.moment) }
    }
  }
}
