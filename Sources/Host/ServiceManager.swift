import CSystemd

/// The service manager that started this program, if one did (sd_notify(3)).
public enum ServiceManager {
  /// What it can be told.
  public enum State: String, Sendable {
    /// Everything that was to be started runs.
    case ready = "READY=1"
    /// The end has begun.
    case stopping = "STOPPING=1"
  }

  /// Tells it; without one nothing happens.
  public static func tell(_ state: State) { _ = service_notify(state.rawValue) }
}
