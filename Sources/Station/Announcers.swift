import InfusionCore
import Logging
import Vitals

/// The one fan-out: whoever cannot keep up loses events, and the program's log says so.
struct Announcers: Sendable {
  private let lanes: [AnnouncerLane]
  private let logger: Logger

  init(_ announcers: [any Announcer], logger: Logger) {
    lanes = announcers.map(AnnouncerLane.init)
    self.logger = logger
  }

  func tell(_ announcement: Announcement) {
    for lane in lanes { note(lane.offer(announcement), of: lane.announcer) }
  }

  func begin(after sequence: Int64) {
    for lane in lanes { note(lane.offerBegin(after: sequence), of: lane.announcer) }
  }

  func tell(_ trend: BedTrend) {
    for lane in lanes { note(lane.offer(trend), of: lane.announcer) }
  }

  func tell(_ vitals: BedVitals, at now: Moment, wall: WallClock) {
    for lane in lanes where lane.announcer.showsVitals {
      note(lane.offer(vitals, at: now, wall: wall), of: lane.announcer)
    }
  }

  /// Whether anybody shows vital signs.
  var showsVitals: Bool { lanes.contains { $0.announcer.showsVitals } }

  /// Returns when all that waits was told, or after this long each.
  func drain(within bound: Duration) async {
    for lane in lanes { await lane.drain(within: bound) }
  }

  private func note(_ offer: AnnouncerLane.Offer, of announcer: any Announcer) {
    switch offer {
    case .taken, .lost: break
    case .firstLost:
      logger.error("\(announcer.name) takes no events any more; they are lost to it")
    case .takenAgain(let lost):
      logger.error("\(announcer.name) takes events again; it lost \(lost)")
    }
  }
}
