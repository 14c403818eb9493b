import InfusionCore
import Records
import Settings

/// Finds the protocols that recordings are judged by, each read once.
struct RecordingRules {
  /// The protocol of a recording that names none.
  static let usual = "ketamine-40"

  private var known: [String: TreatmentProtocol] = [:]

  /// The rules of a recording: a chosen protocol, or else that of its header, and those of its
  /// admissions.
  mutating func rules(
    for scan: RecordingScan, chosen: TreatmentProtocol?
  ) throws(RecordingError) -> Replay.Rules {
    try Replay.Rules(of: scan, chosen: chosen, usual: Self.usual) {
      name, line throws(RecordingError) in
      try named(name, in: scan, line: line)
    }
  }

  private mutating func named(
    _ name: String, in scan: RecordingScan, line: Int?
  ) throws(RecordingError) -> TreatmentProtocol {
    if let known = known[name] { return known }
    do {
      let treatment = try ProtocolLibrary.load(name)
      known[name] = treatment
      return treatment
    } catch {
      let fault = error.list.first
      throw RecordingError(
        file: scan.file.name, line: line,
        fault.map { "protocol \(name): \($0.what)" } ?? "protocol \(name) cannot be read",
        remedy: fault?.remedy ?? "name another")
    }
  }
}
