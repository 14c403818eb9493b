import Vitals

/// HR and SpO2 at the end of an instant, as the conditions that say "cannot tell" see them.
struct ExpectedVitals: Hashable, Sendable {
  struct One: Hashable, Sendable {
    var isExpected: Bool
    var isUsable: Bool
    /// The nominal interval of its source.
    var every: Span
    /// Why it is not usable.
    var absence: AbsenceReason?
  }

  var hr: One
  var spo2: One

  func isExpected(_ vital: VitalSign) -> Bool { self[vital].isExpected }

  subscript(vital: VitalSign) -> One { vital == .hr ? hr : spo2 }
}
