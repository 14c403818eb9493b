public import InfusionCore
public import Vitals

/// One session as a recording: replayed, it gives the session's events with nothing else at hand.
///
/// It holds what reached the session's bed from the admission to the close, and of everything else
/// only what bears on it: readings that stood at the admission, the rules, the beds' equipment, the
/// links that other beds share with it, and the clock on the wall. What the monitors of other
/// patients said is not in it.
public struct SessionExport: Sendable {
  /// The session's id.
  public let session: String
  /// The session's events as the station told them; moments are those of the inputs.
  public let events: [Event]
  /// The recording's moments are so much later than those of the inputs.
  public let shift: Vitals.Span
  /// Whether the rows, taken by a fresh station, gave exactly `events`.
  public let isFaithful: Bool
  private let text: [UInt8]

  /// Cuts a session out of the station's inputs.
  ///
  /// - Parameters:
  ///   - session: The session's id.
  ///   - core: The station as it was at any moment before the admission.
  ///   - inputs: All that reached the station since, in order, to the session's close or as far as
  ///     there is.
  ///   - until: The present moment, for a session that is still open.
  /// - Returns: nil where none of the inputs admits the session.
  public init?(
    session: String, core: StationCore, inputs: [TakenInput], until: Moment? = nil
  ) {
    guard var trace = SessionTrace(session: session, core: core, inputs: inputs),
      let rules = trace.rules
    else { return nil }
    if let until { trace.wait(until: until) }
    var scribe = SessionScribe(trace, rules: rules)
    scribe.write(trace)
    self.session = session
    events = trace.events
    shift = trace.before.wall.offset
    isFaithful = scribe.isReadable && scribe.events == trace.events
    text = scribe.text
  }

  /// Adds the recording, as UTF-8 text.
  public func write(to text: inout [UInt8]) { text += self.text }
}
