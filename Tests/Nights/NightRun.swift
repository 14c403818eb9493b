import Foundation
import NightSimulation
import Synchronization

/// Nights that are lived one after the other, by several threads.
final class NightRun: Sendable {
  private struct State {
    var ranges: [ClosedRange<UInt64>]
    var next: UInt64?
    var tally = NightTally()
    var bad = 0
    var toldAt = 0
  }
  /// Progress is told after so many nights.
  private static let tellEvery = 100

  private let command: Nights
  private let isQuiet: Bool
  private let state: Mutex<State>

  init(_ command: Nights, _ ranges: [ClosedRange<UInt64>], isQuiet: Bool) {
    self.command = command
    self.isQuiet = isQuiet
    state = Mutex(State(ranges: ranges, next: ranges.first?.lowerBound))
  }

  var tally: NightTally { state.withLock(\.tally) }
  var bad: Int { state.withLock(\.bad) }

  /// Lives nights until there is none left, or enough of them were bad.
  func live() throws {
    while let seed = next() {
      let night = try Night(command.plan(seed))
      let report = try night.violation.map { _ in try tell(night) } ?? []
      let progress = state.withLock { state in
        state.tally.add(night.tally)
        if !report.isEmpty { state.bad += 1 }
        for line in report { print(line) }
        fflush(nil)
        guard state.tally.nights - state.toldAt >= Self.tellEvery else { return "" }
        state.toldAt = state.tally.nights
        return NightReport.summary(state.tally) + ", \(state.bad) bad nights\n"
      }
      if !isQuiet, !progress.isEmpty {
        try FileHandle.standardError.write(contentsOf: Data(progress.utf8))
      }
    }
  }

  private func tell(_ night: Night) throws -> [String] {
    let shown = command.whole ? night : try NightShrinker.shrink(night)
    return try NightReport.lines(of: shown, most: command.lines)
  }

  private func next() -> UInt64? {
    state.withLock { state in
      guard state.bad < command.most, let seed = state.next, let range = state.ranges.first
      else { return nil }
      if seed < range.upperBound {
        state.next = seed + 1
      } else {
        state.ranges.removeFirst()
        state.next = state.ranges.first?.lowerBound
      }
      return seed
    }
  }
}
