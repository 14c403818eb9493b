import Monitors
import Station

/// The links to the simulated monitors; the clock runs as soon as they do.
struct DemoLinks: LinkSource {
  let links: MonitorLinks
  let timebase: DemoTimebase

  init(_ beds: [DemoBed], _ timebase: DemoTimebase) {
    links = MonitorLinks(beds.map(\.link))
    self.timebase = timebase
  }

  func start(clock: LinkClock, queue: ReportQueue) throws {
    timebase.begin()
    try links.start(clock: clock, queue: queue)
  }

  func stop() async { await links.stop() }
}
