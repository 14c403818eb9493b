public import Vitals

/// An alert that is present or latched, as a display shows it.
public struct ShownAlert: Hashable, Sendable {
  /// The bed; nil for the station's own.
  public let bed: String?
  public let session: String?
  public let facts: AlertFacts
  /// Who has acknowledged it, and when.
  public let acknowledgedBy: String?
  public let acknowledgedAt: Moment?
  /// Who is on the way.
  public let going: String?
  /// An audio-pause covers it.
  public let isAudioPaused: Bool
}

extension Bed {
  /// The alerts that are present or latched, in the order of their conditions.
  func shownAlerts(isGatewayLost: Bool, at now: Moment) -> [ShownAlert] {
    guard watch.alerts.contains(where: { $0.occurrence != nil }) else { return [] }
    let view = view(at: now)
    return watch.alerts.compactMap { alert in
      guard let occurrence = alert.occurrence else { return nil }
      let inhibitor = watch.inhibitor(
        of: alert.condition, isGatewayLost: isGatewayLost, probeArm: setup.probeArm, at: now
      ) { watch.finding($0, view, at: now) != nil }
      let change = Alert.Change(
        name: .alertRaised, occurrence: occurrence, presence: occurrence.presence)
      let event = alertEvent(change, alert.condition, inhibitedBy: inhibitor, at: now)
      return event.alert.map {
        ShownAlert(
          bed: name, session: watch.session?.id, facts: $0, occurrence: occurrence,
          isAudioPaused: watch.pauses.audio?.covers.contains(occurrence.id) ?? false)
      }
    }
  }
}

extension ShownAlert {
  init(
    bed: String?, session: String?, facts: AlertFacts, occurrence: Occurrence, isAudioPaused: Bool
  ) {
    self.bed = bed
    self.session = session
    self.facts = facts
    acknowledgedBy = occurrence.acknowledgement?.by
    acknowledgedAt = occurrence.acknowledgement?.at
    going = occurrence.going
    self.isAudioPaused = isAudioPaused
  }
}

extension StationConditions {
  /// The station's own alerts that are present or latched.
  func shownAlerts(at now: Moment) -> [ShownAlert] {
    openAlerts.compactMap { alert in
      guard let occurrence = alert.occurrence else { return nil }
      let change = Alert.Change(
        name: .alertRaised, occurrence: occurrence, presence: occurrence.presence)
      return Self.event(change, alert.condition, at: now).alert.map {
        ShownAlert(
          bed: nil, session: nil, facts: $0, occurrence: occurrence, isAudioPaused: false)
      }
    }
  }
}

extension StationCore {
  /// Every alert that is present or latched: those of the station, then bed by bed.
  public func shownAlerts(at now: Moment) -> [ShownAlert] {
    conditions.shownAlerts(at: now)
      + beds.flatMap {
        $0.shownAlerts(isGatewayLost: conditions.isGatewayLost($0, at: now), at: now)
      }
  }
}
