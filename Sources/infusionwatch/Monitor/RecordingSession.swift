import Monitors
import Records
import ServiceLifecycle
import Settings
import Station
import Vitals

/// Reads a configuration's monitors and writes what they say, until it is ended.
struct RecordingSession: Service {
  /// From one look at what came to the next, in real time.
  private static let lookEvery = Duration.milliseconds(200)
  /// Nothing is said to be missing before whatever came in time was taken.
  private static let waitsFor = Vitals.Span.seconds(1)

  private let settings: StationSettings
  private let output: RecordingOutput
  private let captures: CaptureFolder?
  private let length: Vitals.Span?

  /// - Parameter length: ends it by itself; nil: somebody else does.
  init(
    _ settings: StationSettings, _ output: RecordingOutput, _ captures: CaptureFolder?,
    length: Vitals.Span?
  ) {
    self.settings = settings
    self.output = output
    self.captures = captures
    self.length = length
  }

  func run() async throws {
    let timebase = SystemTimebase()
    // The clock on the wall as it shows now, and from then on steady.
    let wall = timebase.wallOffset
    let now = { @Sendable in timebase.now + wall }
    let start = now()
    var recording = LiveRecording(settings.setup, at: start, utcOffset: timebase.utcOffset)
    let queue = ReportQueue {}
    var links: [any RunningLink] = []
    for plan in settings.links {
      let hear = try captures?.listener(for: plan, start: start)
      links.append(try plan.start(clock: LinkClock(now: now), queue: queue, hear: hear))
    }
    while !isEnding, length.map({ now() - start < $0 }) ?? true {
      try? await Task.sleep(for: Self.lookEvery)
      take(queue.takeAll(), &recording)
      recording.wait(until: now() - Self.waitsFor)
      try write(&recording)
    }
    await withTaskGroup { group in
      for link in links { group.addTask { await link.stop() } }
    }
    take(queue.takeAll(), &recording)
    recording.end(at: now())
    try write(&recording)
    tellEnd(recording, after: now() - start)
  }

  private var isEnding: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

  /// In the order of time, whichever link told it.
  private func take(_ reports: [MonitorReport], _ recording: inout LiveRecording) {
    let sorted = reports.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }
    for (_, report) in sorted {
      recording.take(report.input(bed: report.bed), at: report.at)
      switch report.news {
      case .linkDown(let reason), .garbled(let reason):
        StandardError.tell("\(report.monitor): \(reason)")
      case .readings, .linkUp, .clear, .frozen, .moving, .identity, .identityOK, .cuffFailed,
        .cuffInflating, .call:
        break
      }
    }
  }

  private func write(_ recording: inout LiveRecording) throws {
    try output.write(rows: recording.takeRows(), events: recording.takeEvents())
    if let failure = captures?.failure { throw failure }
  }

  private func tellEnd(_ recording: LiveRecording, after length: Vitals.Span) {
    let seconds = Int64(length.seconds.rounded())
    StandardError.tell("recorded \(recording.readings) readings in \(seconds) s")
  }
}
