import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Settings

extension StationClient.Unreached {
  /// Why a call has failed, in plain words.
  init(_ error: any Error) {
    switch error {
    case let error as NIOConnectionError: self.init(error)
    case let error as IOError: self.init(reason: String(cString: strerror(error.errnoCode)))
    case let error as HTTPClientError: self.init(error)
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      self.init(
        reason: "its certificate is not trusted here, or it speaks no TLS",
        remedy: "name its certificate with --trust, and the name that stands in it with --station")
    case is NIOTooManyBytesError:
      self.init(reason: "its answer is too long", remedy: "check that it is a station")
    default: self.init(reason: "the connection has failed")
    }
  }

  private init(_ error: NIOConnectionError) {
    let reasons = error.connectionErrors.map(\.error)
    if let reason = reasons.first {
      self.init(reason)
    } else {
      self.init(
        reason: "the name \(error.host) is not known here", remedy: "check the station's address")
    }
  }

  private init(_ error: HTTPClientError) {
    switch error {
    case .connectTimeout, .readTimeout, .deadlineExceeded, .writeTimeout,
      .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
      self.init(reason: "it does not answer in time")
    case .remoteConnectionClosed: self.init(reason: "it has closed the connection")
    case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
      self.init(
        reason: "this is no address", remedy: "write one such as http://127.0.0.1:8137")
    default: self.init(reason: "the connection has failed")
    }
  }
}

extension HostAndPort {
  /// The place at which this machine reaches what listens here: “every address” is none.
  var asReachedHere: HostAndPort {
    switch host {
    case "0.0.0.0": HostAndPort(host: "127.0.0.1", port: port)
    case "::": HostAndPort(host: "::1", port: port)
    default: self
    }
  }
}
