public import Logging
public import Records
public import ServiceLifecycle
public import Vitals

/// Lets go of what the ledger has kept for long enough: at the start, then once a day.
public struct LedgerPruning: Service {
  /// From one look to the next, in real time.
  public static let every = Duration.seconds(24 * 3600)

  private let ledger: Ledger
  private let keep: Span
  private let timebase: any Timebase
  private let logger: Logger
  private let pause: Duration

  /// - Parameters:
  ///   - keep: how long a session is kept after its close.
  ///   - timebase: the clock that the station's moments are of.
  public init(
    _ ledger: Ledger, keep: Span, timebase: any Timebase, logger: Logger,
    every pause: Duration = LedgerPruning.every
  ) {
    self.ledger = ledger
    self.keep = keep
    self.timebase = timebase
    self.logger = logger
    self.pause = pause
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown { [self] in
      while !Task.isCancelled {
        await prune()
        try? await Task.sleep(for: pause)
      }
    }
  }

  private func prune() async {
    do {
      try await ledger.prune(keep: keep, now: timebase.now)
    } catch {
      if Task.isCancelled { return }
      logger.error("what is older than “keep” stays in the ledger until tomorrow: \(error)")
    }
  }
}
