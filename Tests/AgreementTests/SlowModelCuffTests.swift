import SlowModel
import Testing

/// Cuff levels of the model.
@Suite struct SlowModelCuffTests {
  func story(_ condition: ModelCondition, _ cuff: String) -> [String] {
    ModelMarbles.story(condition, of: ModelMarbles.recording(cuff: cuff))
  }

  @Test func `at once is present with the result, and ends with the first inside one`() {
    #expect(story(.bpHigh, "5=160/80/100") == ["5 raised low"])
    #expect(story(.bpHigh, "5=160/80/- 65=155/80/-") == ["5 raised low"])
    #expect(story(.bpHigh, "5=160/80/- 65=154/94/-") == ["5 raised low", "65 closed low"])
  }

  @Test func `a repeat 180 s after the first makes it medium`() {
    #expect(
      story(.bpHigh, "0=160/80/- 90=159/80/- 180=160/80/- 360=160/80/-") == [
        "0 raised low", "360 escalated medium",
      ])
  }

  @Test func `a request to repeat that nobody answers counts as bad`() {
    #expect(
      story(.bpHigh, "0=180/80/- 30=181/80/- 300=150/-/-") == [
        "0 raised medium", "180 unanswered medium", "300 closed medium",
      ])
    #expect(
      story(.bpHigh, "0=180/80/- 301=-/-/100") == [
        "0 raised medium", "180 unanswered medium", "300 escalated high",
      ])
  }

  @Test func `a high level needs inside results that span 60 s`() {
    #expect(
      story(.bpHigh, "0=200/80/- 30=195/80/- 60=150/80/- 119=150/80/-") == [
        "0 raised high", "30 unanswered high", "60 unanswered high",
      ])
    #expect(
      story(.bpHigh, "0=200/80/- 60=150/80/- 85=150/80/- 120=150/80/-").last
        == "120 latched high")
  }

  @Test func `a result without the part that violated is none for the level`() {
    #expect(
      story(.bpHigh, "0=150/100/- 60=150/-/- 120=150/94/-") == ["0 raised low", "120 closed low"])
  }

  @Test func `a result within 25 s is merged under the kept time`() {
    #expect(story(.bpHigh, "0=160/80/- 24.999=150/80/-") == ["0 raised low"])
    #expect(story(.bpHigh, "0=160/80/- 25=150/80/-") == ["0 raised low", "25 closed low"])
    #expect(
      story(.bpHigh, "0=150/100/- 60=150/-/- 70=-/80/-") == ["0 raised low", "70 closed low"])
    #expect(
      story(.bpHigh, "0=160/80/- 160=150/80/- 184=161/-/-") == [
        "0 raised low", "160 closed low", "184 raised low",
      ])
    #expect(
      story(.bpHigh, "0=160/80/- 180=150/80/- 184=161/-/-") == [
        "0 raised low", "180 closed low", "184 raised medium",
      ])
  }

  @Test func `a whole that violates is judged as if it had come at the kept time`() {
    #expect(
      story(.bpHigh, "0=180/80/- 60=180/80/- 200=150/80/- 300=-/80/- 310=180/-/-").suffix(2) == [
        "300 latched high", "310 returned high",
      ])
  }

  @Test func `a whole that does not violate may end a level but brings none back`() {
    #expect(
      story(.bpHigh, "0=-/110/- 180=-/80/- 190=159/-/-") == [
        "0 raised medium", "180 closed medium",
      ])
  }

  @Test func `only parts that came together must be in order`() {
    #expect(story(.bpHigh, "0=-/-/93 10=-/125/-") == ["10 raised high"])
    #expect(story(.bpHigh, "0=-/125/93") == [])
  }

  @Test func `an implausible number makes the whole result none`() {
    #expect(story(.bpHigh, "0=200/201/-") == [])
    #expect(story(.bpLow, "0=70/60/55 60=39/20/30 90=79/60/70") == ["90 raised high"])
  }
}
