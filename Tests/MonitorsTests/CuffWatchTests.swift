import Testing
import Vitals

@testable import Monitors

/// A cuff result counts once, however often the monitor shows it.
@Suite struct CuffWatchTests {
  /// Each step: seconds, what the monitor shows (`sbp/dbp`, or a reason), its age in s, and what
  /// is told: a result with its time of measurement, or a word.
  @Test(arguments: [
    (
      "the first result that is seen counts, measured when its age says",
      """
      100  120/80  30  120/80@70
      101  120/80  31  -
      """
    ),
    (
      "a younger result is new even with the same numbers",
      """
      100  120/80  300  120/80@-200
      101  120/80    1  120/80@100
      102  120/80    2  -
      """
    ),
    (
      "an age that wobbles by a second makes nothing new",
      """
      100  120/80  30  120/80@70
      102  120/80  31  -
      103  120/80  33  -
      107  120/80  36  -
      """
    ),
    (
      "an age that has reached its register's end makes nothing new",
      """
      100  120/80  999  120/80@-899
      110  120/80  999  -
      120  120/80  999  -
      """
    ),
    (
      "a result that was taken while the link was away is new",
      """
      100  120/80   90  120/80@10
      700  130/85  300  130/85@400
      """
    ),
    (
      "numbers that change before their age are told with the age's time once it is there",
      """
      100  120/80  300  120/80@-200
      101  150/95  301  -
      102  150/95    1  150/95@101
      """
    ),
    (
      "under an age that stands still, numbers that changed and stay so are new",
      """
      100  120/80  300  120/80@-200
      101  150/95  300  -
      102  150/95  300  150/95@-198
      """
    ),
    (
      "without an age the first result and each changed one count, with no time",
      """
      100  120/80  -  120/80
      101  120/80  -  -
      160  124/80  -  124/80
      """
    ),
    (
      "without an age the same numbers after a measurement are a new result",
      """
      100  120/80     -  120/80
      160  measuring  -  inflating
      161  measuring  -  -
      190  120/80     -  120/80
      191  120/80     -  -
      """
    ),
    (
      "a failed measurement is told once, and again after the next one",
      """
      100  measuring  -  inflating
      130  failed     -  failed
      131  failed     -  -
      200  measuring  -  inflating
      230  failed     -  failed
      """
    ),
    (
      "an absence is told once",
      """
      100  invalid  -  invalid
      101  invalid  -  -
      102  120/80   -  120/80
      103  invalid  -  invalid
      104  120/80   -  -
      """
    ),
  ])
  func `a cuff's row of polls tells`(what: String, table: String) {
    var watch = CuffWatch()
    for line in table.split(separator: "\n") {
      let cells = line.split(separator: " ").map(String.init)
      let now = Moment(milliseconds: (Int64(cells[0]) ?? 0) * 1000)
      let age = Int64(cells[2]).map(Span.seconds)
      let sight = watch.saw(parts(cells[1]), age: age, at: now)
      #expect(text(of: sight) == cells[3], "\(what): \(line)")
    }
  }

  @Test func `a part that follows within 25 s completes the result under its own time`() {
    var watch = CuffWatch()
    let sbp = Reading(.sbp, .value(120))
    let map = Reading(.map, .value(90))
    let at = Moment(milliseconds: 100_000)
    let missing = Reading(.map, .absent(.notMeasured))
    _ = watch.saw([sbp, missing], age: .seconds(2), at: at)
    let sight = watch.saw([sbp, map], age: .seconds(3), at: at + .seconds(1))
    let measured = Moment(milliseconds: 98_000)
    #expect(
      sight
        == .result([
          Reading(.sbp, .value(120), measuredAt: measured),
          Reading(.map, .value(90), measuredAt: measured),
        ]))
  }

  private func parts(_ text: String) -> [Reading] {
    if let reason = AbsenceReason(rawValue: text) {
      return [Reading(.sbp, .absent(reason)), Reading(.dbp, .absent(reason))]
    }
    let numbers = text.split(separator: "/").compactMap { Double($0) }
    return zip([VitalSign.sbp, .dbp], numbers).map { Reading($0, .value($1)) }
  }

  private func text(of sight: CuffWatch.Sight) -> String {
    switch sight {
    case .nothing: "-"
    case .inflating: "inflating"
    case .failed: "failed"
    case .absent(let parts):
      if case .absent(let reason)? = parts.first?.content { reason.rawValue } else { "?" }
    case .result(let parts):
      parts.compactMap { $0.value.map { String(Int($0)) } }.joined(separator: "/")
        + (parts.first?.measuredAt.map { "@\($0.milliseconds / 1000)" } ?? "")
    }
  }
}
