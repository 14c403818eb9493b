import Vitals

/// The minimum time before a patient may leave.
struct RecoveryClock: Hashable, Sendable {
  let session: Session

  /// The minimum that applies: shorter with an escort named.
  var minimum: Span {
    session.escort == nil
      ? session.rules.recovery.minimumAlone : session.rules.recovery.minimumWithEscort
  }

  /// From what the minimum counts: the stop or the first dose, or a later sedative, opioid or
  /// antihypertensive.
  var countsFrom: Moment? {
    guard let from = session.recoveryFrom else { return nil }
    let drug = session.entries.lastGiven([.sedative, .opioid, .antihypertensive])
    return drug.map { max($0, from) } ?? from
  }

  /// When the minimum is over.
  var minimumEnds: Moment? { countsFrom.map { $0 + minimum } }
}
