import InfusionCore
import SimulatedMonitors
import Vitals

/// One thing that the nurse of the demonstration does.
struct DemoAct: Hashable, Sendable {
  enum What: Hashable, Sendable {
    case verb(Verb)
    /// The button of the monitor: measure the blood pressure now.
    case pressCuff
  }

  /// Counted from the opening.
  var at: Span
  var bed: String
  var what: What

  init(_ seconds: Int64, bed: String, _ what: What) {
    at = .seconds(seconds)
    self.bed = bed
    self.what = what
  }
}

/// What the nurse does in the four beds' story, at the same times in each run.
enum DemoScript {
  /// In the order of time.
  static let acts = (answers + ends).sorted { $0.at < $1.at }

  /// The first minutes. Bed 2 is answered, bed 3 is treated, bed 4 is left unanswered.
  private static let answers = [
    DemoAct(65, bed: "2", .verb(.acknowledge(.condition(.spo2Low)))),
    DemoAct(165, bed: "3", .verb(.acknowledge(.condition(.bpHigh)))),
    DemoAct(235, bed: "3", .pressCuff),
    DemoAct(310, bed: "3", .pressCuff),
    DemoAct(325, bed: "3", .verb(.acknowledge(.condition(.bpHigh)))),
    DemoAct(335, bed: "3", .verb(.hold(reason: "blood pressure"))),
    DemoAct(405, bed: "3", .pressCuff),
    DemoAct(460, bed: "1", .verb(.stop(reason: nil))),
    DemoAct(530, bed: "3", .pressCuff),
    DemoAct(600, bed: "3", .pressCuff),
    DemoAct(615, bed: "3", .verb(.resume)),
  ]

  /// The rest of the day: each infusion ends as planned, and an hour later the patient goes home.
  private static let ends =
    [
      DemoAct(1095, bed: "2", .verb(.stop(reason: nil))),
      DemoAct(1710, bed: "3", .verb(.stop(reason: nil))),
      DemoAct(2050, bed: "4", .verb(.stop(reason: nil))),
    ] + [("1", 460), ("2", 1095), ("3", 1710), ("4", 2050)].flatMap(leaving)

  private static func leaving(_ bed: String, stopped: Int64) -> [DemoAct] {
    [
      DemoAct(stopped + 3500, bed: bed, .verb(.entry(awake))),
      DemoAct(stopped + 3780, bed: bed, .verb(.discharge(nil))),
    ]
  }

  private static var awake: Entry {
    var entry = Entry()
    entry.moaas = 5
    entry.oriented = true
    entry.steadyGait = true
    return entry
  }
}
