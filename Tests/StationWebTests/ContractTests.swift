import InfusionCore
import Records
import Testing
import Vitals

@testable import StationWeb

/// The contract of the interface against the interface.
@Suite struct ContractTests {
  private let contract: ContractDocument

  init() throws { contract = try ContractDocument() }

  @Test func `whoever asks gets the contract, without a token`() async throws {
    let harness = try await WebHarness()
    let answer = try await harness.call("GET", "/api/v1/openapi.json", as: nil)
    #expect(answer.status == 200)
    #expect(answer.headers["content-type"] == "application/json")
    #expect(answer["openapi"] == .text("3.1.0"))
    #expect(answer[] == contract.root)
    try await harness.end()
  }

  @Test func `every call that the station takes is in the contract, and no other`() async throws {
    let harness = try await WebHarness()
    let page = Set(PageFile.all.map { "GET \($0.path)" })
    let routes = harness.calls.flatMap { call in Self.named(call) }.filter { !page.contains($0) }
    #expect(Set(routes).sorted() == contract.calls.sorted())
    try await harness.end()
  }

  /// The calls that a route stands for, in the contract's words.
  private static func named(_ route: String) -> [String] {
    let ofStation: Set<VerbName> = [.startOfDay, .endOfDay]
    return switch route {
    case "POST /api/v1/beds/{bed}/{verb}":
      VerbName.allCases.filter { !ofStation.contains($0) }
        .map { "POST /api/v1/beds/{bed}/\($0.rawValue)" }
    case "POST /api/v1/station/{verb}": ofStation.map { "POST /api/v1/station/\($0.rawValue)" }
    case "POST /api/v1/alerts/{id}/{answer}":
      ["acknowledge", "going"].map { "POST /api/v1/alerts/{id}/\($0)" }
    default: route.hasPrefix("HEAD ") ? [] : [route]
    }
  }

  @Test func `the contract's words are the station's words`() {
    #expect(contract.words(of: "Condition") == Set(Condition.allCases.map(\.rawValue)))
    #expect(contract.words(of: "EventName") == Set(EventName.allCases.map(\.rawValue)))
    #expect(contract.words(of: "VerbName") == Set(VerbName.allCases.map(\.rawValue)))
    #expect(contract.words(of: "Phase") == Set(Phase.allCases.map(\.rawValue) + ["idle"]))
    #expect(contract.words(of: "Priority") == Set(Priority.allCases.map(\.rawValue)))
    #expect(contract.words(of: "Quality") == Set(ShownVital.Quality.allCases.map(\.rawValue)))
    #expect(contract.words(of: "AbsenceReason") == Set(AbsenceReason.allCases.map(\.rawValue)))
    #expect(contract.words(of: "VitalSign") == Set(VitalSign.allCases.map(\.rawValue)))
    #expect(contract.words(of: "Unit") == Set(VitalSign.allCases.map(\.unit)))
    #expect(contract.words(of: "RiskFlag") == Set(RiskFlag.allCases.map(\.rawValue)))
    #expect(contract.words(of: "Role") == Set(Role.allCases.map(\.rawValue)))
  }

  @Test func `every reference leads somewhere, and every schema is referred to`() {
    var used: Set<String> = []
    func look(_ value: JSONValue) {
      switch value {
      case .object(let fields):
        if case .text(let reference)? = fields["$ref"] { used.insert(reference) }
        for inner in fields.values { look(inner) }
      case .list(let values): for inner in values { look(inner) }
      case .null, .flag, .number, .text: break
      }
    }
    look(contract.root)
    let parts = contract["components"]?.fields ?? [:]
    let named = parts.filter { $0.key != "securitySchemes" }.flatMap { kind, parts in
      parts.fields.keys.map { "#/components/\(kind)/\($0)" }
    }
    #expect(Set(named).symmetricDifference(used).sorted() == [])
  }
}
