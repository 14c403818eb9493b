import Vitals

/// How a client of the alert stream reads.
struct ListenerPlan: Hashable, Sendable {
  /// How many messages wait for it before it is cut off.
  let room: Int
  /// From one look at what has come to the next.
  let every: Span
  /// So many messages are read at each.
  let reads: Int
  /// How long it is away after it was cut off.
  let away: Span

  /// It does not keep up with a busy hour.
  var isSlow: Bool { every > .seconds(2) }

  init(_ chance: inout Chance) {
    room = Int(chance.pick([1, 2, 4, 16, 256]))
    every = .milliseconds(chance.pick([1, 40, 1_500, chance.number(2_500...90_000)]))
    reads = Int(chance.pick([1, 2, 100]))
    away = .milliseconds(chance.pick([1, 900, chance.number(1_000...240_000)]))
  }
}

/// The way from the station to the clients of its stream.
struct StreamPlan: Hashable, Sendable {
  let listeners: [ListenerPlan]
  /// The latest events that are remembered for who comes back.
  let remembered: Int
  /// How long an event is on its way to the stream.
  let late: Span
  /// So many of a hundred events are lost on it, as where the station tells faster than it takes.
  let lost: UInt64

  /// Numbers of its own: it changes nothing else of the night.
  init(seed: UInt64) {
    var chance = Chance(seed: seed, part: 4)
    listeners = (0..<chance.number(1...3)).map { _ in ListenerPlan(&chance) }
    remembered = Int(chance.pick([2, 8, 32, 4096]))
    late = .milliseconds(chance.pick([0, 0, 3, chance.number(1...7_000)]))
    lost = chance.pick([0, 0, 0, 5])
  }
}
