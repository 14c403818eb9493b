import InfusionCore

/// What every bed knows of the station: its protocols, and the clock on the wall.
struct ModelStationFacts {
  /// The names that `admit` may give, and the station's own.
  var protocols: [String] = []
  var defaultProtocol = ""
  /// How much later the wall's clock is than the moment's, in UTC and with its zone, milliseconds.
  var wallAhead = 0

  var defaultRules: ModelRules { ModelRules.named(defaultProtocol) ?? ModelRules.all[0] }

  /// The moment of a time of day, at most an hour ago; nil: it is longer ago, or still to come.
  func moment(_ clock: ClockTime?, at now: Int) -> Int? {
    guard let clock else { return now }
    let day = 86_400_000
    let wall = now + wallAhead
    let midnight = wall - ((wall % day) + day) % day
    let today = midnight + (clock.hour * 60 + clock.minute) * 60_000
    let told = (today <= wall ? today : today - day) - wallAhead
    return now - told <= 3_600_000 ? told : nil
  }
}
