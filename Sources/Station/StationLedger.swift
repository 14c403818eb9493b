import Host
import InfusionCore
public import Records
import Vitals

/// What a station keeps its inputs and events in, and what an earlier start left there.
public struct StationLedger: Sendable {
  /// Where inputs and events go.
  public let ledger: Ledger
  public let resumption: Station.Resumption
  /// The clock, as it goes on after the earlier start.
  public let timebase: SystemTimebase

  /// Opens the ledger of a folder, for a start of the station.
  ///
  /// No damage and no disk keeps the station from watching: it is told as an alert, and the ledger
  /// goes on as soon as it can. A folder in which no ledger could ever be written is an error.
  public static func open(folder: String, start id: String) throws(LedgerError) -> StationLedger {
    var timebase = SystemTimebase()
    let (ledger, recovery) = try Ledger.resume(
      folder: folder, rules: StationCore.rulesVersion
    ) { recovery in
      if let name = recovery.bootID, let last = recovery.lastMoment {
        timebase = SystemTimebase(
          after: name, last: last, wall: recovery.lastWall ?? .init(),
          isSynchronised: Machine.isClockSynchronised)
      }
      return Ledger.Start(
        id: id, bootID: timebase.name, wall: SystemTimebase.wallMilliseconds,
        rules: StationCore.rulesVersion)
    }
    return StationLedger(
      ledger: ledger,
      resumption: Station.Resumption(
        core: recovery.core ?? .init(), nextSequence: recovery.lastSequence + 1,
        lastMoment: recovery.lastMoment, answers: recovery.answers,
        untold: recovery.untold, upgrade: recovery.upgrade,
        isGapCertain: timebase.isGapCertain),
      timebase: timebase)
  }
}
