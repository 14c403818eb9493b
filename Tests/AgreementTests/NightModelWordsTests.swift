import Foundation
import Testing

/// The slow model knows the words of inputs and events, and nothing of how the core decides.
@Suite struct NightModelWordsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "SlowModel")

  @Test func `the model uses no type by which the core decides`() throws {
    let deciding: Set<Substring> = [
      "StationCore", "Watch", "Session", "Alert", "Occurrence", "Acknowledgement", "Readiness",
      "CuffTimetable", "TreatmentProtocol", "PulseLost", "SignalLost", "ContinuousDetector",
      "CuffDetector", "DrugClock", "RecoveryClock", "Pauses", "Baseline", "PreStartCheck",
    ]
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder, includingPropertiesForKeys: nil)
    try #require(files.count > 15)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "." })
      #expect(words.intersection(deciding) == [], "\(file.lastPathComponent)")
    }
  }
}
