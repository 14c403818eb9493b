import Vitals

/// One episode of a condition: raised once, closed once.
public struct Occurrence: Hashable, Codable, Sendable {
  /// The same inputs give the same id.
  public let id: String
  /// The deepest present level, or the last one that was.
  public internal(set) var finding: Finding
  /// Whether a level is present; if none is, the occurrence is latched.
  public internal(set) var isPresent = true
  /// The nurse's "I know"; nil: nobody has acknowledged, or it was withdrawn.
  public internal(set) var acknowledgement: Acknowledgement?
  /// Who is on the way: a mark, which changes nothing else.
  public internal(set) var going: String?
  /// It was high, and nobody has acknowledged it since.
  var isHighUnacknowledged = false
  /// How long it has been waiting for an answer.
  var unanswered: Unanswered
  /// When each level was present last, and each lost vital last named.
  var levelsSeen: [Seen<Int>] = []
  var vitalsSeen: [Seen<VitalSign>] = []

  struct Seen<Thing: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
    var thing: Thing
    var at: Moment
  }

  /// Sound and light.
  public var presence: AlertPresence {
    if !isPresent { return .latched }
    return acknowledgement == nil ? .on : .ack
  }

  /// A latched occurrence keeps the priority that it latched for.
  public var priority: Priority { isPresent ? finding.priority : .high }

  /// Whether there is a sound to pause: information makes none.
  var isAudible: Bool { priority > .information }

  init(id: String, finding: Finding, at now: Moment) {
    self.id = id
    self.finding = finding
    unanswered = Unanswered(since: now, priority: finding.priority)
    isHighUnacknowledged = finding.priority == .high
  }

  /// Notes what an acknowledgement given now would still cover a little later.
  mutating func see(at now: Moment) {
    let present = finding.milder + [finding.level]
    levelsSeen.removeAll { present.contains($0.thing) }
    levelsSeen += present.map { Seen(thing: $0, at: now) }
    let named = finding.lost.map(\.vital)
    vitalsSeen.removeAll { named.contains($0.thing) }
    vitalsSeen += named.map { Seen(thing: $0, at: now) }
  }

  /// Whether a deeper level, or further lost vitals, only come back within flicker's reach.
  func isFlicker(to finding: Finding, at now: Moment) -> Bool {
    guard let acknowledgement, acknowledgement.isFresh(at: now) else { return false }
    let reach = Acknowledgement.survivesFlickerFor
    let isKnownLevel =
      finding.level <= self.finding.level
      || (finding.priority > self.finding.priority
        && finding.priority <= acknowledgement.priority)
      || levelsSeen.contains { $0.thing == finding.level && now - $0.at < reach }
    let further = finding.lost.map(\.vital).filter { vital in
      !self.finding.lost.contains { $0.vital == vital }
    }
    return isKnownLevel
      && further.allSatisfy { vital in
        vitalsSeen.contains { $0.thing == vital && now - $0.at < reach }
      }
  }
}

/// How long an alert has been waiting for an answer; pagers and second displays follow in steps.
struct Unanswered: Hashable, Codable, Sendable {
  private let since: Moment
  /// The worst priority since then: easing does not slow the steps down.
  private(set) var worst: Priority
  private(set) var step = 0

  init(since: Moment, priority: Priority) {
    self.since = since
    worst = priority
  }

  private var due: Moment? {
    let steps: [Span] =
      switch worst {
      case .high: [.seconds(30), .seconds(60)]
      case .medium: [.seconds(180), .seconds(360)]
      case .low, .information: []
      }
    return step < steps.count ? since + steps[step] : nil
  }

  /// The step that is reached now, if one is.
  mutating func advance(at now: Moment) -> Int? {
    guard let due, now >= due else { return nil }
    step += 1
    return step
  }

  func deadline(_ deadline: inout Deadline) { deadline.consider(due) }
}
