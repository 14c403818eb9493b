import Vitals

/// Tells new cuff results from those that the records of a DRI monitor go on showing.
///
/// A result is marked when it is older than 60 s. Until then it stands in each record, perhaps
/// also through the next measurement, and must not be taken for that one's result.
struct DatexCuff {
  /// What is shown, is not marked old, and needs not be told again; and since when.
  private var known: CuffNumbers?
  private var knownSince: UInt32 = 0
  private var isMeasuring = false
  /// Records since a measurement ended whose result was not seen.
  private var awaited: Int?

  /// A result may come one record after the end of its measurement.
  private static let failedAfter = 2
  private static let oldAfter: UInt32 = 60

  mutating func read(_ record: DatexRecord, _ tell: (SerialFinding.Content) -> Void) {
    let numbers = record.cuff
    let isFresh = !record.isCuffResultOld && !numbers.isEmpty
    // A marked one loses its mark only by a new measurement.
    if record.isCuffResultOld { known = nil }
    if record.isMeasuringCuff {
      measure(isFresh ? numbers : nil, record.time, tell)
      return
    }
    if isMeasuring {
      isMeasuring = false
      awaited = 0
    }
    if isFresh, isNew(numbers, record.time) {
      known = numbers
      knownSince = record.time
      awaited = nil
      numbers.tell(tell)
    } else if let records = awaited, !isFresh {
      awaited = records + 1 < Self.failedAfter ? records + 1 : nil
      if awaited == nil { tell(.cuffFailed) }
    }
  }

  private mutating func measure(
    _ shown: CuffNumbers?, _ time: UInt32, _ tell: (SerialFinding.Content) -> Void
  ) {
    if shown == nil {
      // The display was cleared for the next result.
      known = nil
    } else if !isMeasuring, known == nil {
      known = shown
      knownSince = time
    }
    if !isMeasuring { tell(.cuffInflating) }
    isMeasuring = true
    awaited = nil
  }

  private func isNew(_ numbers: CuffNumbers, _ time: UInt32) -> Bool {
    guard numbers == known else { return true }
    // The same numbers after a measurement: once the earlier result would be marked old, they are
    // the new one's.
    guard awaited != nil, time > knownSince else { return false }
    return time - knownSince > Self.oldAfter
  }
}
