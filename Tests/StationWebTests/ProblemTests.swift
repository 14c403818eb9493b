import HTTPTypes
import Testing

@testable import StationWeb

@Suite struct ProblemTests {
  @Test func `a problem says what is wrong, and what to do instead`() {
    let problem = Problem(.notFound, "there is no bed 9", remedy: "use 1, 2")
    let json =
      #"{"type":"about:blank","title":"Not Found","status":404,"#
      + #""detail":"there is no bed 9; use 1, 2","remedy":"use 1, 2"}"#
    #expect(String(decoding: problem.json, as: UTF8.self) == json)
  }
}
