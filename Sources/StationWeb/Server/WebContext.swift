import Hummingbird
import Logging
import NIOCore

/// What is known of one request while it is answered.
struct WebContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Who makes the call; nil: nobody has said.
  var caller: Caller?
  /// The client's connection: a stream that is not read is closed with it.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// The largest body of a verb, in bytes.
  static let largestBody = 65_536
  var maxUploadSize: Int { Self.largestBody }

  /// Whether the request comes from this machine.
  var isLoopback: Bool {
    switch channel.remoteAddress {
    case .v4?, .v6?:
      channel.remoteAddress?.ipAddress.map { address in
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
      } ?? false
    case .unixDomainSocket?: true
    case nil: false
    }
  }
}
