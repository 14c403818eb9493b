import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Lets in whoever shows a token (RFC 6750).
struct Access: RouterMiddleware {
  typealias Context = WebContext

  let tokens: TokenFile
  /// Why the tokens could not be read when they were last asked for: it is said once.
  private let trouble = Told()

  init(tokens: TokenFile) { self.tokens = tokens }

  private final class Told: Sendable {
    private let last = Mutex<TokenFile.Failure?>(nil)

    /// True: it is not what was said last.
    func isNews(_ failure: TokenFile.Failure?) -> Bool {
      last.withLock { last in
        defer { last = failure }
        return last != failure
      }
    }
  }

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
      let (book, failure) = try tokens.inForce()
      if trouble.isNews(failure) {
        if let failure {
          context.logger.critical(
            "\(failure); until then the last tokens that could be read are in force")
        } else {
          context.logger.notice("\(tokens.path) can be read again")
        }
      }
      if let caller = book.caller(of: String(words[1])) { return caller }
    } catch {
      if trouble.isNews(error) { context.logger.critical("\(error); nobody is let in") }
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
