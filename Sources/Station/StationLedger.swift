import InfusionCore
public import Records
import Vitals

/// What a station keeps its inputs and events in, and what an earlier start left there.
public struct StationLedger: Sendable {
  /// Where inputs and events go.
  public let store: any LedgerStore
  /// The ledger; nil: it could not be opened, and the station watches without.
  public let ledger: Ledger?
  public let resumption: Station.Resumption
  /// The clock, as it goes on after the earlier start.
  public let timebase: SystemTimebase

  /// Opens the ledger of a folder, for a start of the station.
  ///
  /// A ledger that was written before and cannot be now does not keep the station from watching:
  /// it is told as an alert. One that could never be written is an error.
  public static func open(folder: String, start id: String) throws(LedgerError) -> StationLedger {
    do throws(LedgerError) {
      var timebase = SystemTimebase()
      let (ledger, recovery) = try Ledger.open(
        folder: folder, rules: StationCore.rulesVersion
      ) { recovery in
        if let name = recovery.bootID, let last = recovery.lastMoment {
          timebase = SystemTimebase(after: name, last: last, wall: recovery.lastWall ?? .init())
        }
        return Ledger.Start(
          id: id, bootID: timebase.name, wall: SystemTimebase.wallMilliseconds,
          rules: StationCore.rulesVersion)
      }
      return StationLedger(
        store: ledger, ledger: ledger,
        resumption: Station.Resumption(
          core: recovery.core ?? .init(), nextSequence: recovery.lastSequence + 1,
          lastMoment: recovery.lastMoment, answers: recovery.answers),
        timebase: timebase)
    } catch {
      guard error.allowsWatching(in: folder) else { throw error }
      return StationLedger(
        store: UnwritableLedger(reason: error.what), ledger: nil, resumption: .init(),
        timebase: SystemTimebase())
    }
  }
}

extension LedgerError {
  /// Whether the patients are better watched without a ledger than not at all.
  fileprivate func allowsWatching(in folder: String) -> Bool {
    switch kind {
    case .full, .unreadable: true
    case .unwritable: Ledger.exists(at: "\(folder)/ledger.sqlite")
    case .inUse, .newerVersion, .missing, .exists: false
    }
  }
}

/// A ledger that cannot be written: every commit says so.
struct UnwritableLedger: LedgerStore {
  let reason: String

  func commit(_ batch: LedgerBatch) async -> Durability { .failed(reason) }
}
