import Testing
import Vitals

@testable import Settings

@Suite struct WrittenDurationTests {
  @Test(arguments: [
    ("500ms", 500), ("1s", 1000), ("10 min", 600_000), ("2 h", 7_200_000), ("0s", 0),
    ("400d", 34_560_000_000), ("90 s", 90_000),
  ])
  func `a whole number and its unit are a duration`(text: String, milliseconds: Int64) {
    #expect(Vitals.Span(written: text) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", "1", "s", "1.5s", "-1s", "1 sec", "1S", "1s ", " 1s", "1m", "1 min 30 s", "٣s",
    "9223372036854775807d", "99999999999999999999s",
  ])
  func `anything else is none`(text: String) {
    #expect(Vitals.Span(written: text) == nil)
  }

  @Test(arguments: ["500 ms", "1 s", "90 min", "2 h", "400 d", "0 s", "1 h"])
  func `a duration is written in the longest unit that leaves it whole`(text: String) {
    #expect(Vitals.Span(written: text)?.written == text)
  }
}
