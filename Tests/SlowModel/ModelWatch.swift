import InfusionCore
import Vitals

/// Everything that is judged of one bed from one admission, or one close, to the next.
final class ModelWatch {
  enum Scope {
    case bareVitals
    case outside
    case session
  }

  let scope: Scope
  let rules: ModelRules
  /// The beginning of the ids of its alerts.
  let idPrefix: String
  var session: ModelSession?
  var heart = ModelHistory(.hr)
  var oxygen = ModelHistory(.spo2)
  var continuous = ModelTable.continuous.map(ModelContinuousState.init)
  var cuff = ModelTable.cuff.map(ModelCuffState.init)
  /// Every result that is one, in the order in which they were measured, merged ones whole.
  var results: [ModelCuffResult] = []
  /// The last result that was judged, and the instants at which results and violations came.
  var kept: ModelCuffResult?
  var keptArrivedAt: Int?
  var violatedAt: [ModelCondition: Int] = [:]
  var signals = [ModelSignal(.hr), ModelSignal(.spo2)]
  var pulseLost = ModelPulseLost()
  var signalLost = ModelSignalLost()
  var lives: [ModelLife]
  /// HR and SpO2 that a monitor has delivered.
  var delivered: Set<VitalSign> = []
  /// SpO2 by the time at which it was true.
  var saturations: [(time: Int, value: Double)] = []
  var technical = ModelTechnical()
  var cuffFailures = ModelCuffFailures()
  var pauses = ModelPauses()
  var inflatingSince: Int?
  /// When a physiological alert of medium or high was present last, and a high one in recovery.
  var loudAt: Int?
  var highInRecoveryAt: Int?
  var wasLoud = false
  var wasHighInRecovery = false
  var emergencySince: Int?
  var callSince: Int?

  init(_ scope: Scope, idPrefix: String, rules: ModelRules) {
    self.scope = scope
    self.idPrefix = idPrefix
    self.rules = rules
    lives = ModelCondition.allCases.map(ModelLife.init)
  }

  func life(_ condition: ModelCondition) -> ModelLife? {
    lives.first { $0.condition == condition }
  }

  func isOn(_ condition: ModelCondition) -> Bool {
    lives.indices.contains {
      lives[$0].condition == condition
        && (lives[$0].presence == .on || lives[$0].presence == .ack)
    }
  }

  // Readings

  /// Takes readings that came together; `every` is the source's nominal interval.
  func receive(
    _ readings: [Reading], every: Int?, isUntrusted: Bool, isManual: Bool, at time: Int
  ) {
    for reading in readings where !reading.vital.isCuff {
      let content: ModelCell =
        switch reading.content {
        case .value(let value): isUntrusted ? .absent(.invalid) : .value(value)
        case .absent(let reason): isUntrusted ? .absent(.invalid) : .absent(reason)
        }
      take(
        ModelReading(
          time: time, content: content,
          freshFor: isManual ? resultStands(at: time) : max(5000, (every ?? 0) * 5 / 2),
          isManual: isManual), of: reading.vital, at: time)
      if reading.vital == .spo2, let last = oxygen.usable.last, last.time == time {
        let told = isManual ? reading.measuredAt.map { Int($0.milliseconds) } : nil
        saturations.append((time: min(told ?? time, time), value: last.value))
      }
    }
    let cuff = readings.filter(\.vital.isCuff)
    guard !isUntrusted, !cuff.isEmpty else { return }
    let measured = cuff.compactMap(\.measuredAt).first.map { Int($0.milliseconds) } ?? time
    var result = ModelCuffResult(time: min(measured, time), parts: [:])
    for reading in cuff { result.parts[reading.vital] = reading.value }
    guard result.parts.isEmpty else {
      cuffFailures.take(result)
      take(result, isManual: isManual, at: time)
      return
    }
    if cuff.contains(where: { $0.content == .absent(.failed) }) {
      cuffFailures.show(at: time)
      inflatingSince = nil
    } else if cuff.contains(where: { $0.content == .absent(.measuring) }) {
      inflatingSince = inflatingSince ?? time
    }
  }

  /// What was read before this watch began is judged now, and as old as it is.
  func carry(_ vital: VitalSign, _ value: Double, of told: Int, every: Int?, at time: Int) {
    let reading = ModelReading(
      time: told, content: .value(value), freshFor: max(5000, (every ?? 0) * 5 / 2))
    if time - told <= reading.freshFor { take(reading, of: vital, at: time) }
  }

  private func take(_ reading: ModelReading, of vital: VitalSign, at time: Int) {
    if vital == .hr { heart.take(reading) } else { oxygen.take(reading) }
    guard let value = reading.usable(as: vital) else { return }
    if !reading.isManual { delivered.insert(vital) }
    for index in continuous.indices where continuous[index].level.vital == vital {
      continuous[index].read(value, at: time, freshUntil: reading.time + reading.freshFor)
    }
  }

  /// How long a cuff result, or a number that a nurse took, stands.
  func resultStands(at time: Int) -> Int {
    (cuffInterval(at: time) + ModelRules.standsBeyond) * 60_000
  }

  /// The cuff's interval now, minutes.
  func cuffInterval(at time: Int) -> Int {
    cuffInterval { from, lasts, _ in time - from < lasts }
  }

  /// The interval by which a result is due after the last one, minutes: what was asked for when it
  /// became due stays asked, be it over since; but of an alert only while it is present.
  func cuffInterval(after last: Int) -> Int {
    cuffInterval { from, lasts, minutes in last + minutes * 60_000 <= from + lasts }
  }

  /// `counts` says whether an interval counts that is asked for from a time on, for so long.
  private func cuffInterval(
    _ counts: (_ from: Int, _ lasts: Int, _ minutes: Int) -> Bool
  ) -> Int {
    guard let session else { return ModelRules.infusing }
    let usual: Int
    switch session.phase {
    case .preparing, .closed: return ModelRules.infusing
    case .infusing: usual = ModelRules.infusing
    case .held: usual = ModelRules.held
    case .recovering, .ready:
      let since = session.recoverySince ?? session.phaseSince
      usual =
        counts(since, rules.recoveryEarlyFor * 60_000, rules.recoveryInterval)
        ? rules.recoveryInterval : rules.recoveryLate
    }
    let isAlertPresent = isOn(.bpHigh) || isOn(.bpLow)
    let isDrugFresh =
      session.lastGiven([.antihypertensive]).map {
        counts($0, 20 * 60_000, ModelRules.intensified)
      } ?? false
    return isAlertPresent || isDrugFresh ? min(usual, ModelRules.intensified) : usual
  }

  // Limits

  /// Applies the session's limits from now on.
  func applyLimits(at time: Int) {
    guard let session else { return }
    let moved = Set(
      continuous.indices.filter { continuous[$0].limit.number != number(of: $0, session) }
        .map { continuous[$0].level.condition })
    for index in continuous.indices where moved.contains(continuous[index].level.condition) {
      let level = continuous[index].level
      let history = level.vital == .hr ? heart : oxygen
      var standing: (value: Double, freshUntil: Int)?
      if let latest = history.readings.last, let value = latest.usable(as: level.vital),
        history.isUsableForDelays(at: time)
      {
        standing = (value, latest.time + latest.freshFor)
      }
      continuous[index].move(
        to: number(of: index, session), standing: standing, at: time)
    }
    for index in cuff.indices {
      cuff[index].baseline = session.baseline
      cuff[index].level = cuffLevel(index, session)
    }
  }

  /// A session's own limit, and those of SpO2 on oxygen.
  private func number(of index: Int, _ session: ModelSession) -> Double {
    let level = ModelTable.continuous[index]
    let places = ModelTable.continuous.indices.filter {
      ModelTable.continuous[$0].condition == level.condition
    }
    let rungs = places.map { place in
      let own = ModelTable.continuous[place]
      return ModelSession.Rung(
        priority: own.priority, number: own.limit.number, side: own.limit.side)
    }
    let numbers = session.moved(rungs, of: level.condition, level.vital)
    let number = zip(places, numbers).first { $0.0 == index }?.1 ?? level.limit.number
    guard level.condition == .spo2Low, session.oxygen?.isGiven ?? false else { return number }
    if level.priority == .medium { return max(number, 94) }
    return level.priority == .high && number >= 85 ? 90 : number
  }

  private func cuffLevel(_ index: Int, _ session: ModelSession) -> ModelCuffLevel {
    var level = ModelTable.cuff[index]
    for part in VitalSign.cuff {
      var places: [(level: Int, term: Int)] = []
      var rungs: [ModelSession.Rung] = []
      for (place, own) in ModelTable.cuff.enumerated() where own.condition == level.condition {
        for (term, bound) in own.limits.enumerated()
        where bound.part == part && bound.limit.reference == .zero {
          places.append((place, term))
          rungs.append(
            ModelSession.Rung(
              priority: own.priority, number: bound.limit.number, side: bound.limit.side))
        }
      }
      for (place, number) in zip(places, session.moved(rungs, of: level.condition, part))
      where place.level == index {
        level.limits[place.term].limit.number = number
      }
    }
    return level
  }
}
