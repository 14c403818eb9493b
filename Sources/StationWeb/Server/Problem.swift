import HTTPTypes
import Hummingbird
import NIOCore
import Records

/// Why a call was not done (RFC 9457, `application/problem+json`).
struct Problem: Error, Hashable, Sendable {
  let status: HTTPResponse.Status
  /// What is wrong, in one plain sentence.
  let what: String
  /// What to do instead.
  let remedy: String
  /// The present state of the bed concerned, as JSON, where that is why.
  var state: String?
  /// The methods that the path takes (RFC 9110, Allow), where that is why.
  var allow: String?

  init(_ status: HTTPResponse.Status, _ what: String, remedy: String, state: String? = nil) {
    self.status = status
    self.what = what
    self.remedy = remedy
    self.state = state
  }

  var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("type", "about:blank")
      json.field("title", status.reasonPhrase)
      json.field("status", status.code)
      json.field("detail", "\(what); \(remedy)")
      json.field("remedy", remedy)
      if let state { json.field("state", raw: state) }
    }
    return json.bytes
  }
}

extension Problem: HTTPResponseError {
  var response: Response {
    var headers: HTTPFields = [
      .contentType: "application/problem+json", .cacheControl: "no-store",
    ]
    if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    if let allow { headers[.allow] = allow }
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json)))
  }

  func response(from request: Request, context: some RequestContext) throws -> Response { response }
}
