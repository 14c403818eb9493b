import InfusionCore
import Vitals

extension StationCore {
  /// The conditions of the station itself that are present or latched.
  var standing: Set<Condition> {
    let alerts = shownAlerts(at: now ?? Moment(milliseconds: 0))
    return Set(alerts.filter { $0.bed == nil }.map(\.facts.condition))
  }
}
