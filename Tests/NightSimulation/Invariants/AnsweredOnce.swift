import InfusionCore
import Records
import Station
import Vitals

/// A nurse's verb and its answer.
struct AnsweredOnce: Invariant {
  static let rule =
    "a verb is answered once and soon; the key of a done one is answered the same again"

  /// A turn that is under way, and the one that takes the verb.
  private static let longest: Int64 = 2 * 250 + 100

  private var pending: [(errand: Errand, at: Int64)] = []
  /// The first answer to each key; whether it may be forgotten by a crash.
  private var known: [String: (request: String, reply: Reply, isDurable: Bool, at: Moment)] = [:]
  private var kept: Set<String> = []
  private var keptAt: [String: Moment] = [:]
  /// A clock that is set forward may bring the end of this time near.
  private static let knownFor = Span.minutes(24 * 60 - 1)

  init(_ plan: NightPlan) {}

  mutating func see(_ step: NightStep, in world: NightWorld) -> String? {
    switch step {
    case .asked(let errand): pending.append((errand, world.clock.now))
    case .answered(let errand, let answer):
      guard let index = pending.firstIndex(where: { $0.errand == errand }) else {
        return "answered without being asked: \(errand.words)"
      }
      pending.remove(at: index)
      return judge(answer, to: errand, at: world.timebase.now)
    case .written(let batch, _):
      for answer in batch.answers {
        let name = "\(answer.owner) \(answer.key)"
        if let before = keptAt[name], answer.at - before < Self.knownFor {
          return "done twice: \(answer.request) [\(answer.key)]"
        }
        keptAt[name] = answer.at
        kept.insert(name)
      }
    case .decided:
      let late = pending.first { world.clock.now - $0.at > Self.longest }
      return late.map { "nobody answers \($0.errand.words)" }
    case .ended:
      pending = []
      known = known.filter { kept.contains($0.key) }
    case .started, .committed, .told, .over: break
    }
    return nil
  }

  private mutating func judge(
    _ answer: ActAnswer, to errand: Errand, at now: Moment
  ) -> String? {
    guard let key = errand.key else { return nil }
    let name = "\(key.owner) \(key.key)"
    if let before = known[name], now - before.at >= Self.knownFor { known[name] = nil }
    switch (answer, known[name]) {
    case (.reply(let reply, let isDurable), nil):
      if case .accepted = reply { known[name] = (key.request, reply, isDurable, now) }
    case (.reply(let reply, let isDurable), let before?):
      if before.request != key.request { return "answered as another's: \(errand.words)" }
      if before.reply != reply { return "\(before.reply), and again \(reply): \(errand.words)" }
      if before.isDurable, !isDurable { return "durable no more: \(errand.words)" }
      known[name]?.isDurable = isDurable
    case (.keyOfAnother, let before?):
      if before.request == key.request { return "no key of another: \(errand.words)" }
    case (.keyOfAnother, nil):
      // A crash may have taken the answer, and not what is kept.
      if !kept.contains(name) { return "nobody used the key of \(errand.words)" }
    }
    return nil
  }
}
