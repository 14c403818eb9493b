public import InfusionCore
import Records
import Vitals

/// The key that a sender gives a verb, so that sending it twice does it once.
public struct ActKey: Hashable, Sendable {
  /// Whose key it is.
  public let owner: String
  public let key: String
  /// What is asked, in one canonical text.
  public let request: String

  /// A sender's key.
  public init(owner: String, key: String, request: String) {
    self.owner = owner
    self.key = key
    self.request = request
  }
}

/// What became of a verb.
public enum ActAnswer: Hashable, Sendable {
  /// The core's answer; `isDurable`: it is in the ledger.
  case reply(Reply, isDurable: Bool)
  /// The key was used before, for something else.
  case keyOfAnother
}

/// The answers that were given to verbs with a key.
struct AnswerBook: Sendable {
  /// Answers are known for this long.
  static let keeps = Span.minutes(24 * 60)
  /// The most answers that are known; the oldest are forgotten first.
  static let capacity = 10_000

  private struct Name: Hashable {
    let owner: String
    let key: String
  }
  private var answers: [Name: KeptAnswer] = [:]
  private var order: [Name] = []
  /// Answers that are not known to be written.
  private var unwritten: Set<Name> = []

  /// The answers of an earlier start.
  init(_ kept: [KeptAnswer]) {
    // Only what was done is answered again.
    for answer in kept {
      if case .accepted = answer.reply { keep(answer) }
    }
  }

  enum Known: Hashable {
    case new
    case answered(Reply)
    case otherRequest
  }

  /// What is known of a key.
  func look(_ key: ActKey) -> Known {
    guard let known = answers[Name(owner: key.owner, key: key.key)] else { return .new }
    return known.request == key.request ? .answered(known.reply) : .otherRequest
  }

  /// Whether the answer to a key is in the ledger.
  func isWritten(_ key: ActKey) -> Bool {
    !unwritten.contains(Name(owner: key.owner, key: key.key))
  }

  /// Notes what became of a turn's answers; the ledger writes in order, so what is written is
  /// written with all before it.
  mutating func committed(_ turn: [KeptAnswer], isWritten: Bool) {
    if isWritten { return unwritten.removeAll() }
    unwritten.formUnion(turn.map { Name(owner: $0.owner, key: $0.key) })
  }

  /// Notes an answer that is to be written; what is too old or too much is forgotten.
  mutating func decide(_ answer: KeptAnswer) {
    unwritten.insert(Name(owner: answer.owner, key: answer.key))
    keep(answer)
  }

  private mutating func keep(_ answer: KeptAnswer) {
    let name = Name(owner: answer.owner, key: answer.key)
    if answers.updateValue(answer, forKey: name) == nil { order.append(name) }
    while let oldest = order.first, let known = answers[oldest],
      order.count > Self.capacity || answer.at - known.at > Self.keeps
    {
      answers[oldest] = nil
      unwritten.remove(oldest)
      order.removeFirst()
    }
  }
}
