import Records
import Testing

/// What is read as JSON (RFC 8259), and what is not.
@Suite struct JSONValueTests {
  @Test func `a number that no Double can hold is none, and never 0`() {
    for text in ["1e999", "-1e999", "1e-400", "0.5e-400", "[1, 1e400]"] {
      #expect(JSONValue(Array(text.utf8)) == nil, "\(text)")
    }
    for text in ["0", "-0.0", "0e5", "0.00e-400"] {
      #expect(JSONValue(Array(text.utf8)) == .number(0), "\(text)")
    }
  }

  @Test(arguments: [("0", 0.0), ("-0.5", -0.5), ("10", 10), ("1e3", 1000), ("12.5E-1", 1.25)])
  func `a number is read`(text: String, value: Double) {
    #expect(JSONValue(Array(text.utf8)) == .number(value))
  }

  @Test(arguments: ["01", "+1", ".5", "1.", "1e", "-", "--1", "0x10", "1 2", "NaN", "inf"])
  func `what only looks like a number is refused`(text: String) {
    #expect(JSONValue(Array(text.utf8)) == nil)
  }

  @Test func `an escape holds four hexadecimal digits`() {
    #expect(JSONValue(Array(#""\u00e9""#.utf8)) == .text("é"))
    #expect(JSONValue(Array(#""\u+0e9""#.utf8)) == nil)
  }

  @Test(arguments: [#"{"a":1,"a":2}"#, "[1,]", "{,}", #"{"a"}"#, "[1 2]", "", "nul"])
  func `a value that is not whole, or says a name twice, is refused`(text: String) {
    #expect(JSONValue(Array(text.utf8)) == nil)
  }
}
