import HTTPTypes
import Hummingbird

/// Every path of the interface with its methods: whatever else is called is answered in words.
struct KnownCalls: Sendable {
  private let calls: [(path: [Substring], method: HTTPRequest.Method)]
  /// How much of an unknown path an answer repeats, in characters.
  private static let longestPath = 100

  init(_ router: Router<WebContext>) {
    calls = router.routes.map { route in
      (route.path.description.split(separator: "/"), route.method)
    }
  }

  /// Why a call is none: 404 for an unknown path, 405 for another method of a known one.
  func problem(of method: HTTPRequest.Method, _ path: String) -> Problem? {
    let methods = methods(of: path)
    guard !methods.contains(method) else { return nil }
    let shown = path.prefix(Self.longestPath)
    guard !methods.isEmpty else {
      return Problem(
        .notFound, "there is nothing at \(shown)", remedy: "see /api/v1/openapi.json")
    }
    let allowed = methods.map(\.rawValue).sorted().joined(separator: ", ")
    var problem = Problem(
      .methodNotAllowed, "\(shown) does not take \(method.rawValue.prefix(Self.longestPath))",
      remedy: "use \(allowed)")
    problem.allow = allowed
    return problem
  }

  private func methods(of path: String) -> Set<HTTPRequest.Method> {
    let steps = path.split(separator: "/")
    let found = calls.filter { call in
      call.path.count == steps.count
        && zip(call.path, steps).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
    return Set(found.map(\.method))
  }
}

/// Answers every request: known calls by the router, all others by a problem.
struct WebResponder: HTTPResponder {
  private let calls: KnownCalls
  private let router: RouterResponder<WebContext>

  init(_ router: Router<WebContext>) {
    // The first builds the calls of `HEAD` too.
    self.router = router.buildResponder()
    calls = KnownCalls(router)
  }

  func respond(to request: Request, context: WebContext) async throws -> Response {
    if let problem = calls.problem(of: request.method, request.uri.path) { throw problem }
    return try await router.respond(to: request, context: context)
  }
}
