import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The page at `/`: a few files inside the program. Nothing of it is loaded from elsewhere.
struct PageRoute: Sendable {
  private let files = PageFile.all

  /// Answers `GET` of every file.
  func add(to router: Router<WebContext>) {
    for file in files {
      router.get(RouterPath(file.path)) { request, _ in
        file.response(known: request.headers[.ifNoneMatch])
      }
    }
  }
}

/// One file of the page.
struct PageFile: Sendable {
  let path: String
  let contentType: String
  let bytes: ByteBuffer
  /// Names these bytes: a browser asks each time, and loads only what has changed.
  let tag: String

  init(_ path: String, _ contentType: String, _ bytes: [UInt8]) {
    self.path = path
    self.contentType = contentType
    self.bytes = ByteBuffer(bytes: bytes)
    let digest = SHA256.hash(data: bytes)
    tag = "\"\(digest.prefix(8).map { String($0, radix: 16) }.joined(separator: "-"))\""
  }

  static var all: [PageFile] {
    let script = "text/javascript; charset=utf-8"
    return [
      PageFile("/", "text/html; charset=utf-8", PackageResources.index_html),
      PageFile("/board.css", "text/css; charset=utf-8", PackageResources.board_css),
      PageFile("/icon.svg", "image/svg+xml", PackageResources.icon_svg),
      PageFile("/alerts.js", script, PackageResources.alerts_js),
      PageFile("/api.js", script, PackageResources.api_js),
      PageFile("/board.js", script, PackageResources.board_js),
      PageFile("/dom.js", script, PackageResources.dom_js),
      PageFile("/forms.js", script, PackageResources.forms_js),
      PageFile("/sound.js", script, PackageResources.sound_js),
      PageFile("/station.js", script, PackageResources.station_js),
      PageFile("/stream.js", script, PackageResources.stream_js),
      PageFile("/tiles.js", script, PackageResources.tiles_js),
      PageFile("/verbs.js", script, PackageResources.verbs_js),
      PageFile("/words.js", script, PackageResources.words_js),
    ]
  }

  /// Only the page's own files run, and nobody else may frame it; text can never become markup.
  private static let policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", "trusted-types 'none'",
  ].joined(separator: "; ")

  private var headers: HTTPFields {
    var headers: HTTPFields = [
      .contentType: contentType, .cacheControl: "no-cache", .eTag: tag,
      .contentSecurityPolicy: Self.policy, .xContentTypeOptions: "nosniff",
    ]
    if let referrer = HTTPField.Name("Referrer-Policy") { headers[referrer] = "no-referrer" }
    return headers
  }

  /// Whether a browser has these very bytes.
  ///
  /// - Parameter tags: those of what it has (RFC 9110, If-None-Match).
  func isKnown(by tags: String?) -> Bool {
    (tags ?? "").split(separator: ",").contains { $0.drop { $0 == " " } == tag }
  }

  /// The file, unless the browser has it.
  func response(known tags: String?) -> Response {
    if isKnown(by: tags) {
      return Response(status: .notModified, headers: headers)
    }
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
  }
}
