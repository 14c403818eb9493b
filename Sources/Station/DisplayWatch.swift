import InfusionCore
import Synchronization
import Vitals

/// What a display says of itself when it confirms a heartbeat.
public struct DisplayReceipt: Hashable, Sendable {
  /// It is on the screen, not behind another window.
  public var isVisible: Bool
  /// It may sound, and its sound is on.
  public var isAudible: Bool
  /// Whoever looks at it may act.
  public var isNurse: Bool

  /// What a display says of itself.
  public init(isVisible: Bool, isAudible: Bool, isNurse: Bool) {
    self.isVisible = isVisible
    self.isAudible = isAudible
    self.isNurse = isNurse
  }

  /// Somebody who can act would see and hear an alert there.
  var counts: Bool { isVisible && isAudible && isNurse }
}

/// Whether anybody watches: a nurse's display has confirmed a heartbeat a moment ago.
struct DisplayWatch: Hashable, Sendable {
  /// One heartbeat and some: a display that has not confirmed for so long does not watch.
  static let lasts = Span.seconds(7)

  private var confirmedAt: Moment?
  private var isWatched: Bool?
  /// When the station was asked for the first time.
  private var begunAt: Moment?

  /// A display has confirmed a heartbeat.
  mutating func took(_ receipt: DisplayReceipt, at now: Moment) {
    if receipt.counts { confirmedAt = now }
  }

  /// When nobody will watch any more unless somebody confirms; nil: nobody does.
  var lapses: Moment? {
    guard isWatched == true else { return nil }
    return confirmedAt.map { $0 + Self.lasts + .milliseconds(1) }
  }

  /// What the station is told now; nil: nothing changed.
  mutating func look(at now: Moment) -> Input? {
    let isNow = confirmedAt.map { now - $0 <= Self.lasts } ?? false
    let begun = begunAt ?? now
    begunAt = begun
    guard isNow != isWatched else { return nil }
    isWatched = isNow
    return .station(isNow ? .watched : .unwatched(since: confirmedAt ?? begun))
  }
}
