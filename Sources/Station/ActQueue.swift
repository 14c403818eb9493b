import InfusionCore
import Synchronization

/// Nurses' verbs until the station takes them.
final class ActQueue: Sendable {
  /// The most verbs that wait; a further one is refused at once.
  static let capacity = 256

  /// A verb and whom to answer.
  struct Act: Sendable {
    var input: Input
    var key: ActKey?
    var answer: CheckedContinuation<ActAnswer, Never>
  }

  private struct State {
    var waiting: [Act] = []
    var isClosed = false
  }
  private let state = Mutex(State())

  func add(_ act: Act) {
    let isTaken = state.withLock { state in
      guard !state.isClosed, state.waiting.count < Self.capacity else { return false }
      state.waiting.append(act)
      return true
    }
    if !isTaken { act.answer.resume(returning: Self.refusal) }
  }

  func takeAll() -> [Act] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  /// Refuses what waits and what comes.
  func close() {
    state.withLock { $0.isClosed = true }
    for act in takeAll() { act.answer.resume(returning: Self.refusal) }
  }

  private static let refusal = ActAnswer.reply(
    .refused(
      Refusal(
        .unavailable, "the station does not take verbs now", remedy: "try again in a moment")),
    isDurable: false)
}
