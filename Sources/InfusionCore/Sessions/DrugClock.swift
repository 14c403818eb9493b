import Vitals

/// The time that the drug has run; holds do not count.
struct DrugClock: Hashable, Codable, Sendable {
  private struct Run: Hashable, Codable, Sendable {
    var from: Moment
    var to: Moment?
  }
  private var runs: [Run] = []

  var isRunning: Bool { runs.last.map { $0.to == nil } ?? false }

  mutating func run(from moment: Moment) {
    guard !isRunning else { return }
    runs.append(Run(from: moment, to: nil))
  }

  mutating func stand(at moment: Moment) {
    guard isRunning else { return }
    runs[runs.count - 1].to = moment
  }

  /// Takes back the last standstill, as if the drug had run on.
  mutating func runOn() { if !runs.isEmpty { runs[runs.count - 1].to = nil } }

  func elapsed(at now: Moment) -> Span {
    runs.reduce(.zero) { $0 + ((($1.to ?? now)) - $1.from) }
  }

  /// When the clock reached a time, or will if nothing stops it; nil: it stood still before.
  func moment(of time: Span) -> Moment? {
    var left = time
    for run in runs {
      guard let to = run.to else { return run.from + left }
      if to - run.from >= left { return run.from + left }
      left = left - (to - run.from)
    }
    return nil
  }
}
