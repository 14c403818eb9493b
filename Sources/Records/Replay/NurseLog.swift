public import InfusionCore

/// Events as a nurse's log: time of day, bed, a mark for the priority, one sentence.
public struct NurseLog {
  /// What the clock on the wall shows.
  public var wall: WallClock
  private let showsDate: Bool
  private var date: String?

  /// A log on the clinic's clock; without dates where nobody knows them.
  public init(wall: WallClock = WallClock(), showsDate: Bool = true) {
    self.wall = wall
    self.showsDate = showsDate
  }

  /// The line of one event; above it the date, where a new day begins.
  public mutating func lines(_ event: Event) -> String {
    let time = wall.local(event.moment)
    let isNewDay = showsDate && date != time.date
    date = time.date
    let bed = event.bed.map { "bed \($0)" } ?? "station"
    let mark = event.isOver ? "" : event.alert?.priority.mark ?? ""
    let message = event.message(on: wall)
    return (isNewDay ? "\(time.date)\n" : "")
      + "\(time.timeOfDay)  \(padded(bed, to: 7))  \(padded(mark, to: 3))  \(message)\n"
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension Event {
  /// The alert needs nobody any more.
  fileprivate var isOver: Bool { name == .alertClosed }
}
