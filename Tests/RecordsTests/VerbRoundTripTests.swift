import InfusionCore
import Testing
import Vitals

@Test(arguments: 1...20 as ClosedRange<UInt64>)
func `any verb reads back from its own text`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  for _ in 0..<200 {
    let act = random.act()
    #expect(try RecordedAct(parsing: act.text) == act, "\(act.text)")
  }
}

@Test(arguments: [
  ("72", 72), ("98.3", 98.3), ("-1", -1), ("0.001", 0.001), ("007", 7),
  ("98.30000305175781", 98.30000305175781), ("123456789.123456", 123_456_789.123456),
])
func `a number in plain digits is read`(text: String, value: Double) {
  #expect(DecimalText.value(text) == value)
}

@Test(arguments: [
  "", "-", ".", ".5", "5.", "1e3", "+1", "1,5", "0x10", "nan", "inf", " 7", "7 ", "1.2.3", "٧",
  "1234567890123456789012345",
])
func `anything but a number in plain digits is refused`(text: String) {
  #expect(DecimalText.value(text) == nil)
}

@Test func `a number's text reads as the same number`() {
  var random = SeededGenerator(seed: 7)
  for _ in 0..<5000 {
    let value = [
      random.number(-300...300), Double(Float.random(in: 0...300, using: &random)),
      Double.random(in: 0...1e6, using: &random),
    ]
    for value in value { #expect(DecimalText.value(DecimalText.text(value)) == value) }
  }
}

@Test(arguments: [
  (88, "88"), (98.3, "98.3"), (98.30000305175781, "98.3"), (-0.0001, "0"), (0.0005, "0.001"),
  (.nan, "0"),
])
func `an event's number has at most three decimals and no trailing zeros`(
  value: Double, text: String
) {
  #expect(DecimalText.rounded(value) == text)
}

@Test(arguments: [
  ("60s", 60_000), ("500ms", 500), ("1min", 60_000), ("1.5s", 1500), ("2h", 7_200_000),
])
func `a length of time carries its unit`(text: String, milliseconds: Int64) {
  #expect(DurationText.span(text) == .milliseconds(milliseconds))
}

@Test(arguments: ["", "60", "s", "0s", "-1s", "1.0005s", "25h", "1 s", "1d"])
func `a length of time that is not plain is refused`(text: String) {
  #expect(DurationText.span(text) == nil)
}
