public import InfusionCore
public import Vitals

/// Writes events as NDJSON, the same bytes wherever they go: stream, replay, ledger.
public struct EventWriter: Sendable {
  /// What `elapsed` counts from.
  public enum Axis: Hashable, Sendable {
    /// The recording's time 0.
    case recording(start: Moment)
    /// The session's admission; outside a session there is none.
    case admission

    /// What the events of a recording are counted from: a session's export tells them as its
    /// station did.
    public init(of scan: RecordingScan) {
      self = scan.header.session == nil ? .recording(start: scan.header.origin) : .admission
    }
  }

  private let axis: Axis
  /// What the clock on the wall shows; the clinic's zone shows only in words.
  public var wall: WallClock

  /// A writer for one source of moments.
  public init(axis: Axis, wall: WallClock = WallClock()) {
    self.axis = axis
    self.wall = wall
  }

  /// Adds one event as a line.
  public func write(
    _ event: Event, sequence: UInt64, isDurable: Bool = true, to json: inout JSONText
  ) {
    writeObject(event, sequence: sequence, isDurable: isDurable, to: &json)
    json.endLine()
  }

  /// Adds one event as an object.
  public func writeObject(
    _ event: Event, sequence: UInt64, isDurable: Bool = true, to json: inout JSONText
  ) {
    let message = event.message(on: wall)
    json.object { json in
      json.field("seq", raw: "\(sequence)")
      json.field("time", time(event.moment))
      json.field("elapsed", raw: elapsed(event))
      json.field("bed", event.bed)
      json.field("session", event.session)
      json.field("event", event.name.rawValue)
      if let alert = event.alert {
        json.object("alert") { write(alert, message: message, to: &$0) }
      }
      for fact in event.facts { write(fact, to: &json) }
      if event.alert == nil { json.field("message", message) }
      if !isDurable { json.field("durable", false) }
    }
  }

  /// Adds the fields of an alert to an object.
  public func write(_ alert: AlertFacts, message: String, to json: inout JSONText) {
    json.field("id", alert.id)
    json.field("condition", alert.condition.rawValue)
    json.field("kind", alert.condition.kind.rawValue)
    json.field("priority", alert.priority.rawValue)
    json.field("presence", alert.presence.rawValue)
    if let vital = alert.vital { json.field("vital", vital.rawValue) }
    if let value = alert.value { json.field("value", value) }
    if let limit = alert.limit { json.field("limit", limit) }
    if let vital = alert.vital { json.field("unit", vital.unit) }
    json.field("onset", time(alert.onset))
    if let side = alert.side { json.field("side", side.rawValue) }
    if let delay = alert.delay { json.field("delay", delay.seconds) }
    if !alert.lost.isEmpty {
      json.list("lost") { json in
        for lost in alert.lost {
          json.object { json in
            json.field("vital", lost.vital.rawValue)
            json.field("reason", lost.reason?.rawValue)
          }
        }
      }
    }
    if let detail = alert.detail { json.field("detail", detail) }
    if !alert.evaluable { json.field("evaluable", false) }
    if let inhibitor = alert.inhibitedBy { json.field("inhibited_by", inhibitor) }
    if let by = alert.by { json.field("by", by) }
    if let step = alert.step { json.field("step", step) }
    json.field("message", message)
    json.field("cause", alert.guidance.cause)
    json.field("remedy", alert.guidance.remedy)
    json.field("source", alert.guidance.source)
  }

  /// Adds a fact to an object.
  public func write(_ fact: Fact, to json: inout JSONText) {
    switch fact.value {
    case .text(let text): json.field(fact.key, text)
    case .number(let number): json.field(fact.key, number)
    case .flag(let flag): json.field(fact.key, flag)
    case .texts(let texts): json.list(fact.key) { json in texts.forEach { json.value($0) } }
    case .moment(let moment): json.field(fact.key, time(moment))
    }
  }

  /// A moment as wall time in UTC (RFC 3339), to the millisecond.
  public func time(_ moment: Moment) -> String {
    wall.universal(moment).iso8601
  }

  /// Seconds with three decimals, or `null` where there is nothing to count from.
  private func elapsed(_ event: Event) -> String {
    let start: Moment? =
      switch axis {
      case .recording(let start): start
      case .admission: event.admitted
      }
    guard let start else { return "null" }
    let milliseconds = (event.moment - start).milliseconds
    let thousandths = "\(1000 + milliseconds.magnitude % 1000)".dropFirst()
    return "\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(thousandths)"
  }
}
