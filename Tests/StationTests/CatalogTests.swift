import Foundation
import Host
import InfusionCore
import Testing

@testable import Station

/// `systemd/infusionwatch.catalog`, which `journalctl -x` shows beside each entry.
@Suite struct CatalogTests {
  /// What the catalog says of one MESSAGE_ID.
  private struct Explanation {
    var id: String
    var headers: [String: String]
    var body: String
  }

  @Test func `every kind of entry is explained, and nothing else is`() throws {
    let catalog = try Self.catalog()
    let told = try Self.file("systemd/tell-failure").matches(of: /MESSAGE_ID=([0-9a-f]{32})/)
    #expect(told.count == 1)
    let written =
      EventName.allCases.map(\.messageID) + [EventJournal.trendMessageID]
      + [JournalWriter.lossMessageID] + told.map { String($0.1) }
    #expect(catalog.map(\.id).sorted() == written.sorted())
    #expect(Set(written).count == written.count)
  }

  @Test func `each explanation has a subject, says what it means and what to do`() throws {
    for explanation in try Self.catalog() {
      let subject = try #require(explanation.headers["Subject"])
      #expect(subject.first?.isUppercase == true || subject.hasPrefix("infusionwatch"))
      #expect(!subject.hasSuffix("."))
      #expect(explanation.headers["Defined-By"] == "infusionwatch")
      let paragraphs = explanation.body.components(separatedBy: "\n\n")
      #expect(paragraphs.count == 2, "\(subject)")
      #expect(paragraphs.allSatisfy { $0.hasSuffix(".") }, "\(subject)")
    }
  }

  @Test func `an explanation names only fields that its entry bears`() throws {
    let ofEvents: Set = [
      "INFUSIONWATCH_BED", "INFUSIONWATCH_CONDITION", "INFUSIONWATCH_PRIORITY",
    ]
    let others: Set = ["INFUSIONWATCH_LOST", "INFUSIONWATCH_RESULT", "INFUSIONWATCH_STATUS"]
    let events = Dictionary(uniqueKeysWithValues: EventName.allCases.map { ($0.messageID, $0) })
    for explanation in try Self.catalog() {
      let fields = Set(explanation.body.matches(of: /@(\w+)@/).map { String($0.1) })
      guard let event = events[explanation.id] else {
        #expect(fields.isSubset(of: others.union(["INFUSIONWATCH_BED"])))
        continue
      }
      #expect(fields.isSubset(of: ofEvents), "\(event)")
      // Only alerts have a condition; the station's have no bed.
      let isAlert = event.rawValue.hasPrefix("alert.")
      #expect(fields.contains("INFUSIONWATCH_CONDITION") == isAlert, "\(event)")
      if isAlert || event.rawValue.hasPrefix("station.") {
        #expect(!fields.contains("INFUSIONWATCH_BED"), "\(event)")
      }
    }
  }

  private static func catalog() throws -> [Explanation] {
    let text = try file("systemd/infusionwatch.catalog")
    return text.components(separatedBy: "\n-- ").dropFirst().map { block in
      let parts = block.split(separator: "\n\n", maxSplits: 1).map(String.init)
      let head = parts[0].split(separator: "\n").map(String.init)
      let headers = head.dropFirst().compactMap { line -> (String, String)? in
        let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
        return pair.count == 2 ? (pair[0], pair[1].trimmingCharacters(in: .whitespaces)) : nil
      }
      return Explanation(
        id: head[0], headers: Dictionary(uniqueKeysWithValues: headers),
        body: parts[1].trimmingCharacters(in: .newlines))
    }
  }

  private static func file(_ path: String) throws -> String {
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
