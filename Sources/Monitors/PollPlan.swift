import Vitals

/// When each unit of a link is asked next.
struct PollPlan: Hashable, Sendable {
  private var every: [Span]
  private var due: [Moment]

  /// Every unit at once, in the order of the configuration, which must not be empty.
  init(every: [Span], from now: Moment) {
    precondition(!every.isEmpty, "a link has at least one unit")
    self.every = every
    due = every.map { _ in now }
  }

  /// The unit that is due first; of several, the first in the configuration.
  var next: (unit: Int, at: Moment) {
    var first = 0
    for unit in due.indices where due[unit] < due[first] { first = unit }
    return (first, due[first])
  }

  /// The unit answered: the beat is kept, and beats that were missed are left out.
  mutating func answered(_ unit: Int, at now: Moment) {
    let beat = due[unit] + every[unit]
    due[unit] = beat > now ? beat : now + every[unit]
  }

  /// The unit failed: it is asked again after this long.
  mutating func failed(_ unit: Int, at now: Moment, wait: Span) {
    due[unit] = now + wait
  }
}
