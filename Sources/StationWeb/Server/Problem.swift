import HTTPTypes
import Hummingbird
import InfusionCore
import NIOCore
import Records

/// Why a call was not done (RFC 9457, `application/problem+json`).
struct Problem: Error, Hashable, Sendable {
  let status: HTTPResponse.Status
  /// What is wrong, in one plain sentence.
  let what: String
  /// What to do instead.
  let remedy: String
  /// The phase of the bed concerned, where that is why.
  var phase: Phase?

  init(_ status: HTTPResponse.Status, _ what: String, remedy: String, phase: Phase? = nil) {
    self.status = status
    self.what = what
    self.remedy = remedy
    self.phase = phase
  }

  var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("type", "about:blank")
      json.field("title", status.reasonPhrase)
      json.field("status", status.code)
      json.field("detail", "\(what); \(remedy)")
      json.field("remedy", remedy)
      if let phase { json.field("phase", phase.rawValue) }
    }
    return json.bytes
  }
}

extension Problem: HTTPResponseError {
  var response: Response {
    Response(
      status: status,
      headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: json)))
  }

  func response(from request: Request, context: some RequestContext) throws -> Response { response }
}
