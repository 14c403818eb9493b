import InfusionCore
import Records
import Station
public import Vitals

/// A night in words: a line for each thing that happens, readings only where they change.
public final class NightTrace {
  private let say: (String) -> Void
  private var shown: [String: [Reading]] = [:]

  /// A trace that is said line by line.
  public init(_ say: @escaping (String) -> Void) { self.say = say }

  func write(_ happening: Happening, at now: Int64) {
    let lasts = happening.lasts == .zero ? "" : " for \(happening.lasts.seconds) s"
    line(now, happening.bed ?? "-", "#\(happening.number) \(happening.what.words)\(lasts)")
  }

  func write(_ step: NightStep, in world: NightWorld) {
    let now = world.clock.now
    switch step {
    case .started(let resumption):
      let last = resumption.lastMoment.map { "\($0.milliseconds)" } ?? "nothing"
      line(
        now, "station",
        "starts at \(world.timebase.now.milliseconds), after \(last),"
          + " from event \(resumption.nextSequence)")
    case .decided(let batch): for taken in batch.inputs { write(taken, now) }
    case .written: break
    case .committed(_, let durability, let after):
      if durability != .durable { line(now, "ledger", "\(durability) after \(after.seconds) s") }
    case .told(let announcement):
      let event = announcement.numbered.event
      let number = "\(announcement.numbered.sequence)\(announcement.isDurable ? "" : "?")"
      line(now, event.bed ?? "station", "-> \(number) \(event.line)")
    case .asked(let errand): line(now, errand.bed, "asked: \(errand.words)")
    case .answered(let errand, let answer):
      line(now, errand.bed, "answered: \(errand.words): \(answer.words)")
    case .ended(let inOrder):
      line(now, "station", inOrder ? "ends in good order" : "is killed")
    case .over: line(now, "station", "the night is over")
    }
  }

  private func write(_ taken: TakenInput, _ now: Int64) {
    switch taken.input {
    case .readings(let bed, let readings, let monitor):
      let key = "\(bed) \(monitor ?? "")"
      guard shown[key] != readings else { return }
      shown[key] = readings
      let words = readings.map { "\($0.vital.rawValue)=\($0.content.words)" }
      line(now, bed, "<- " + words.joined(separator: " "))
    case .act(let bed, let verb, let by):
      line(now, bed, "<- " + RecordedAct.verb(verb, by: by).text)
    case .machine(let bed, let event): line(now, bed, "<- " + RecordedAct.machine(event).text)
    case .station(let event): line(now, "station", "<- \(event)")
    case .setUp(let setup):
      line(now, "station", "<- beds \(setup.beds.map(\.bed)), \(setup.defaultProtocol)")
    case .time: break
    }
  }

  private func line(_ now: Int64, _ who: String, _ what: String) {
    say("\(Span.milliseconds(now).clock)  \(who)  \(what)")
  }
}

extension Span {
  /// Hours, minutes, seconds and milliseconds since a night began.
  public var clock: String {
    func digits(_ number: Int64, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let seconds = milliseconds / 1000
    return "\(seconds / 3600):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))."
      + digits(milliseconds % 1000, 3)
  }
}
