import Foundation
import HTTPTypes
import Hummingbird
import InfusionCore
import NIOCore
import Records
import Station
import Vitals

/// `GET /sessions`, `/sessions/{id}` and `/sessions/{id}/recording`: the past.
struct SessionRoutes: Sendable {
  /// The most sessions of one answer.
  static let mostOfOne = 100

  /// nil: nothing is kept.
  let ledger: Ledger?

  /// Sessions, the last admitted first; `?before=` a number goes on with earlier ones.
  func list(_ request: Request, _ context: WebContext) async throws -> Response {
    _ = try context.require(.view)
    let before = try Self.number(request.uri.queryParameters["before"], of: "before")
    let sessions = try await kept { ledger throws(LedgerError) in
      try await ledger.sessions(limit: Self.mostOfOne, before: before)
    }
    var json = JSONText()
    json.object { json in
      json.objects("sessions", sessions) { write($1, to: &$0) }
    }
    return .json(json)
  }

  /// One session with its events.
  func session(_ context: WebContext) async throws -> Response {
    let session = try await kept(context)
    var json = JSONText()
    json.object { json in
      write(session.summary, to: &json)
      let writer = EventWriter(axis: .admission, wall: session.wall)
      json.list("events") { json in
        for event in session.events {
          writer.writeObject(event.event, sequence: UInt64(event.sequence), to: &json)
        }
      }
    }
    return .json(json)
  }

  /// One session as a recording that replays to the same events.
  func recording(_ context: WebContext) async throws -> Response {
    let session = try await kept(context)
    guard
      let export = SessionExport(
        session: session.id, core: session.before, inputs: session.inputs,
        until: session.summary.closed == nil ? session.inputs.last?.moment : nil)
    else {
      throw Problem(
        .internalServerError, "the session cannot be written as a recording",
        remedy: "run infusionwatch ledger check")
    }
    var text: [UInt8] = []
    export.write(to: &text)
    return Response(
      status: .ok, headers: [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: text)))
  }

  private func kept(_ context: WebContext) async throws -> KeptSession {
    _ = try context.require(.view)
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    let session = try await kept { ledger throws(LedgerError) in try await ledger.session(id) }
    guard let session else {
      throw Problem(
        .notFound, "there is no session “\(id.prefix(100))”", remedy: "see /api/v1/sessions")
    }
    return session
  }

  private func kept<Answer>(
    _ work: (Ledger) async throws(LedgerError) -> Answer
  ) async throws(Problem) -> Answer {
    guard let ledger else {
      throw Problem(
        .serviceUnavailable, "the station watches without a ledger", remedy: "look into its log")
    }
    do {
      return try await work(ledger)
    } catch {
      throw Problem(.serviceUnavailable, error.what, remedy: error.remedy)
    }
  }

  private static func number(_ text: Substring?, of key: String) throws(Problem) -> Int64? {
    guard let text else { return nil }
    guard let number = Int64(text), number >= 0 else {
      throw Problem(
        .badRequest, "“\(text.prefix(40))” is no number of a session",
        remedy: "send \(key)= with the number of the last one")
    }
    return number
  }

  private func write(_ summary: SessionSummary, to json: inout JSONText) {
    let events = EventWriter(axis: .admission, wall: summary.wall)
    json.field("id", summary.id)
    json.field("number", raw: "\(summary.number)")
    json.list("beds") { json in summary.beds.forEach { json.value($0) } }
    json.field("protocol", summary.treatment)
    json.field("admitted_at", events.time(summary.admitted))
    if let closed = summary.closed { json.field("closed_at", events.time(closed)) }
    json.field("phase", summary.phase.rawValue)
    json.object("alerts") { json in
      json.field("high", summary.alerts.high)
      json.field("medium", summary.alerts.medium)
      json.field("low", summary.alerts.low)
    }
    json.field("event_count", summary.events)
  }
}
