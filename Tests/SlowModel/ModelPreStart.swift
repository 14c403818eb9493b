import InfusionCore
import Vitals

extension ModelBed {
  /// The check before the start: what blocks always, and what only a named override passes.
  func mayStart(_ start: Verb.Start, _ session: ModelSession, at time: Int) -> Bool {
    let cuff = watch.kept.flatMap { $0.time >= session.admittedAt ? $0.parts : nil } ?? [:]
    let (sbp, dbp) = (cuff[.sbp], cuff[.dbp])
    if let dbp, dbp >= 110 { return false }
    if let sbp, sbp >= 180 { return false }
    if start.authorisedBy != nil && start.reason != nil { return true }
    guard let kept = watch.kept, kept.time >= session.admittedAt,
      time - kept.time <= 15 * 60_000, let sbp, sbp < 160, sbp >= 90, let dbp, dbp < 100
    else { return false }
    for history in [watch.heart, watch.oxygen] {
      guard let last = history.usable.last,
        history.isUsableForDelays(at: time) || time - last.time <= 30_000
      else { return false }
      switch history.vital {
      case .hr: if last.value > 120 || last.value < 45 { return false }
      default: if last.value < 95 { return false }
      }
    }
    return true
  }
}
