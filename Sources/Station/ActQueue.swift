import InfusionCore
import Synchronization

/// Nurses' verbs until the station takes them.
final class ActQueue: Sendable {
  /// The most verbs that wait; a further one is refused at once.
  static let capacity = 256

  /// A verb and whom to answer.
  struct Act: Sendable {
    var input: Input
    var answer: CheckedContinuation<Reply, Never>
  }

  private struct State {
    var waiting: [Act] = []
    var isClosed = false
  }
  private let state = Mutex(State())

  func add(_ input: Input, answer: CheckedContinuation<Reply, Never>) {
    let isTaken = state.withLock { state in
      guard !state.isClosed, state.waiting.count < Self.capacity else { return false }
      state.waiting.append(Act(input: input, answer: answer))
      return true
    }
    if !isTaken { answer.resume(returning: Self.refusal) }
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

  private static let refusal = Reply.refused(
    Refusal(.conflict, "the station does not take verbs now", remedy: "try again in a moment"))
}
