public import InfusionCore
public import Vitals

/// A model that goes along with a station, step by step, and tells where they part ways.
public struct NightComparison {
  private var model = NightModel()
  private var trace: [String] = []
  /// The events that both told.
  public private(set) var agreed: [ModelEvent] = []

  /// How many inputs a disagreement shows before it.
  private static let mostTraced = 40

  /// A comparison from the first input on.
  public init() {}

  /// Takes one input and what the station did with it; what they disagree on, or nil.
  ///
  /// - Parameter line: the input in words, for the trace; made only when it is needed.
  public mutating func step(
    _ input: Input, at moment: Moment, _ actions: [Action], line: @autoclosure () -> String
  ) -> String? {
    var told: [ModelEvent] = []
    var accepted: Bool?
    for action in actions {
      switch action {
      case .announce(let event): told.append(ModelEvent(event))
      case .reply(.accepted): accepted = true
      case .reply(.refused): accepted = false
      case .persist, .wake: break
      }
    }
    trace.append(line())
    if trace.count > Self.mostTraced { trace.removeFirst() }
    let step = model.receive(input, at: moment, accepted: accepted)
    let expected = step.events.filter(NightModel.covers)
    told = told.filter(NightModel.covers)
    if let answer = step.accepted, let accepted, answer != accepted {
      return words(
        "the model \(answer ? "accepts" : "refuses") it, the station does not agree", expected, told
      )
    }
    guard expected == told else {
      let index = zip(expected, told).prefix { $0 == $1 }.count
      let model = index < expected.count ? expected[index].description : "nothing"
      let station = index < told.count ? told[index].description : "nothing"
      return words("the model tells \(model)\n  the station tells \(station)", expected, told)
    }
    agreed += told
    return nil
  }

  private func words(_ what: String, _ expected: [ModelEvent], _ told: [ModelEvent]) -> String {
    func list(_ events: [ModelEvent]) -> String {
      events.isEmpty ? "    nothing" : events.map { "    \($0)" }.joined(separator: "\n")
    }
    return """
      \(what)
        model, this step:
      \(list(expected))
        station, this step:
      \(list(told))
        last inputs:
      \(trace.map { "    \($0)" }.joined(separator: "\n"))
      """
  }
}
