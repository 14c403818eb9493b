import Host
public import ServiceLifecycle

/// Keeps the service manager informed while the station runs: how things stand, and that every part
/// is at work.
///
/// No sign of life comes from a timer alone: each is the answer to a look at the parts. A look that
/// hangs gives none, and the manager ends the program and starts it again.
public struct Supervision: Service {
  /// What one look at the station found.
  public struct Look: Hashable, Sendable {
    /// How things stand, in words.
    public var status: String
    /// Every link, the rules and the ledger were seen at work since the last look.
    public var isAtWork: Bool

    /// What one look at the station found.
    public init(status: String, isAtWork: Bool) {
      self.status = status
      self.isAtWork = isAtWork
    }
  }

  /// The status is looked at this often, and more often only where the watchdog asks for it.
  public static let longestPause = Duration.seconds(1)

  let pause: Duration
  private let tell: @Sendable (ServiceManager.State) -> Void
  private let look: @Sendable () async -> Look

  /// Looks at the station as often as the service manager of this process wants.
  ///
  /// - Parameter look: asked for one look after the other; it may take as long as the watchdog
  ///   allows.
  public init(_ look: @escaping @Sendable () async -> Look) {
    self.init(
      watchdog: ServiceManager.watchdogInterval, tell: { ServiceManager.tell($0) }, look)
  }

  init(
    watchdog: Duration?, tell: @escaping @Sendable (ServiceManager.State) -> Void,
    _ look: @escaping @Sendable () async -> Look
  ) {
    // A third leaves room for a look that is slow, and for one that finds something not at work.
    pause = min(Self.longestPause, watchdog.map { $0 / 3 } ?? Self.longestPause)
    self.tell = tell
    self.look = look
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown { await loop() }
  }

  private func loop() async {
    var told: String?
    while !Task.isCancelled {
      let found = await look()
      if Task.isCancelled { return }
      if found.isAtWork { tell(.watchdog) }
      if found.status != told {
        tell(.status(found.status))
        told = found.status
      }
      try? await Task.sleep(for: pause)
    }
  }
}
