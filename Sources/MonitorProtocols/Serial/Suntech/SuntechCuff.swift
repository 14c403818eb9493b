import Vitals

/// What a SunTech module says of its last measurement.
struct SuntechReport: Hashable {
  var numbers: CuffNumbers
  var rate: Int
  var error: UInt8
  /// Whether there is a result.
  var isPresent: Bool

  init(_ frame: ArraySlice<UInt8>) {
    func word(_ offset: Int) -> Int {
      Int(frame[frame.startIndex + offset]) | Int(frame[frame.startIndex + offset + 1]) << 8
    }
    numbers = CuffNumbers(sbp: word(2), dbp: word(4), map: word(18))
    rate = word(16)
    error = frame[frame.startIndex + 20]
    isPresent = frame[frame.startIndex + 7] != 0
  }

  /// The module has forgotten the last measurement, or had none yet.
  var isCleared: Bool { !isPresent && error == 0 }
}

/// Tells new cuff results from those that a SunTech module goes on reporting: it numbers none.
///
/// New is a report after the module said that a measurement is done, and one that changed. The
/// first report is of unknown age.
struct SuntechCuff {
  private var last: SuntechReport?
  private var isInflated = false
  private var isDone = false
  /// Reports since a measurement ended whose result was not seen.
  private var awaited: Int?

  /// mmHg in a cuff that is being used, and in one that is no more.
  private static let inflated = 20
  private static let deflated = 10
  private static let failedAfter = 10

  mutating func read(letter: UInt8, _ tell: (SerialFinding.Content) -> Void) {
    switch letter {
    case UInt8(ascii: "K"):
      isInflated = false
      isDone = true
      awaited = 0
    case UInt8(ascii: "A") where isInflated:
      isInflated = false
      awaited = nil
      tell(.cuffFailed)
    // Acknowledged, busy, asleep, or a poll that was not understood.
    case _: break
    }
  }

  mutating func read(pressure: Int, _ tell: (SerialFinding.Content) -> Void) {
    if !isInflated, pressure >= Self.inflated {
      isInflated = true
      isDone = false
      awaited = nil
      tell(.cuffInflating)
    } else if isInflated, pressure < Self.deflated {
      isInflated = false
      awaited = 0
    }
  }

  mutating func read(_ report: SuntechReport, _ tell: (SerialFinding.Content) -> Void) {
    guard !isInflated else {
      // What stands there now is the result before, unless it was cleared.
      if last == nil || report.isCleared { last = report }
      return
    }
    let isChanged = last.map { $0 != report } ?? false
    // Nothing shows whether the first one is what the measurement brought.
    if last == nil, !isDone { awaited = nil }
    last = report
    if !report.isCleared, isChanged || isDone && awaited != 0 {
      isDone = false
      awaited = nil
      guard report.error == 0, !report.numbers.isEmpty else { return tell(.cuffFailed) }
      report.numbers.tell(tell)
    } else if let reports = awaited {
      // The first report may have been on its way when the measurement was done.
      awaited = reports + 1 < Self.failedAfter ? reports + 1 : nil
      guard awaited == nil else { return }
      isDone = false
      tell(.cuffFailed)
    }
  }
}
