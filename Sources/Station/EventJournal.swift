import Host
import InfusionCore
import Records
import Vitals

/// Tells each event to the system's journal, as one entry with fields of its own.
public struct EventJournal: Announcer {
  public let name = "the journal"
  private let writer = JournalWriter()

  /// An announcer to the journal of this machine.
  public init() {}

  public func tell(_ announcement: Announcement) { writer.write(Self.entry(announcement)) }

  public func tell(_ trend: BedTrend) { writer.write(Self.entry(trend)) }

  /// The entry of one bed's minute.
  static func entry(_ trend: BedTrend) -> JournalEntry {
    let words = trend.last.map { last in
      "\(last.vital.rawValue) \(last.value.map(DecimalText.rounded) ?? "-")"
    }
    var entry = JournalEntry(
      "Bed \(trend.bed): \(words.joined(separator: ", "))", priority: .info)
    entry.add("MESSAGE_ID", trendMessageID)
    entry.add("INFUSIONWATCH_BED", trend.bed)
    for last in trend.last {
      guard let value = last.value else { continue }
      entry.add("INFUSIONWATCH_\(last.vital.rawValue)", DecimalText.rounded(value))
    }
    return entry
  }

  /// The MESSAGE_ID of a bed's minute.
  static let trendMessageID = "1971229f9b8f45af86edf4224d745038"

  /// The entry of one event.
  static func entry(_ announcement: Announcement) -> JournalEntry {
    let event = announcement.numbered.event
    let alert = event.alert
    var entry = JournalEntry(message(of: announcement), priority: priority(alert?.priority))
    entry.add("MESSAGE_ID", event.name.messageID)
    entry.add("INFUSIONWATCH_SEQ", String(announcement.numbered.sequence))
    entry.add("INFUSIONWATCH_EVENT", event.name.rawValue)
    let fields = [
      ("BED", event.bed), ("SESSION", event.session), ("ALERT", alert?.id),
      ("CONDITION", alert?.condition.rawValue), ("PRIORITY", alert?.priority.rawValue),
      ("VALUE", alert?.value.map(DecimalText.rounded)),
      ("LIMIT", alert?.limit.map(DecimalText.rounded)), ("ACTOR", alert?.by ?? event.actor),
    ]
    for (field, value) in fields {
      if let value { entry.add("INFUSIONWATCH_\(field)", value) }
    }
    return entry
  }

  /// What a nurse writes in words of her own may name a patient, and never enters the journal.
  private static func message(of announcement: Announcement) -> String {
    var event = announcement.numbered.event
    let isMachine = event.name == .linkDown || event.name == .linkUp
    if !isMachine { event.facts.removeAll { freeText.contains($0.key) } }
    let message = event.message(on: announcement.wall)
    return event.bed.map { "Bed \($0): \(message)" } ?? message
  }
  private static let freeText: Set = ["note", "escort", "reason"]

  private static func priority(_ priority: Priority?) -> JournalEntry.Priority {
    switch priority {
    case .high: .alert
    case .medium: .error
    case .low: .warning
    case .information: .notice
    case nil: .info
    }
  }
}

extension Event {
  /// Who did it, in events without an alert.
  fileprivate var actor: String? {
    for fact in facts where fact.key == "by" {
      if case .text(let name) = fact.value { return name }
    }
    return nil
  }
}
