import HTTPTypes
import Hummingbird
import Logging

/// Lets in whoever shows a token (RFC 6750).
struct Access: RouterMiddleware {
  typealias Context = WebContext

  let tokens: TokenFile

  func handle(
    _ request: Request, context: WebContext,
    next: @concurrent (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.caller = try caller(of: request, context)
    return try await next(request, context)
  }

  /// Who makes a call; nil: nobody has said.
  func caller(of request: Request, _ context: WebContext) throws(Problem) -> Caller? {
    guard let header = request.headers[.authorization] else { return nil }
    let words = header.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw Problem(
        .unauthorized, "the Authorization header is no bearer token",
        remedy: "send Authorization: Bearer TOKEN")
    }
    do {
      if let caller = try tokens.book().caller(of: String(words[1])) { return caller }
    } catch {
      context.logger.error("\(error)")
      throw Problem(
        .serviceUnavailable, "the station cannot read its tokens", remedy: "look into its log")
    }
    throw Problem(
      .unauthorized, "nobody has this token, or it was revoked",
      remedy: "ask for one: infusionwatch token add NAME --role nurse")
  }
}

extension WebContext {
  /// Who makes the call, if that is somebody with at least this role.
  func require(_ role: Role) throws(Problem) -> Caller {
    guard let caller else {
      throw Problem(
        .unauthorized, "this needs a token", remedy: "send Authorization: Bearer TOKEN")
    }
    guard caller.role >= role else {
      throw Problem(
        .forbidden, "\(caller.name) may \(caller.role.rawValue), and this needs \(role.rawValue)",
        remedy: "use a token with the role \(role.rawValue)")
    }
    return caller
  }
}
