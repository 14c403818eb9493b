public import InfusionCore

extension Replay.Rules {
  /// The rules of a recording: a chosen protocol, or else that of its header, and those of its
  /// admissions. What the recording carries stands for any other of the same name.
  ///
  /// - Parameters:
  ///   - chosen: Judges in place of the recording's own.
  ///   - usual: The protocol of a recording that names none.
  ///   - load: Finds a protocol by its name, which stands in this line.
  public init(
    of scan: RecordingScan, chosen: TreatmentProtocol?, usual: String,
    load: (_ name: String, _ line: Int?) throws(RecordingError) -> TreatmentProtocol
  ) throws(RecordingError) {
    func named(_ name: String, _ line: Int?) throws(RecordingError) -> TreatmentProtocol {
      if let carried = scan.protocols.first(where: { $0.name == name }) { return carried }
      return try load(name, line)
    }
    let own = scan.header.protocolName ?? usual
    let first = if let chosen { chosen } else { try named(own, scan.protocolLine) }
    var protocols = [first]
    for (name, line) in scan.protocolNames where name != first.name {
      protocols.append(try named(name, line))
    }
    self.init(protocols: protocols, defaultProtocol: first.name)
  }
}
