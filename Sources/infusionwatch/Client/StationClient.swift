import ArgumentParser
import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL
import Records
import Settings

/// How a command reaches a station: where it is, and with which token.
struct StationPlace: ParsableArguments {
  @Option(help: "The station's address, such as http://127.0.0.1:8137; else that of --config.")
  var station: String?
  @Option(help: "The station's configuration.", completion: .file(extensions: ["toml"]))
  var config = "/etc/infusionwatch/station.toml"
  @Option(
    help: "A file that holds the token; else the variable INFUSIONWATCH_TOKEN.",
    completion: .file())
  var tokenFile: String?
  @Option(
    help: "A PEM file with the certificates to trust; else those of this machine.",
    completion: .file())
  var trust: String?

  /// A client of that station.
  func client() throws -> StationClient {
    StationClient(url: try url(), token: try token(), trust: trust)
  }

  private func url() throws -> String {
    if let station {
      guard station.hasPrefix("http://") || station.hasPrefix("https://") else {
        throw ValidationError("--station begins with http:// or https://")
      }
      return station.hasSuffix("/") ? String(station.dropLast()) : station
    }
    do {
      let settings = try StationSettings.load(config)
      return "\(settings.tls == nil ? "http" : "https")://\(settings.listen.asReachedHere)"
    } catch {
      error.list.forEach(StandardError.tell)
      throw ExitCode.wrongSettings
    }
  }

  private func token() throws -> String {
    if let tokenFile {
      var text: [UInt8] = Array(repeating: 0, count: 4096)
      let descriptor = open(tokenFile, O_RDONLY | O_CLOEXEC)
      let count = descriptor < 0 ? -1 : read(descriptor, &text, text.count)
      guard count >= 0 else {
        StandardError.tell(
          "\(tokenFile): the token cannot be read (\(String(cString: strerror(errno)))); "
            + "name a file that can")
        throw ExitCode.unreadableInput
      }
      close(descriptor)
      return String(decoding: text.prefix(count).prefix { $0 > 0x20 }, as: UTF8.self)
    }
    return getenv("INFUSIONWATCH_TOKEN").map { String(cString: $0) } ?? ""
  }
}

/// Calls one station over HTTP.
struct StationClient: Sendable {
  /// How long a call may take.
  static let longestCall = TimeAmount.seconds(10)
  /// The largest answer, in bytes.
  static let largestAnswer = 16 << 20

  let url: String
  private let token: String
  private let http: HTTPClient

  init(url: String, token: String, trust: String?) {
    self.url = url
    self.token = token
    var tls = TLSConfiguration.makeClientConfiguration()
    if let trust { tls.trustRoots = .file(trust) }
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.timeout = .init(connect: .seconds(3))
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// The station cannot be reached, or does not answer.
  struct Unreached: Error {
    var reason: String
    var remedy = "check that the station runs"
  }

  /// One call; its status and its body.
  func call(
    _ method: HTTPMethod, _ path: String, body: [UInt8]? = nil, key: String? = nil
  ) async throws(Unreached) -> (status: Int, body: JSONValue?) {
    do {
      var request = request(method, path)
      if let key { request.headers.add(name: "Idempotency-Key", value: key) }
      if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
      let response = try await http.execute(request, timeout: Self.longestCall)
      let bytes = try await response.body.collect(upTo: Self.largestAnswer)
      return (Int(response.status.code), JSONValue(Array(buffer: bytes)))
    } catch {
      throw Unreached(error)
    }
  }

  /// The alert stream, from after an event or from a snapshot.
  func stream(after id: String?) async throws(Unreached) -> (
    status: Int, body: HTTPClientResponse.Body
  ) {
    do {
      var request = request(.GET, "/api/v1/stream")
      if let id { request.headers.add(name: "Last-Event-ID", value: id) }
      let response = try await http.execute(request, deadline: .distantFuture)
      return (Int(response.status.code), response.body)
    } catch {
      throw Unreached(error)
    }
  }

  private func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url + path)
    request.method = method
    if !token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    return request
  }

  /// One piece of work with this client, which ends with it; a station that is not reached is told.
  func reached<Answer>(
    _ work: (StationClient) async throws(Unreached) -> Answer
  ) async throws -> Answer {
    do throws(Unreached) {
      let answer = try await work(self)
      await end()
      return answer
    } catch {
      await end()
      StandardError.tell("\(url) is not reached (\(error.reason)); \(error.remedy)")
      throw ExitCode.unavailable
    }
  }

  /// Why a station did not do what it was asked.
  static func words(_ status: Int, _ answer: JSONValue?) -> String {
    if status == 401 {
      return "the station asks for a token in force; set INFUSIONWATCH_TOKEN or --token-file"
    }
    return answer?["detail"]?.text ?? "the station answers \(status); look into its log"
  }

  /// Ends the client; nothing may be called after that.
  func end() async { try? await http.shutdown() }
}

extension JSONValue {
  /// The value under a key of an object.
  subscript(key: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields[key]
  }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var list: [JSONValue] { if case .list(let list) = self { list } else { [] } }
  var isTrue: Bool { self == .flag(true) }
}
