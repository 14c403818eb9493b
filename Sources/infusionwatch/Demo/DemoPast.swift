import InfusionCore
import Records
import Vitals

/// What happened at the beds before the demonstration opens, as inputs of the station: patients
/// were admitted, measured, and their infusions started.
enum DemoPast {
  /// From one reading to the next, in milliseconds: as rarely as no signal counts as lost.
  private static let every = 4000

  /// The inputs in the order in which the station would have taken them.
  static func inputs(of beds: [DemoBed], until opening: Moment) -> [TakenInput] {
    let inputs = beds.flatMap { bed in acts(at: bed) + polls(of: bed, until: opening) }
    // Stable: at one moment the beds' order stands, and at one bed the verb comes first.
    return inputs.enumerated().sorted {
      ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset)
    }.map(\.element)
  }

  private static func acts(at bed: DemoBed) -> [TakenInput] {
    let acts: [(Moment, Verb)] = [
      (bed.admitted, .admit(.init(escort: "named"))),
      (bed.started - .seconds(30), .baseline(nil)),
      (bed.started, .start(.init())),
    ]
    return acts.map { moment, verb in
      TakenInput(.act(bed: bed.plan.bed, verb, by: DemoNurse.name), at: moment)
    }
  }

  private static func polls(of bed: DemoBed, until opening: Moment) -> [TakenInput] {
    stride(from: bed.admitted.milliseconds, to: opening.milliseconds, by: every).map {
      let moment = Moment(milliseconds: $0)
      return TakenInput(
        .readings(bed: bed.plan.bed, bed.readings(at: moment), monitor: bed.monitorName),
        at: moment)
    }
  }
}
