import Glibc
import NightSimulation

@main
struct Nights {
  static func main() throws {
    let arguments = CommandLine.arguments
    let first = arguments.count > 1 ? UInt64(arguments[1]) ?? 1 : 1
    let last = arguments.count > 2 ? UInt64(arguments[2]) ?? first : first
    var tally = NightTally()
    for seed in first...last {
      let plan = try NightPlan(seed: seed)
      let night = try Night(plan)
      tally.add(night.tally)
      if let violation = night.violation {
        print("seed \(seed): \(violation)")
        if arguments.count > 3 { _ = try Night(plan, trace: NightTrace { print($0) }) }
      }
    }
    print(tally)
  }
}
