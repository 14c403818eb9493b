public import Vitals

/// What has to hold before a patient may leave: what is met, what is missing, and the earliest
/// moment at which it could be met.
public struct Readiness: Hashable, Sendable {
  /// One thing that has to hold.
  public struct Criterion: Hashable, Sendable {
    /// The criterion in plain words.
    public let name: String
    public let isMet: Bool
    /// When it is met if nothing else happens; nil: it waits for a measurement or for a person.
    public let earliest: Moment?
    /// It says something about the body's state rather than about time or a person.
    let isVital: Bool
  }

  /// In the order in which the board shows them.
  public private(set) var criteria: [Criterion] = []

  /// Everything holds.
  public var isReady: Bool { criteria.allSatisfy(\.isMet) }
  /// What is missing.
  public var missing: [String] { criteria.filter { !$0.isMet }.map(\.name) }
  /// The vitals criteria hold: the patient may get up.
  var vitalsHold: Bool { criteria.filter(\.isVital).allSatisfy(\.isMet) }

  init(_ session: Session, results: [CuffResult], at now: Moment, staysMet: Bool) {
    let rules = session.rules.readiness
    let ends = RecoveryClock(session: session).minimumEnds
    require("minimum time", ends.map { now >= $0 } ?? false, earliest: ends)
    if session.escort == nil {
      require("escort, or a prescriber's name", session.prescriber != nil)
    }
    require(
      "blood pressure", staysMet || Self.pressureHolds(session, results, at: now), isVital: true)
    require("SpO2", staysMet || Self.saturationHolds(session, at: now), isVital: true)
    let off = session.entries.oxygenOffSince.map { $0 + rules.offOxygen }
    require(
      "off oxygen for \(rules.offOxygen.words)",
      !session.isOnOxygen && off.map { now >= $0 } ?? true, earliest: off)
    let quiet = Self.quietFrom(session)
    require(
      "no alert for \(rules.quietFor.words)",
      !session.quiet.isLoud && quiet.map { now >= $0 } ?? true,
      earliest: session.quiet.isLoud ? nil : quiet)
    requireEntries(session, at: now)
  }

  private mutating func require(
    _ name: String, _ isMet: Bool, earliest: Moment? = nil, isVital: Bool = false
  ) {
    criteria.append(
      Criterion(name: name, isMet: isMet, earliest: isMet ? nil : earliest, isVital: isVital))
  }

  private mutating func requireEntries(_ session: Session, at now: Moment) {
    let within = session.rules.readiness.entriesWithin
    func isCurrent(_ at: Moment) -> Bool {
      guard let from = session.recoveryFrom else { return false }
      return at >= from && now - at <= within
    }
    let moaas = session.entries.latest(\.moaas)
    require("MOAA/S 5", moaas.map { $0.value == 5 && isCurrent($0.at) } ?? false)
    let oriented = session.entries.latest(\.oriented)
    require("oriented", oriented.map { $0.value && isCurrent($0.at) } ?? false)
    let gait = session.entries.latest(\.steadyGait)
    require("steady gait", gait.map { $0.value && isCurrent($0.at) } ?? false)
  }

  /// Every result of the last minutes, the last two in any case, and as many more as it takes to
  /// span the time from first to last.
  private static func pressureHolds(
    _ session: Session, _ results: [CuffResult], at now: Moment
  ) -> Bool {
    let rules = session.rules.readiness
    guard let last = results.last, now - last.at <= rules.cuffAge else { return false }
    var count = max(2, results.reversed().prefix { now - $0.at <= rules.cuffWithin }.count)
    while count <= results.count, last.at - results[results.count - count].at < rules.cuffApart {
      count += 1
    }
    guard count <= results.count else { return false }
    return results.suffix(count).allSatisfy { holds($0, session) }
  }

  private static func holds(_ result: CuffResult, _ session: Session) -> Bool {
    let rules = session.rules.readiness
    guard let sbp = result.sbp, let dbp = result.dbp else { return false }
    var high = rules.sbpAtMost
    var low = rules.sbpAtLeast
    if let own = session.baseline?.sbp {
      high = min(high, own * (100 + rules.sbpPercentAbove) / 100)
      low = max(low, own * (100 - rules.sbpPercentBelow) / 100)
    }
    return sbp <= high && sbp >= low && dbp <= rules.dbpAtMost
  }

  private static func saturationHolds(_ session: Session, at now: Moment) -> Bool {
    let rules = session.rules.readiness
    guard let median = session.saturation.median(at: now, over: rules.spo2Median) else {
      return false
    }
    let own = session.saturationBaseline.map { $0 - rules.spo2BelowBaseline } ?? rules.spo2Usual
    return median >= max(rules.spo2Floor, min(rules.spo2Usual, own))
  }

  private static func quietFrom(_ session: Session) -> Moment? {
    let rules = session.rules.readiness
    let loud = session.quiet.loudUntil.map { $0 + rules.quietFor }
    let high = session.quiet.highInRecoveryUntil.map { $0 + rules.quietAfterHigh }
    guard let loud, let high else { return loud ?? high }
    return max(loud, high)
  }

  /// The moments at which a criterion changes although nothing happens.
  static func deadline(
    _ deadline: inout Deadline, _ session: Session, results: [CuffResult]
  ) {
    let rules = session.rules.readiness
    let tick = Span.milliseconds(1)
    deadline.consider(RecoveryClock(session: session).minimumEnds)
    deadline.consider(session.entries.oxygenOffSince.map { $0 + rules.offOxygen })
    deadline.consider(quietFrom(session))
    deadline.consider(results.last.map { $0.at + rules.cuffAge + tick })
    for result in results.reversed().prefix(while: { deadline.now - $0.at <= rules.cuffWithin }) {
      deadline.consider(result.at + rules.cuffWithin + tick)
    }
    let entered = [
      session.entries.latest(\.moaas)?.at, session.entries.latest(\.oriented)?.at,
      session.entries.latest(\.steadyGait)?.at,
    ]
    for at in entered { deadline.consider(at.map { $0 + rules.entriesWithin + tick }) }
    deadline.consider(session.saturation.changes(after: deadline.now, over: rules.spo2Median))
    deadline.consider(session.lostReadinessAt.map { $0 + rules.lostFor })
    deadline.consider(session.unhookedAt.map { $0 + rules.unhookFor })
  }
}
