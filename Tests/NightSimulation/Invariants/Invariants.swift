/// What is looked at in every night.
enum Invariants {
  /// What is looked at in this one.
  static func all(of plan: NightPlan) -> [any Invariant] {
    (all + (plan.goesByTheText ? [GoesByTheText.self] : [])).map { $0.init(plan) }
  }

  private static var all: [any Invariant.Type] {
    [
      NumbersAreUsedOnce.self, TimeIsSteady.self, WrittenThenSaid.self, DurableIsKept.self,
      ReplayIsLive.self, BlindTimeIsTold.self, LedgerTroubleIsTold.self,
      OverloadIsTold.self, AnsweredOnce.self, LivesByTheTable.self, NobodyIsForgotten.self,
      SilencesEnd.self, MissingEndsNothing.self, NothingCycles.self, DeepSaturationIsTold.self,
      AcknowledgedByAPerson.self, BedsAreAlone.self, WaysThroughTime.self,
      WallClockMovesNothing.self, ListenersMissNothing.self,
    ]
  }
}
