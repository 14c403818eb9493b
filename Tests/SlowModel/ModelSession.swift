import InfusionCore
import Vitals

/// One patient's visit, as the nurses' acts have made it.
struct ModelSession {
  enum Phase: String {
    case preparing
    case infusing
    case held
    case recovering
    case ready
    case closed

    var isAfterStop: Bool { self == .recovering || self == .ready }
  }

  struct Entered {
    var id: String
    /// When it was true.
    var at: Int
    var entry: Entry
  }

  struct Undoable {
    var verb: String
    var at: Int
    var from: Phase
    var since: Int
  }

  let rules: ModelRules
  let admittedAt: Int
  var escort: String?
  var phase = Phase.preparing
  var phaseSince: Int
  var startedAt: Int?
  var stoppedAt: Int?
  /// Minutes on the drug clock.
  var planned: Int?
  var holds: [(from: Int, to: Int?)] = []
  var baseline: ModelCuffResult?
  var saturationBaseline: Double?
  var entries: [Entered] = []
  var limits: [Limit] = []
  var undoable: Undoable?
  var lastActAt: Int
  var unhookedAt: Int?
  var lostReadinessAt: Int?

  /// A limit of this session only.
  struct Limit {
    var condition: ModelCondition
    var priority: ModelPriority
    var vital: VitalSign
    var number: Double
  }

  init(rules: ModelRules, at time: Int, escort: String?) {
    self.rules = rules
    admittedAt = time
    phaseSince = time
    lastActAt = time
    planned = rules.planned
    self.escort = escort
  }

  /// How long the drug has run: from the start to now or to the stop, without the holds.
  func drugRun(at time: Int) -> Int? {
    guard let startedAt, rules.planned != nil else { return nil }
    let end = stoppedAt ?? time
    let held = holds.map { max(0, min($0.to ?? end, end) - $0.from) }.reduce(0, +)
    return end - startedAt - held
  }

  /// The moment from which the drug clock would have counted without holds.
  func drugZero(at time: Int) -> Int? { drugRun(at: time).map { time - $0 } }

  /// From when recovery counts: the actual stop, or the first dose.
  var recoverySince: Int? { rules.planned == nil ? startedAt : stoppedAt }

  /// The latest value of one item, by the time at which it was true.
  func latest<Value>(_ item: (Entry) -> Value?) -> (value: Value, at: Int)? {
    var latest: (value: Value, at: Int)?
    for entered in entries {
      guard let value = item(entered.entry), latest.map({ $0.at <= entered.at }) ?? true else {
        continue
      }
      latest = (value, entered.at)
    }
    return latest
  }

  /// Since when oxygen has been given, or has been off again.
  var oxygen: (isGiven: Bool, since: Int)? {
    var oxygen: (isGiven: Bool, since: Int)?
    let flows = entries.compactMap { entered in
      entered.entry.oxygen.map { (flow: $0, at: entered.at) }
    }
    for (_, change) in flows.enumerated().sorted(by: {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }) {
      let isGiven = change.flow > 0
      if isGiven || oxygen != nil, oxygen?.isGiven != isGiven { oxygen = (isGiven, change.at) }
    }
    return oxygen
  }

  func lastGiven(_ classes: [Entry.MedicationClass]) -> Int? {
    entries.filter { $0.entry.medication.map(classes.contains) ?? false }.map(\.at).max()
  }

  /// Last usable SpO2 below 94, on oxygen, last MOAA/S 3 or less, or a sedative or opioid given.
  func isVulnerable(saturation: Double?) -> Bool {
    if let saturation, saturation < 94 { return true }
    if oxygen?.isGiven ?? false { return true }
    if let moaas = latest(\.moaas)?.value, moaas <= 3 { return true }
    return lastGiven([.sedative, .opioid]) != nil
  }

  /// The median of at least two cuff results at least 60 s apart, from the admission to the start.
  func measuredBaseline(_ results: [ModelCuffResult], before time: Int) -> ModelCuffResult? {
    let own = results.filter { $0.time >= admittedAt && $0.time <= (startedAt ?? time) }
    guard let first = own.map(\.time).min(), let last = own.map(\.time).max(),
      last - first >= 60_000
    else { return nil }
    var parts: [VitalSign: Double] = [:]
    for part in VitalSign.cuff {
      let values = own.compactMap { $0.parts[part] }.sorted()
      guard !values.isEmpty else { continue }
      let middle = values.count / 2
      parts[part] =
        values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
    return ModelCuffResult(time: last, parts: parts)
  }
}
