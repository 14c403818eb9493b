import InfusionCore
import Station
import Vitals

extension StationCore {
  /// Whether the station itself has an alert of this condition, present or latched.
  func shows(_ condition: Condition) -> Bool {
    shownAlerts(at: now ?? Moment(milliseconds: 0)).contains {
      $0.bed == nil && $0.facts.condition == condition
    }
  }
}

extension StationTurns {
  func shows(_ condition: Condition) -> Bool { core.shows(condition) }
}
