/// What is looked at in every night.
enum Invariants {
  static var all: [any Invariant.Type] {
    [
      NumbersAreUsedOnce.self, TimeIsSteady.self, WrittenThenSaid.self, DurableIsKept.self,
      ReplayIsLive.self, GoesByTheText.self, BlindTimeIsTold.self, LedgerTroubleIsTold.self,
      OverloadIsTold.self, AnsweredOnce.self, LivesByTheTable.self, NobodyIsForgotten.self,
      SilencesEnd.self, MissingEndsNothing.self, NothingCycles.self, DeepSaturationIsTold.self,
      AcknowledgedByAPerson.self, BedsAreAlone.self, WaysThroughTime.self,
      WallClockMovesNothing.self,
    ]
  }
}
