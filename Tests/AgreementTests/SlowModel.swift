import Vitals

/// A second, simple, slow reading of the rules for bare vitals.
///
/// It steps through every moment at which anything can change, and at each one asks its questions
/// of the history of readings. It shares no code with the core.
enum SlowModel {
  /// The events of a bare recording, bed by bed in the order of their first line.
  static func events(of recording: ModelRecording) -> [[ModelEvent]] {
    recording.beds.map { bed in
      ModelBed(bed, of: recording).run(until: recording.end)
    }
  }
}

/// One bed on the model's clock.
final class ModelBed {
  private let every: Int
  /// All moments of the readings and of what may follow from them, ascending.
  private let moments: [Int]
  private var heart: ModelHistory
  private var oxygen: ModelHistory
  private var continuous = ModelTable.continuous.map(ModelContinuousState.init)
  private var results: ArraySlice<ModelCuffResult>
  private var kept: ModelCuffResult?
  private var cuff = ModelTable.cuff.map(ModelCuffState.init)
  private var signals = [ModelSignal(.hr), ModelSignal(.spo2)]
  private var pulseLost = ModelPulseLost()
  private var signalLost = ModelSignalLost()
  private var lives: [ModelLife]

  init(_ bed: String, of recording: ModelRecording) {
    let rows = recording.rows.filter { $0.bed == bed }
    every = recording.every
    heart = ModelHistory(
      Self.readings(of: .hr, in: rows), freshFor: recording.freshFor)
    oxygen = ModelHistory(
      Self.readings(of: .spo2, in: rows), freshFor: recording.freshFor)
    results = Self.cuffResults(in: rows)[...]
    lives = ModelCondition.allCases.map { ModelLife($0, bed: bed) }
    moments = ModelMoments.all(
      [heart, oxygen], cuff: Array(results), rows: rows.map(\.time))
  }

  private static func readings(of vital: VitalSign, in rows: [ModelRow]) -> [ModelReading] {
    rows.compactMap { row in
      row.cells[vital].map { ModelReading(time: row.time, vital: vital, content: $0) }
    }
  }

  private static func cuffResults(in rows: [ModelRow]) -> [ModelCuffResult] {
    rows.compactMap { row in
      var parts: [VitalSign: Double] = [:]
      for part in VitalSign.cuff {
        if case .value(let value) = row.cells[part] { parts[part] = value }
      }
      return parts.isEmpty ? nil : ModelCuffResult(time: row.time, parts: parts)
    }
  }

  /// All events up to the last line, deadlines at its very instant included.
  func run(until end: Int) -> [ModelEvent] {
    var events: [ModelEvent] = []
    var index = 0
    while true {
      let step = lives.compactMap(\.nextStep).min() ?? Int.max
      let moment = min(step, index < moments.count ? moments[index] : Int.max)
      guard moment <= end else { return events }
      if index < moments.count, moments[index] == moment { index += 1 }
      events += instant(moment)
    }
  }

  private func instant(_ time: Int) -> [ModelEvent] {
    takeReadings(at: time)
    takeCuffResults(at: time)
    for index in continuous.indices {
      let history = continuous[index].level.vital == .hr ? heart : oxygen
      continuous[index].completeDelay(history, at: time)
    }
    for index in cuff.indices { cuff[index].completeRepeat(at: time) }
    return settle(at: time)
  }

  private func takeReadings(at time: Int) {
    while let reading = heart.next(at: time) {
      for index in continuous.indices where continuous[index].level.vital == .hr {
        continuous[index].read(heart, reading)
      }
    }
    while let reading = oxygen.next(at: time) {
      for index in continuous.indices where continuous[index].level.vital == .spo2 {
        continuous[index].read(oxygen, reading)
      }
    }
  }

  private func takeCuffResults(at time: Int) {
    while let result = results.first, result.time == time {
      results.removeFirst()
      guard result.isPlausible else { continue }
      guard let kept, time - kept.time < 25_000 else {
        kept = result
        for index in cuff.indices { cuff[index].take(result) }
        continue
      }
      let whole = ModelCuffResult(
        time: kept.time, parts: kept.parts.merging(result.parts) { _, newer in newer })
      let onlyAdds = result.parts.keys.allSatisfy { kept.parts[$0] == nil }
      for index in cuff.indices { cuff[index].takeMerged(whole, onlyAddedParts: onlyAdds) }
      self.kept = whole
    }
  }

  /// The end of the instant: what cannot be told, inhibition, then one net event per condition.
  private func settle(at time: Int) -> [ModelEvent] {
    signals[0].see(heart, at: time)
    signals[1].see(oxygen, at: time)
    let pulseJoined = pulseLost.see(
      signals, lowBefore: ModelPulseLost.lowBefore(oxygen, every: every), at: time,
      isOn: isOn(.pulseLost))
    let isVulnerable = oxygen.seenUsable.last.map { $0.value < 94 } ?? false
    signalLost.see(signals, isVulnerable: isVulnerable, at: time)
    var signalJoined = false
    var signalDeepest = signalLost.deepest
    if pulseLost.deepest != nil && !isOn(.signalLost) { signalDeepest = nil }
    if signalDeepest != nil {
      signalJoined = signalLost.name(signals, at: time, isOn: isOn(.signalLost))
    }
    var events: [ModelEvent] = []
    for index in lives.indices {
      let (deepest, joined) =
        switch lives[index].condition {
        case .hrHigh, .hrLow, .spo2Low, .bpHigh, .bpLow:
          (self.deepest(lives[index].condition), false)
        case .pulseLost: (pulseLost.deepest, pulseJoined)
        case .signalLost: (signalDeepest, signalJoined)
        }
      events += lives[index].settle(deepest: deepest, joined: joined, at: time)
    }
    return events
  }

  private func isOn(_ condition: ModelCondition) -> Bool {
    for life in lives where life.condition == condition { return life.state == .on }
    return false
  }

  /// The place of the deepest present level among those of its condition, mild to deep.
  private func deepest(_ condition: ModelCondition) -> Int? {
    var deepest: Int?
    var place = 0
    for index in continuous.indices where continuous[index].level.condition == condition {
      if continuous[index].isPresent { deepest = place }
      place += 1
    }
    for index in cuff.indices where cuff[index].level.condition == condition {
      if cuff[index].isPresent { deepest = place }
      place += 1
    }
    return deepest
  }
}
