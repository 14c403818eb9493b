/// What is looked at in every night.
enum Invariants {
  static var all: [any Invariant.Type] {
    [
    NumbersAreUsedOnce.self, ReplayIsLive.self, DurableIsKept.self]
  }
}
