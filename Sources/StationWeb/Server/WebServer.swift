import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Station
import Synchronization

/// Serves HTTP on a socket that listens already: one of our own, or one that systemd passed in.
struct WebServer<Responder: HTTPResponder>: Service where Responder.Context == WebContext {
  let listener: ListeningSocket
  let tls: TLSConfiguration?
  /// The most connections at once.
  let mostConnections: Int
  let responder: Responder
  let logger: Logger
  /// Called once connections are taken.
  let started: @Sendable () -> Void

  func run() async throws {
    let http = HTTP1Channel(
      responder: { [responder, logger] request, writer, channel in
        var response = await Self.respond(to: request, on: channel, responder, logger)
        // A problem has a body, and HEAD must not.
        if request.method == .head { response = response.createHeadResponse() }
        try await writer.write(response: response.head, body: response.body)
      },
      configuration: .init(
        idleTimeout: .seconds(WebLimits.idleSeconds),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: WebLimits.largestHeader, maxHeaderListSize: WebLimits.largestHeader,
          maxHeaderFieldCount: WebLimits.mostHeaders)))
    if let tls {
      try await serve(try TLSChannel(http, tlsConfiguration: tls))
    } else {
      try await serve(http)
    }
  }

  private func serve<Child: ServerChildChannel>(_ child: Child) async throws {
    let connections = Connections(most: mostConnections)
    let most = mostConnections + WebLimits.mostRefusals
    let socket = listener.release()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.maxMessagesPerRead, value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            AcceptGate(most: most, listener: socket))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .bind(socket, serverBackPressureStrategy: nil) {
        [logger] (channel: any Channel) -> EventLoopFuture<Child.Value> in
        guard connections.take(channel) else {
          return channel.close().flatMap {
            channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
          }
        }
        return child.setup(channel: channel, logger: logger)
      }
    started()
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        try? await server.executeThenClose { inbound in
          for try await connection in inbound {
            group.addTask { [logger] in await child.handle(value: connection, logger: logger) }
          }
        }
      }
    } onGracefulShutdown: {
      server.channel.close(promise: nil)
      connections.end()
    }
  }

  private static func respond(
    to request: Request, on channel: any Channel, _ responder: Responder, _ logger: Logger
  ) async -> Response {
    let context = WebContext(source: .init(channel: channel, logger: logger))
    do {
      let response = try await responder.respond(to: request, context: context)
      guard response.status == .notFound, response.headers[.contentType] == nil else {
        return response
      }
      return Problem(
        .notFound, "there is no \(request.method) \(request.uri.path.prefix(100))",
        remedy: "use / for the page, /api/v1 for programs"
      ).response
    } catch let problem as Problem {
      return problem.response
    } catch {
      logger.error("\(request.method) \(request.uri.path) failed: \(error)")
      return Problem(
        .internalServerError, "the station could not answer", remedy: "look into its log"
      ).response
    }
  }
}

/// The limits of the HTTP interface.
enum WebLimits {
  /// The most connections at once; the next one is closed at once.
  static let mostConnections = 512
  /// The most that are being closed at once because there are too many.
  static let mostRefusals = 8
  /// A connection that asks nothing for so long is closed, in seconds: a crowd of them holds the
  /// places of displays, and a display that has none shows nothing.
  static let idleSeconds: Int64 = 10
  /// All headers of a request, in bytes.
  static let largestHeader = 16_384
  static let mostHeaders = 100
  /// What a client may still read after the end has begun, in milliseconds.
  static let farewellMilliseconds: Int64 = 300
}

/// The connections that are open.
private final class Connections: Sendable {
  private struct State {
    var open: [ObjectIdentifier: any Channel] = [:]
    var isEnding = false
  }
  private let most: Int
  private let state = Mutex(State())

  init(most: Int) { self.most = most }

  /// Notes a connection; false: there are too many, or the end has begun.
  func take(_ channel: any Channel) -> Bool {
    let name = ObjectIdentifier(channel)
    let isTaken = state.withLock { state in
      guard !state.isEnding, state.open.count < most else { return false }
      state.open[name] = channel
      return true
    }
    guard isTaken else { return false }
    channel.closeFuture.whenComplete { [self] _ in
      state.withLock { _ = $0.open.removeValue(forKey: name) }
    }
    return true
  }

  /// Asks every connection to end, and ends it a moment later; takes no more.
  func end() {
    let channels = state.withLock { state in
      state.isEnding = true
      return Array(state.open.values)
    }
    for channel in channels {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
      channel.eventLoop.scheduleTask(in: .milliseconds(WebLimits.farewellMilliseconds)) {
        channel.close(promise: nil)
      }
    }
  }
}
