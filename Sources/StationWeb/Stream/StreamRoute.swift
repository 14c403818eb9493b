import HTTPTypes
import Hummingbird
import NIOCore
import Records
import ServiceLifecycle
import Station

/// `GET /api/v1/stream`: the alert stream as Server-Sent Events.
struct StreamRoute: Sendable {
  let station: Station
  let hub: StreamHub
  let history: any EventHistory
  let configuration: WebInterface.Configuration
  let access: Access
  /// A token that was revoked ends its streams at the first message after this time.
  static let trusted = Duration.seconds(2)

  func answer(_ request: Request, _ context: WebContext) async throws -> Response {
    _ = try context.require(.view)
    let last = try Self.last(of: request)
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        // The client goes away, or the station ends: both end the stream.
        try? await request.body.consumeWithCancellationOnInboundClose { _ in
          try await send(after: last, to: &writer, on: context.channel) {
            (try? access.caller(of: request, context)) != nil
          }
        }
        try await writer.finish(nil)
      })
  }

  /// Where the client wants to go on: `Last-Event-ID`, or else `?since=`.
  private static func last(of request: Request) throws -> StreamID? {
    let header = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
    let text = header ?? request.uri.queryParameters["since"].map(String.init)
    guard let text, !text.isEmpty else { return nil }
    guard let last = StreamID(text) else {
      throw Problem(
        .badRequest, "“\(text.prefix(64))” is no id of an event",
        remedy: "send the id of the last event, or none")
    }
    return last
  }

  @concurrent
  private func send(
    after last: StreamID?, to writer: inout any ResponseBodyWriter, on channel: any Channel,
    while isWelcome: @Sendable () -> Bool
  ) async throws {
    let (first, subscription) = await subscription(after: last) { channel.close(promise: nil) }
    defer { hub.leave(subscription) }
    for frame in first { try await writer.write(frame.bytes) }
    for frame in subscription.missed { try await writer.write(frame.bytes) }
    var trustedUntil = ContinuousClock.now + Self.trusted
    for await frame in subscription.live.cancelOnGracefulShutdown() {
      if ContinuousClock.now > trustedUntil {
        guard isWelcome() else { break }
        trustedUntil = .now + Self.trusted
      }
      try await writer.write(frame.bytes)
    }
    // Whoever does not read would hold the last write for ever.
    channel.close(promise: nil)
  }

  /// What the client gets first, and what follows without a gap.
  private func subscription(
    after last: StreamID?, hangUp: @escaping @Sendable () -> Void
  ) async -> ([StreamFrame], Subscription) {
    var reason: String?
    if let last {
      let isKnown = await isTold(last)
      if isKnown, let going = await resume(after: last, hangUp) { return going }
      reason = isKnown ? "too-old" : "unknown"
    }
    while true {
      let view = await station.look()
      if let subscription = hub.subscribe(after: view.sequence, hangUp: hangUp) {
        return ([snapshot(of: view, reason: reason)], subscription)
      }
    }
  }

  /// Whether there is such an event: an id of the future would pass over what comes until then.
  private func isTold(_ last: StreamID) async -> Bool {
    guard last.sequence > hub.extent.last else { return true }
    return await last.sequence <= station.look().sequence
  }

  /// Goes on after an event, from memory or from the ledger; nil: that is too long ago.
  private func resume(
    after last: StreamID, _ hangUp: @escaping @Sendable () -> Void
  ) async -> ([StreamFrame], Subscription)? {
    let isOfThisStart = last.start.map { $0 == hub.start } ?? (last.sequence > hub.before)
    if isOfThisStart, let going = hub.subscribe(after: last.sequence, hangUp: hangUp) {
      return ([], going)
    }
    guard let kept = await history.frames(after: last),
      let going = hub.subscribe(after: kept.through, hangUp: hangUp)
    else { return nil }
    return (kept.frames, going)
  }

  private func snapshot(of view: StationView, reason: String?) -> StreamFrame {
    var json = JSONText()
    json.object { json in
      StationWriter(view).write(view, of: configuration, start: hub.start, to: &json)
      if let reason { json.field("reason", reason) }
    }
    return StreamFrame(
      id: StreamID(start: hub.start, sequence: view.sequence), event: "snapshot",
      data: json.bytes)
  }
}

/// Events that are no longer remembered, from wherever they are kept.
protocol EventHistory: Sendable {
  /// Everything that came after an event, without a gap, up to an event that memory knows; nil:
  /// that cannot be had.
  func frames(after last: StreamID) async -> (frames: [StreamFrame], through: Int64)?
}

/// Nothing is kept.
struct NoHistory: EventHistory {
  func frames(after last: StreamID) async -> (frames: [StreamFrame], through: Int64)? { nil }
}
