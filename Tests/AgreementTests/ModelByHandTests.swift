import Foundation
import SlowModel
import Testing

/// Prints the model's events of the recordings that MODEL_CSV names (`:` between them), to compare
/// by hand.
@Suite struct ModelByHandTests {
  static let paths = ProcessInfo.processInfo.environment["MODEL_CSV"]?.split(separator: ":") ?? []

  @Test(.enabled(if: !paths.isEmpty, "MODEL_CSV names no recording"))
  func `the model tells the events of recordings`() throws {
    for path in Self.paths {
      print("== \(path)")
      let text = try String(contentsOfFile: String(path), encoding: .utf8)
      guard let recording = ModelRecording(csv: text) else {
        print("not a bare recording")
        continue
      }
      for event in BareModel.events(of: recording).joined() { print(event) }
    }
  }
}
