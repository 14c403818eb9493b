import SlowModel
import Testing
import Vitals

@Suite struct DisagreementTests {
  /// A teller that does not know of implausible heart rates.
  static func forgetful(_ recording: ModelRecording) -> [[ModelEvent]] {
    var changed = recording
    for index in changed.rows.indices {
      if case .value(let value) = changed.rows[index].cells[.hr], value < 20 {
        changed.rows[index].cells[.hr] = .absent(.sensorOff)
      }
    }
    return BareModel.events(of: changed)
  }

  @Test func `two that tell the same do not disagree`() throws {
    let recording = RandomRecording.make(seed: 3)
    #expect(
      try Disagreement.find("same", in: recording, replay: BareModel.events)?.description == nil)
  }

  @Test func `a disagreement is shrunk to the rows that show it`() throws {
    let hr = "72*40 12*30 72*20"
    let recording = ModelMarbles.recording(hr: hr, spo2: "97*90")
    let found = try #require(
      try Disagreement.find("seed 1", in: recording, replay: Self.forgetful))
    #expect(found.recording.rows.count == 3)
    #expect(found.description.contains("seed 1: the first difference is event 1"))
    #expect(found.description.contains(",12.0,"))
  }
}
