import SlowModel
import Testing

/// What cannot be told, in the model.
@Suite struct SlowModelCannotTellTests {
  func story(_ condition: ModelCondition, hr: String = "", spo2: String = "") -> [String] {
    ModelMarbles.story(condition, of: ModelMarbles.recording(hr: hr, spo2: spo2))
  }

  @Test func `no pulse is medium after 5 s, high after 15 s, over after 30 s of pulse`() {
    #expect(
      story(.pulseLost, hr: "72 !no-pulse*16 72*40") == [
        "6 raised medium", "16 escalated high", "46 unanswered high", "47 latched high",
      ])
    #expect(story(.pulseLost, hr: "!no-pulse*16 72") == [])
    #expect(
      story(.pulseLost, hr: "72 15*5 !searching*2 72*31") == [
        "6 raised medium", "38 closed medium",
      ])
    #expect(story(.pulseLost, hr: "72 15*4 !sensor-off*9") == [])
  }

  @Test func `signals lost after a low SpO2 are a lost pulse`() {
    #expect(
      story(.pulseLost, hr: "72*20 !sensor-off*9", spo2: "89*11 95*9 !sensor-off*9") == [
        "25 raised medium"
      ])
    #expect(story(.pulseLost, hr: "72*20 !artifact*9", spo2: "89*10 95*10 !artifact*9") == [])
  }

  @Test func `a further vital without pulse worsens`() {
    #expect(
      story(.pulseLost, hr: "72 !no-pulse*8", spo2: "97*8 !no-pulse") == [
        "6 raised medium", "8 worsened medium",
      ])
  }

  @Test func `a lost signal is low after 30 s, medium after 60 s, over 30 s after it is back`() {
    #expect(
      story(.signalLost, hr: "72 !sensor-off*65 72*31") == [
        "31 raised low", "61 escalated medium", "96 closed medium",
      ])
  }

  @Test func `silence is lost from the reading and fresh_for on`() {
    #expect(story(.signalLost, hr: "72 .*39 72") == ["35 raised low"])
    #expect(story(.signalLost, hr: "72 .*34 72") == [])
  }

  @Test func `the clock starts again only after 15 s of usable readings`() {
    #expect(story(.signalLost, hr: "72 !sensor-off*20 72*10 !sensor-off") == ["31 raised low"])
    #expect(story(.signalLost, hr: "72 !sensor-off*20 72*15 !sensor-off") == ["36 raised low"])
    #expect(story(.signalLost, hr: "72 !sensor-off*20 72*16 !sensor-off*20") == [])
  }

  @Test func `while vulnerable 10 s are enough for medium`() {
    #expect(
      story(.signalLost, hr: "72 !sensor-off*12", spo2: "93*13") == ["11 raised medium"])
    #expect(
      story(.signalLost, hr: "72 !sensor-off*32", spo2: "97*20 93*13") == ["20 raised medium"])
  }

  @Test func `a further vital lost for 30 s worsens`() {
    #expect(
      story(.signalLost, hr: "72 !sensor-off*70", spo2: "97*35 !sensor-off*40") == [
        "31 raised low", "61 escalated medium", "65 worsened medium",
      ])
  }

  @Test func `a lost pulse hides a lost signal until it ends`() {
    let hr = "72 !no-pulse*40 72*29 !sensor-off*3"
    #expect(story(.pulseLost, hr: hr).last == "71 latched high")
    #expect(story(.signalLost, hr: hr) == ["71 raised low"])
  }
}
