import SlowModel
import Testing

/// Continuous levels of the model, from the numbered rules.
@Suite struct SlowModelContinuousTests {
  func story(_ condition: ModelCondition, hr: String = "", spo2: String = "") -> [String] {
    ModelMarbles.story(condition, of: ModelMarbles.recording(hr: hr, spo2: spo2))
  }

  @Test func `a level is present at exactly onset and delay, on the last line too`() {
    #expect(story(.hrHigh, hr: "72 121*16") == ["16 raised medium"])
    #expect(story(.hrHigh, hr: "72 121*15") == [])
  }

  @Test func `the deadline needs no reading of its own`() {
    #expect(story(.hrHigh, hr: "121 .*3 121 .*3 121 .*3 121 .*4 121") == ["15 raised medium"])
  }

  @Test func `a reading within the limit drops what is pending, at the deadline too`() {
    #expect(story(.hrHigh, hr: "121*14 120 121*14 72") == [])
    #expect(story(.hrHigh, hr: "121*15 120 121*5") == [])
  }

  @Test func `an unusable reading neither drops nor completes`() {
    #expect(story(.hrHigh, hr: "121*10 !artifact*7 121") == ["17 raised medium"])
    #expect(story(.hrHigh, hr: "121*10 !artifact*7 120 121") == [])
    #expect(story(.hrHigh, hr: "121*10 301 121*9") == ["15 raised medium"])
  }

  @Test func `a reading still decides at the instant it goes stale`() {
    #expect(story(.hrHigh, hr: "121*11 .*4 121") == ["15 raised medium"])
    #expect(story(.hrHigh, hr: "121*10 .*6 121") == ["16 raised medium"])
  }

  @Test func `it ends after clear_after of an unbroken run beyond the deadband`() {
    #expect(story(.hrHigh, hr: "121*16 117*21") == ["15 raised medium", "36 closed medium"])
    #expect(
      story(.hrHigh, hr: "121*16 117*10 118 117*21") == ["15 raised medium", "47 closed medium"])
    #expect(
      story(.hrHigh, hr: "121*16 117*5 .*14 117*3") == ["15 raised medium", "36 closed medium"])
  }

  @Test func `a deeper level escalates, a milder one eases, a high one latches`() {
    #expect(
      story(.hrHigh, hr: "121*16 141*11 130*30 100*25") == [
        "15 raised medium", "26 escalated high", "47 eased medium", "56 unanswered medium",
        "77 latched high",
      ])
  }

  @Test func `delay 0 is present with the reading`() {
    #expect(story(.spo2Low, spo2: "97 79 97") == ["1 raised high"])
  }

  @Test func `a deeper level of the same priority worsens`() {
    #expect(
      story(.spo2Low, spo2: "89*31") == ["15 raised medium"])
    #expect(
      story(.spo2Low, spo2: "84*11 79*2 95*31") == [
        "10 raised high", "11 worsened high", "40 unanswered high",
        "43 latched high",
      ])
  }

  @Test func `short dips add up to a total`() {
    let dips = "95*10 89*10 95*10 89*10 95*10 89*10 95*10"
    #expect(story(.spo2Low, spo2: dips) == ["60 raised medium"])
    let gaps = "89*6 .*10 89*6 .*10 89*5 91*30"
    #expect(story(.spo2Low, spo2: gaps) == ["16 raised medium"])
  }

  @Test func `the worst priority since it last sounded says when nobody has answered`() {
    #expect(
      story(.spo2Low, spo2: "79 86*31 92*31 86*46") == [
        "0 raised high", "30 unanswered high", "31 eased medium", "60 unanswered medium",
        "62 eased low", "78 escalated medium",
      ])
  }
}
