import Vitals

extension Entry {
  /// The entry's items as facts, in the order in which they are written.
  var facts: [Fact?] {
    [
      .number("moaas", moaas.map(Double.init)),
      .number("dissociation", dissociation.map(Double.init)),
      .number("nausea", nausea.map(Double.init)),
      .number("pain", pain.map(Double.init)),
      oriented.map { Fact("oriented", .flag($0)) },
      steadyGait.map { Fact("steady_gait", .flag($0)) },
      .number("breathing_rate", breathingRate.map(Double.init)),
      .text("symptom", symptom?.rawValue),
      vomiting.map { Fact("vomiting", .flag($0)) },
      .text("note", note),
      .text("medication", medication?.rawValue),
      .number("oxygen", oxygen),
      .text("escort", escort),
      .text("prescriber", prescriber),
      .text("drug_clock", drugClock?.rawValue),
    ] + vitals.map { .number($0.vital.rawValue, $0.value) }
      + [vitals.isEmpty ? nil : Fact("source", .text("manual"))]
  }
}
