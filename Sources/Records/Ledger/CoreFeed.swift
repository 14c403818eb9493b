import InfusionCore
import Vitals

/// Feeds a core as the station did: all inputs of a moment, then `.time` at that moment.
struct CoreFeed {
  private(set) var core: StationCore
  private(set) var events: [Event] = []
  private var moment: Moment?

  init(_ core: StationCore) { self.core = core }

  mutating func feed(_ taken: TakenInput) {
    if let moment, moment < taken.moment { receive(.time, at: moment) }
    moment = taken.moment
    receive(taken.input, at: taken.moment)
  }

  /// Settles the last moment, as the end of its turn did.
  mutating func finish() {
    if let moment { receive(.time, at: moment) }
    moment = nil
  }

  private mutating func receive(_ input: Input, at moment: Moment) {
    for action in core.receive(input, at: moment) {
      if case .announce(let event) = action { events.append(event) }
    }
  }
}
