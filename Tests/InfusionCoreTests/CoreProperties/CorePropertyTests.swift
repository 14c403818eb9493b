import Foundation
import InfusionCore
import NightKit
import Testing
import Vitals

/// What holds whatever happens: time, replay, restoring.
@Suite struct CorePropertyTests {
  /// The first place where two runs differ.
  private func difference(_ one: [Event], _ other: [Event]) -> String? {
    guard one != other else { return nil }
    let index = zip(one, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let at = index ?? min(one.count, other.count)
    func line(_ events: [Event]) -> String { at < events.count ? events[at].line : "nothing" }
    return "\n  expected \(line(one))\n  got      \(line(other))"
  }

  @Test func `the same inputs give the same events`() throws {
    try RandomNight.forAll { night, inputs in
      try #require(RandomNight(seed: night.seed, scenes: RandomNight.scenes).inputs == night.inputs)
      return difference(CoreRun(inputs).events, CoreRun(inputs).events)
    }
  }

  @Test func `advancing to b by way of a is advancing to b`() throws {
    try RandomNight.forAll { night, inputs in
      var random = SplitMix64(seed: night.seed)
      var run = CoreRun()
      for (input, next) in zip(inputs, inputs.followers) {
        run.receive(input.input, at: input.at)
        let end = next?.at ?? input.at
        guard end > input.at else { continue }
        for _ in 0..<(random.next() % 3) {
          let ahead = Int64(random.next() % UInt64((end - input.at).milliseconds))
          run.receive(.time, at: input.at + .milliseconds(ahead))
        }
      }
      if let last = inputs.last { run.receive(.time, at: last.at) }
      return difference(CoreRun(inputs).events, run.events)
    }
  }

  @Test func `waking at each wake gives the same events as never waking`() throws {
    try RandomNight.forAll { _, inputs in
      var run = CoreRun()
      for (input, next) in zip(inputs, inputs.followers) {
        run.receive(input.input, at: input.at)
        while let wake = run.wakes.last ?? nil, let next, wake < next.at {
          run.receive(.time, at: wake)
        }
      }
      if let last = inputs.last { run.receive(.time, at: last.at) }
      return difference(CoreRun(inputs).events, run.events)
    }
  }

  @Test func `every deadline is listed: looking more often finds nothing sooner`() throws {
    try RandomNight.forAll { night, inputs in
      var random = SplitMix64(seed: night.seed)
      var run = CoreRun()
      var clock: StationEvent = .clock(offset: .zero, utcOffset: .zero, stepped: nil)
      for (input, next) in zip(inputs, inputs.followers) {
        run.receive(input.input, at: input.at)
        if case .station(.clock(let offset, let utcOffset, _)) = input.input {
          clock = .clock(offset: offset, utcOffset: utcOffset, stepped: nil)
        }
        guard let next, next.at > input.at else { continue }
        let gap = UInt64((next.at - input.at).milliseconds)
        // Inputs that say nothing, but make the core look at a bed or at everything.
        for ahead in (1...4).map({ _ in Int64(random.next() % gap) }).sorted() where ahead > 0 {
          let bed = random.pick(night.setup.beds).bed
          let look: Input =
            random.chance(70) ? .readings(bed: bed, [], monitor: nil) : .station(clock)
          run.receive(look, at: input.at + .milliseconds(ahead))
        }
      }
      if let last = inputs.last { run.receive(.time, at: last.at) }
      return difference(CoreRun(inputs).events, run.events)
    }
  }

  @Test func `encoding and restoring the core at any point changes nothing`() throws {
    try RandomNight.forAll { night, inputs in
      var random = SplitMix64(seed: night.seed)
      var run = CoreRun()
      for input in inputs {
        run.receive(input.input, at: input.at)
        guard random.chance(4) else { continue }
        try run.exchange { core in
          let bytes = try JSONEncoder().encode(core)
          let restored = try JSONDecoder().decode(StationCore.self, from: bytes)
          #expect(restored == core)
          return restored
        }
      }
      if let last = inputs.last { run.receive(.time, at: last.at) }
      return difference(CoreRun(inputs).events, run.events)
    }
  }

  @Test func `no deadline lies in the past, and none at a moment that is done`() throws {
    try RandomNight.forAll { _, inputs in
      let run = CoreRun(inputs)
      for (input, wake) in zip(inputs, run.wakes) {
        guard let wake else { continue }
        let isDone = input.input == .time
        if wake < input.at || (isDone && wake <= input.at) {
          return "at \(input.at.text) it wants to be called at \(wake.text)"
        }
      }
      return nil
    }
  }

  @Test func `the moments of events never decrease, and none lies ahead`() throws {
    try RandomNight.forAll { _, inputs in
      var run = CoreRun()
      for input in inputs {
        let known = run.events.count
        run.receive(input.input, at: input.at)
        for event in run.events.dropFirst(known) where event.moment > input.at {
          return "ahead of \(input.at.text): \(event.line)"
        }
      }
      let pairs = zip(run.events, run.events.dropFirst())
      return pairs.first { $0.moment > $1.moment }.map { "\($0.line), then \($1.line)" }
    }
  }

  @Test func `a refused verb changes nothing`() throws {
    try RandomNight.forAll { _, inputs in
      let run = CoreRun(inputs)
      let accepted = zip(inputs, run.replies).filter { _, reply in
        if case .refused = reply { false } else { true }
      }.map(\.0)
      guard let last = inputs.last else { return nil }
      var without = CoreRun(accepted)
      without.receive(.time, at: last.at)
      return difference(run.events, without.events)
    }
  }

  @Test func `what happens on one bed changes nothing on another`() throws {
    try RandomNight.forAll { night, inputs in
      let shared = night.setup.beds.contains { $0.monitors[0].link == "gateway" }
      let crossing = inputs.contains { sent in
        switch sent.input {
        case .act(_, .move, _), .act(_, .rebind, _): true
        default: false
        }
      }
      guard !shared, !crossing, night.setup.beds.count > 1 else { return nil }
      let alone = inputs.filter { sent in
        switch sent.input {
        case .readings(let bed, _, _), .act(let bed, _, _), .machine(let bed, _): bed == "1"
        case .setUp, .station, .time: true
        }
      }
      let end = inputs.last.map { [Scenario.Sent(input: .time, at: $0.at)] } ?? []
      func ofBed(_ run: CoreRun) -> [Event] { run.events.filter { $0.bed == "1" } }
      return difference(ofBed(CoreRun(alone + end)), ofBed(CoreRun(inputs)))
    }
  }
}
