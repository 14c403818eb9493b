import Glibc

/// How many files and connections the process may have open, and who gets how many of them.
///
/// Displays come last: without descriptors no monitor is connected again, and no ledger is opened.
public enum DescriptorBudget {
  /// For the ledger and its rescue, the log, the runtime, and what is read now and then.
  public static let reserve = 96
  /// For each monitor: its line, and the connection that is to take its place.
  public static let perMonitor = 2
  /// So many connections are taken however few descriptors there are: somebody has to see the beds.
  public static let leastConnections = 8
  /// More are never asked for: some libraries fail where descriptors get large.
  static let most: rlim_t = 4096
  private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

  /// How many descriptors the process may have; nil: the system does not say.
  public static var limit: Int? {
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return nil }
    return Int(clamping: limit.rlim_cur)
  }

  /// Raises the limit as far as the one who started the process allows. Where systemd refuses it,
  /// the service's `LimitNOFILE` stands already.
  public static func raise() {
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0, limit.rlim_cur < most else { return }
    limit.rlim_cur = min(limit.rlim_max, most)
    setrlimit(files, &limit)
  }

  /// How many connections of displays and programs may be open at once.
  public static func connections(besides monitors: Int) -> Int {
    guard let limit else { return leastConnections }
    return max(leastConnections, limit - reserve - perMonitor * monitors)
  }
}
