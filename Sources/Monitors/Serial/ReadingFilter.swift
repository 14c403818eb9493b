import MonitorProtocols
import Vitals

/// Lets readings through as often as a nurse's station needs them: some monitors say the same sixty
/// times a second.
struct ReadingFilter {
  private let vitals: [VitalSign]
  /// From one number of a vital sign to the next.
  private let atLeast: Span
  private var waiting: [Reading] = []
  private var told: [VitalSign: Told] = [:]
  /// The cuff result that was told last, and whether the line was opened anew since.
  private var cuff: (parts: [Reading], at: Moment)?
  private var isReopened = false

  /// A monitor that shows a result as new for a minute shows it again after a reconnection.
  private static let sameCuffFor = Span.seconds(90)

  private struct Told {
    var content: Reading.Content
    var at: Moment
  }

  init(_ monitor: StreamedMonitor) {
    vitals = monitor.vitals
    atLeast = .milliseconds(monitor.language.every.milliseconds / 2)
  }

  /// The monitor may be another one now.
  mutating func forget() {
    (waiting, told) = ([], [:])
    isReopened = true
  }

  /// The newest of a vital sign counts; the parts of a cuff result stay together.
  mutating func take(_ reading: Reading) {
    guard vitals.contains(reading.vital) else { return }
    waiting.removeAll { $0.vital == reading.vital }
    waiting.append(reading)
  }

  /// What is told now: a cuff result always, a number when the last one is old enough, and at once
  /// whatever says that there is none, or again one.
  mutating func due(at now: Moment) -> [Reading] {
    let due = waiting.filter { reading in
      guard !reading.vital.isCuff, let last = told[reading.vital] else { return true }
      return now - last.at >= atLeast || !last.content.isLike(reading.content)
    }
    waiting.removeAll { due.contains($0) }
    for reading in due { told[reading.vital] = Told(content: reading.content, at: now) }
    let parts = due.filter(\.vital.isCuff)
    guard !parts.isEmpty else { return due }
    defer { (cuff, isReopened) = ((parts, now), false) }
    guard isReopened, let cuff, cuff.parts == parts, now - cuff.at < Self.sameCuffFor else {
      return due
    }
    return due.filter { !$0.vital.isCuff }
  }
}

extension Reading.Content {
  /// Both are numbers, or both are absent for the same reason.
  fileprivate func isLike(_ other: Reading.Content) -> Bool {
    switch (self, other) {
    case (.value, .value): true
    case (.absent(let reason), .absent(let otherReason)): reason == otherReason
    case (.value, .absent), (.absent, .value): false
    }
  }
}
