import ArgumentParser
import Glibc
import NightSimulation
import Vitals

/// Ten thousand bad nights, and what must be true in each.
@main
struct Nights: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nights",
    abstract: "Lives bad nights of a station on a virtual clock, and says what was not true.",
    discussion: """
      Each seed is a night: monitors that fail, nurses who act, disks that are full, clocks that are
      set, a process that is killed anywhere. The same seed gives the same night on every machine. A
      bad night is shrunk, and told with the command that lives it again.
      """)

  @Option(help: "The seeds: 1-300, or 17, or 3,5-8.")
  var seeds = "1-300"

  @Option(help: "Only these beds, with commas.")
  var beds: String?

  @Option(help: "Only these happenings, as numbers with commas and dashes.")
  var only: String?

  @Option(help: "Only so many milliseconds of the night.")
  var until: Int64?

  @Option(help: "How many lines of a bad night's trace are shown.")
  var lines = 60

  @Option(help: "How many nights are lived at once; 0: as many as there are processors.")
  var jobs = 0

  @Option(help: "Stop after so many bad nights.")
  var most = 5

  @Flag(help: "A bad night is told as it is, not shrunk.")
  var whole = false

  @Flag(
    inversion: .prefixedNo,
    help: "Hold each night against the slow model of alerts.md and sessions.md.")
  var text = true

  @Flag(help: "Nothing on standard error while it runs.")
  var quiet = false

  mutating func validate() throws {
    guard NightRange.ranges(seeds) != nil else {
      throw ValidationError("“\(seeds)” are no seeds; write --seeds 1-300")
    }
    guard only.map({ NightRange.ranges($0) != nil }) ?? true else {
      throw ValidationError("“\(only ?? "")” are no happenings; write --only 3,5-8")
    }
  }

  mutating func run() async throws {
    let seeds = NightRange.ranges(seeds) ?? []
    let run = NightRun(self, seeds, isQuiet: quiet)
    let count = jobs > 0 ? jobs : Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    try await withThrowingTaskGroup { group in
      for _ in 0..<max(1, count) { group.addTask { try run.live() } }
      try await group.waitForAll()
    }
    let tally = run.tally
    for line in NightReport.faults(tally) { print(line) }
    print(NightReport.summary(tally) + ", \(run.bad) bad nights")
    if run.bad > 0 { throw ExitCode(1) }
  }

  /// The night of a seed, as it was asked for.
  func plan(_ seed: UInt64) throws -> NightPlan {
    var plan = try NightPlan(seed: seed)
    plan.goesByTheText = text
    if let beds { plan = plan.keeping(beds: beds.split(separator: ",").map(String.init)) }
    if let ranges = only.flatMap(NightRange.ranges) {
      let numbers = plan.happenings.map(\.number).filter { number in
        ranges.contains { $0.contains(UInt64(number)) }
      }
      plan = plan.keeping(Set(numbers))
    }
    if let until { plan = plan.ending(after: .milliseconds(until)) }
    return plan
  }
}
