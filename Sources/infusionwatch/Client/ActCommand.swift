import ArgumentParser
import Foundation
import InfusionCore
import NIOHTTP1
import Records

/// `infusionwatch act VERB ...`
struct ActCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "act",
    abstract: "A nurse's verbs from a shell: admit, start, hold, stop, ack and all others.",
    discussion: """
      Words are those of a recording: act admit --bed 1 flags=osa; act start --bed 1 minutes=40; \
      act ack spo2.low --bed 1; act entry --bed 1 bp=124/78 moaas=5. Exit status 1 if the station \
      refuses, 69 if it is not reached.
      """)

  @Argument(help: "The verb, then its arguments as key=value.")
  var words: [String]
  @Option(help: "The bed; start-of-day and end-of-day have none.")
  var bed: String?
  @OptionGroup var place: StationPlace

  func run() async throws {
    let act = try parsed()
    let path = try path(of: act)
    let client = try place.client()
    let (status, answer) = try await client.reached { client throws(StationClient.Unreached) in
      try await client.call(.POST, path, body: body(), key: UUID().uuidString)
    }
    guard (200...299).contains(status) else {
      StandardError.tell(StationClient.words(status, answer))
      throw ExitCode.failure
    }
    tell(answer)
  }

  /// The verb, read here first: what a station would not understand is told at once.
  private func parsed() throws -> VerbName {
    do {
      if let name = words.first.flatMap(VerbName.init(rawValue:)), !Self.withSubject.contains(name),
        let word = words.dropFirst().first(where: { !$0.contains("=") })
      {
        throw ValidationError(
          "\(name.rawValue) does not take “\(word)”; write its arguments as key=value")
      }
      guard case .verb = try RecordedAct(words: words), let first = words.first,
        let name = VerbName(rawValue: first)
      else { throw ValidationError("“\(words.first ?? "")” is no verb of a nurse.") }
      return name
    } catch let error as VerbError {
      throw ValidationError("\(error.what); \(error.remedy)")
    }
  }

  /// Verbs one word of which stands without a key.
  private static let withSubject: Set<VerbName> = [.acknowledge, .going, .correct, .limit]

  private func path(of name: VerbName) throws -> String {
    if name == .startOfDay || name == .endOfDay {
      guard bed == nil else {
        throw ValidationError("\(name.rawValue) is of the whole station; leave --bed out")
      }
      return "/api/v1/station/\(name.rawValue)"
    }
    guard let bed else { throw ValidationError("--bed is missing; name the bed: --bed 1") }
    let escaped = bed.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? bed
    return "/api/v1/beds/\(escaped)/\(name.rawValue)"
  }

  private func body() -> [UInt8] {
    var json = JSONText()
    json.object { json in
      for word in words.dropFirst() {
        if let equals = word.firstIndex(of: "=") {
          json.field(String(word[..<equals]), String(word[word.index(after: equals)...]))
        } else {
          json.field(subjectKey, word)
        }
      }
    }
    return json.bytes
  }

  /// The key of the word that stands without one.
  private var subjectKey: String {
    switch words.first {
    case "correct": "entry"
    case "limit": "condition"
    default: "alert"
    }
  }

  private func tell(_ answer: JSONValue?) {
    let state = answer?["state"]?["phase"]?.text
    let now = bed.flatMap { bed in state.map { "; bed \(bed) is \($0)" } }
    print("done\(now ?? "")")
    for caution in answer?["caution"]?.list ?? [] { print("caution: \(caution.text ?? "")") }
    if answer?["durable"] == .flag(false) {
      StandardError.tell("it is done, but the ledger cannot keep it; look at the station")
    }
  }
}
