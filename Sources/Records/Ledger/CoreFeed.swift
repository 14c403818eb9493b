package import InfusionCore
package import Vitals

/// Feeds a core as the station did: all inputs of a moment, then `.time` at that moment.
package struct CoreFeed {
  package private(set) var core: StationCore
  package private(set) var events: [Event] = []
  private var moment: Moment?

  package init(_ core: StationCore) { self.core = core }

  package mutating func feed(_ taken: TakenInput) {
    finish(before: taken.moment)
    moment = taken.moment
    receive(taken.input, at: taken.moment)
  }

  /// Settles the last moment, as the end of its turn did.
  package mutating func finish() {
    if let moment { receive(.time, at: moment) }
    moment = nil
  }

  /// Settles the last moment if it is over.
  package mutating func finish(before later: Moment) {
    if let moment, moment < later { finish() }
  }

  private mutating func receive(_ input: Input, at moment: Moment) {
    for action in core.receive(input, at: moment) {
      if case .announce(let event) = action { events.append(event) }
    }
  }
}
