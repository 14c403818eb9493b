import Foundation
import InfusionCore
import Records
import Settings
import SlowModel
import Vitals

/// What `replay` tells of a bare recording.
struct ReplayTeller {
  private let rules: Replay.Rules

  init() throws {
    let treatment = try ProtocolLibrary.shipped("ketamine-40")
    rules = Replay.Rules(protocols: [treatment], defaultProtocol: treatment.name)
  }

  /// The events of a file, bed by bed.
  func events(ofFile path: String, beds: [String]) throws -> [[ModelEvent]] {
    var replay = try Replay(RecordingScan(RecordingFile(path: path)), rules: rules)
    var told: [ModelEvent] = []
    while let event = try replay.nextEvent() {
      told.append(try Self.alert(event))
    }
    return beds.map { bed in told.filter { $0.bed == bed } }
  }

  /// The events of a recording that is written to a file first.
  func events(of recording: ModelRecording) throws -> [[ModelEvent]] {
    let path = NSTemporaryDirectory() + "\(UUID().uuidString).csv"
    try recording.csv.write(toFile: path, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try events(ofFile: path, beds: recording.beds)
  }

  /// Every event of bare vitals is an alert of one of the seven conditions on a bed.
  private static func alert(_ event: Event) throws -> ModelEvent {
    let told = ModelEvent(event)
    guard let condition = told.condition, ModelEvent.bareConditions.contains(condition) else {
      throw Unexpected(name: event.name.rawValue)
    }
    return told
  }

  /// An event that bare vitals cannot tell.
  struct Unexpected: Error {
    var name: String
  }
}
