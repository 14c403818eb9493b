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
    var protocols: [TreatmentProtocol] = []
    if let chosen { protocols.append(chosen) }
    let header = scan.header.protocolName
    if chosen == nil, header == nil { protocols.append(try named(Self.usual, in: scan, line: nil)) }
    for (name, line) in scan.protocolNames {
      if protocols.contains(where: { $0.name == name }) { continue }
      // A chosen protocol stands in for the one that the header names.
      if chosen != nil, name == header, line == scan.protocolNames.first?.line { continue }
      protocols.append(try named(name, in: scan, line: line))
    }
    return Replay.Rules(
      protocols: protocols, defaultProtocol: protocols.first?.name ?? Self.usual)
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
