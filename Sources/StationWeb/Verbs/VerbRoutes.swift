import Foundation
import HTTPTypes
import Hummingbird
import InfusionCore
import NIOCore
import Records
import Station

/// What nurses do: verbs of a bed, of an alert and of the station.
struct VerbRoutes: Sendable {
  let station: Station
  /// The longest Idempotency-Key, in bytes.
  static let longestKey = 255

  /// `POST /beds/{bed}/{verb}`.
  func bed(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try context.require(.nurse)
    let bed = try context.parameters.require("bed").removingPercentEncoding ?? ""
    let word = try context.parameters.require("verb")
    guard let name = VerbName(rawValue: word), !name.isOfStation else {
      throw Problem(
        .notFound, "“\(word.prefix(40))” is no verb of a bed",
        remedy: "use one of \(VerbName.ofBeds.joined(separator: ", "))")
    }
    return try await act(name, on: bed, request, caller)
  }

  /// `POST /alerts/{id}/acknowledge` and `/going`.
  func alert(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try context.require(.nurse)
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    let word = try context.parameters.require("answer")
    let reference = Verb.AlertReference.id(id)
    let verb: Verb
    switch word {
    case "acknowledge": verb = .acknowledge(reference)
    case "going": verb = .going(reference)
    default:
      throw Problem(
        .notFound, "“\(word.prefix(40))” is no answer to an alert",
        remedy: "use acknowledge or going")
    }
    let key = try Self.key(for: verb, request, caller)
    let view = await station.look()
    guard let alert = view.alerts.first(where: { $0.facts.id == id }) else {
      // Sent again after the alert's end, it was done all the same.
      if let key, let known = await station.answer(to: key) {
        return try await response(to: known, bed: "")
      }
      throw Self.over(id)
    }
    guard alert.bed != nil || verb == .acknowledge(reference) else {
      throw Problem(
        .conflict, "nobody goes to an alert of the station itself", remedy: "acknowledge it")
    }
    let bed = alert.bed ?? ""
    let answer = await station.act(verb, bed: bed, by: caller.name, key: key)
    do {
      return try await response(to: answer, bed: bed)
    } catch let problem as Problem where problem.status == .notFound {
      // It ended a moment ago, and no bed has it.
      throw Self.over(id)
    }
  }

  private static func over(_ id: String) -> Problem {
    guard isID(id) else {
      return Problem(
        .notFound, "no alert is called \(id.prefix(100))", remedy: "look at the present alerts")
    }
    return Problem(
      .conflict, "the alert \(id.prefix(100)) is not there, or not any more",
      remedy: "look at the present alerts")
  }

  /// Whether an alert could have this id: whose it is, its condition, and a count.
  private static func isID(_ id: String) -> Bool {
    guard let dash = id.lastIndex(of: "-"), let count = Int(id[id.index(after: dash)...]),
      count > 0
    else { return false }
    return Condition.allCases.contains { id[..<dash].hasSuffix("-\($0.rawValue)") }
  }

  /// `POST /station/{verb}`.
  func station(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try context.require(.nurse)
    let word = try context.parameters.require("verb")
    guard let name = VerbName(rawValue: word), name.isOfStation else {
      throw Problem(
        .notFound, "“\(word.prefix(40))” is no verb of the station",
        remedy: "use start-of-day or end-of-day")
    }
    return try await act(name, on: "", request, caller)
  }

  private func act(
    _ name: VerbName, on bed: String, _ request: Request, _ caller: Caller
  ) async throws -> Response {
    let body = try await request.bytes(
      upTo: WebContext.largestBody, remedy: "send the verb's arguments alone")
    var verb = try VerbBody.verb(name, body, by: caller.name)
    if caller.role >= .prescriber { verb.authorise(by: caller.name) }
    let key = try Self.key(for: verb, on: bed, request, caller)
    let answer = await station.act(verb, bed: bed, by: caller.name, key: key)
    return try await response(to: answer, bed: bed)
  }

  private func response(to answer: ActAnswer, bed: String) async throws -> Response {
    switch answer {
    case .reply(.accepted(let facts), let isDurable):
      return await accepted(facts, bed: bed, isDurable: isDurable)
    case .reply(.refused(let refusal), _): throw await problem(of: refusal, bed: bed)
    case .keyOfAnother:
      throw Problem(
        .unprocessableContent, "this Idempotency-Key was sent with another request",
        remedy: "send a new key")
    }
  }

  /// 200 once it is kept; 202 if the ledger could not keep it in time: it is done all the same.
  private func accepted(_ facts: [Fact], bed: String, isDurable: Bool) async -> Response {
    let view = await station.look()
    let writer = StationWriter(view)
    var json = JSONText()
    json.object { json in
      json.field("durable", isDurable)
      writer.write(facts, to: &json)
      if let bed = view.bed(bed) {
        json.object("state") { writer.write(bed, alerts: view.alerts, to: &$0) }
      }
    }
    return .json(json, status: isDurable ? .ok : .accepted)
  }

  private func problem(of refusal: Refusal, bed: String) async -> Problem {
    let status: HTTPResponse.Status =
      switch refusal.reason {
      case .unknownBed: .notFound
      case .argument: .badRequest
      case .conflict, .blocked: .conflict
      case .unavailable: .serviceUnavailable
      }
    let view = await station.look()
    var json = JSONText()
    if let bed = view.bed(bed) {
      json.object { StationWriter(view).write(bed, alerts: view.alerts, to: &$0) }
    }
    let state = json.bytes.isEmpty ? nil : String(decoding: json.bytes, as: UTF8.self)
    return Problem(
      status, refusal.what, remedy: refusal.remedy, state: status == .conflict ? state : nil)
  }

  /// The sender's key for a verb; the id of an alert says its bed.
  private static func key(
    for verb: Verb, on bed: String = "", _ request: Request, _ caller: Caller
  ) throws -> ActKey? {
    try key(of: request).map { key in
      let text = RecordedAct.verb(verb, by: caller.name).text
      return ActKey(owner: caller.name, key: key, request: "\(bed) \(text)")
    }
  }

  private static func key(of request: Request) throws -> String? {
    guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else {
      return nil
    }
    guard !key.isEmpty, key.utf8.count <= longestKey else {
      throw Problem(
        .badRequest, "the Idempotency-Key has not 1 to \(longestKey) bytes",
        remedy: "send a random one, such as a UUID")
    }
    return key
  }
}

extension VerbName {
  /// Verbs that concern no single bed.
  fileprivate var isOfStation: Bool { self == .startOfDay || self == .endOfDay }

  fileprivate static var ofBeds: [String] {
    allCases.filter { !$0.isOfStation }.map(\.rawValue)
  }
}

extension Verb {
  /// An override with a reason, which a prescriber sends, is authorised by that person.
  fileprivate mutating func authorise(by name: String) {
    guard case .start(var start) = self, start.reason != nil, start.authorisedBy == nil else {
      return
    }
    start.authorisedBy = name
    self = .start(start)
  }
}
