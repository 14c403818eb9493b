import Host
import InfusionCore
public import ServiceLifecycle
import Vitals

/// Tells the service manager how things stand, and that the station is alive, for as long as its
/// self-check says so.
public struct Supervision: Service {
  /// From one look to the next where no watchdog asks for more, in real time.
  static let every = Duration.seconds(2)

  private let station: Station

  /// The supervision of a station.
  public init(_ station: Station) { self.station = station }

  public func run() async throws {
    let every = ServiceManager.watchdogInterval.map { min($0 / 3, Self.every) } ?? Self.every
    await cancelWhenGracefulShutdown { [station] in
      var told = ""
      while !Task.isCancelled {
        let faults = await station.selfCheck(within: every)
        if faults.isEmpty { ServiceManager.tell(.watchdog) }
        let beds = await station.look().beds
        let words = faults.first ?? StatusLine.words(for: beds)
        if words != told { ServiceManager.tell(.status(words)) }
        told = words
        try? await Task.sleep(for: every)
      }
    }
    ServiceManager.tell(.stopping)
  }
}
