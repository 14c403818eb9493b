import Testing

@testable import StationWeb

/// Who may do what.
@Suite struct AccessTests {
  /// Each call, and what it answers to nobody, view, nurse, prescriber and admin.
  private static let calls = """
    GET  /healthz                             200 200 200 200 200
    GET  /metrics                             200 200 200 200 200
    GET  /api/v1/me                           401 200 200 200 200
    GET  /api/v1/beds                         401 200 200 200 200
    GET  /api/v1/beds/1                       401 200 200 200 200
    GET  /api/v1/beds/9                       401 404 404 404 404
    POST /api/v1/stream/receipt               401 400 400 400 400
    POST /api/v1/beds/1/stop                  401 403 409 409 409
    POST /api/v1/beds/9/stop                  401 403 404 404 404
    POST /api/v1/beds/1/dance                 401 403 404 404 404
    POST /api/v1/alerts/none/acknowledge      401 403 404 404 404
    POST /api/v1/alerts/1-1-spo2.low-1/going  401 403 409 409 409
    POST /api/v1/alerts/none/dance            401 403 404 404 404
    POST /api/v1/station/start-of-day         401 403 200 200 200
    POST /api/v1/station/admit                401 403 404 404 404
    """

  @Test func `every role is let in where it may be, and nowhere else`() async throws {
    let harness = try await WebHarness()
    for line in Self.calls.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      for (role, status) in zip([nil] + Role.allCases, words.dropFirst(2)) {
        let answer = try await harness.call(words[0], words[1], as: role)
        #expect(answer.status == Int(status), "\(line): \(role?.rawValue ?? "nobody")")
      }
    }
    try await harness.end()
  }

  @Test func `a wrong token is refused as such, and told how to get one`() async throws {
    let harness = try await WebHarness()
    try TokenFile(folder: harness.folder).write(TokenBook())
    let answer = try await harness.call("GET", "/api/v1/beds")
    #expect(answer.status == 401)
    #expect(answer.headers["www-authenticate"] == "Bearer")
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(answer.text.contains("infusionwatch token add"))
    try await harness.end()
  }
}

/// The tokens themselves.
@Suite struct TokenBookTests {
  @Test func `a token is known by its owner until it is revoked`() throws {
    var book = TokenBook()
    let text = try book.add("anna", role: .nurse, now: 1)
    #expect(book.caller(of: text) == Caller(name: "anna", role: .nurse))
    #expect(book.caller(of: text + "x") == nil)
    try book.revoke("anna", now: 2)
    #expect(book.caller(of: text) == nil)
    #expect(throws: TokenBook.Refusal.self) { try book.revoke("anna", now: 3) }
  }

  @Test func `the token itself is kept nowhere`() throws {
    var book = TokenBook()
    let text = try book.add("anna", role: .nurse, now: 1)
    #expect(text.utf8.count == 46)
    #expect(!"\(book)".contains(text.dropFirst(3)))
  }

  @Test func `an owner has one token in force, and a name that can be read`() throws {
    var book = TokenBook()
    _ = try book.add("anna", role: .nurse, now: 1)
    for name in ["anna", "", "   ", "a\nb", String(repeating: "x", count: 65)] {
      #expect(throws: TokenBook.Refusal.self) { try book.add(name, role: .view, now: 2) }
    }
    try book.revoke("anna", now: 3)
    _ = try book.add("anna", role: .view, now: 4)
  }
}
