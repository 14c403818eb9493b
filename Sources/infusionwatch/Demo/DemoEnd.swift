import ServiceLifecycle
import UnixSignals

/// Ends the demonstration, also by a signal that came before everything ran, and when the terminal
/// is closed: nothing may be left behind.
struct DemoEnd: Service {
  private let signals: UnixSignalsSequence

  /// From now on no signal of these ends the process by itself.
  init() async { signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) }

  func run() async {
    for await _ in signals.cancelOnGracefulShutdown() { return }
  }
}
