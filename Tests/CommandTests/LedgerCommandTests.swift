import Foundation
import InfusionCore
import Records
import Testing
import Vitals

/// `infusionwatch ledger`
@Suite struct LedgerCommandTests {
  @Test func `a ledger is copied and checked, whether a station holds it or not`() async throws {
    let folder = try StationFolder(monitorPort: 1502)
    let (ledger, _) = try Ledger.open(
      folder: folder.path("data"),
      start: Ledger.Start(id: "s1", bootID: "b1", wall: 0, rules: "r"))
    let copy = folder.path("copy.sqlite")
    let backup = try run("backup", copy, folder)
    #expect(backup.status == 0)
    #expect(backup.output == "\(copy): ok\n")
    await ledger.close()

    let check = try run("check", folder)
    #expect(check.status == 0)
    #expect(check.output.hasSuffix("data/ledger.sqlite: ok (0 sessions, 0 events)\n"))
    let again = try run("backup", copy, folder)
    #expect(again.status == 69)
    #expect(again.errors.hasSuffix("it is there already; name a file that is not there\n"))
  }

  @Test func `each finding has a line of its own`() async throws {
    let folder = try StationFolder(monitorPort: 1502)
    let (ledger, _) = try Ledger.open(
      folder: folder.path("data"),
      start: Ledger.Start(id: "s1", bootID: "b1", wall: 0, rules: "r"))
    let event = Event(
      moment: Moment(milliseconds: 1), bed: nil, session: nil, admitted: nil, name: .dayStarted)
    for sequence: Int64 in [1, 3, 7] {
      let batch = LedgerBatch(events: [NumberedEvent(sequence: sequence, event: event)])
      #expect(await ledger.commit(batch) == .durable)
    }
    let check = try run("check", folder)
    #expect(check.status == 1)
    #expect(check.output == "")
    let lines = check.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasSuffix("data/ledger.sqlite: event 2 is missing") == true)
    #expect(lines.last?.hasSuffix("data/ledger.sqlite: events 4 to 6 are missing") == true)
    await ledger.close()
  }

  @Test func `a ledger that is not there or is none has its exit status`() throws {
    let folder = try StationFolder(monitorPort: 1502)
    let missing = try run("check", folder)
    #expect(missing.status == 69)
    #expect(missing.errors.contains("data/ledger.sqlite: there is no ledger; name"))
    try FileManager.default.createDirectory(
      atPath: folder.path("data"), withIntermediateDirectories: true)
    try Data(repeating: 65, count: 4096).write(
      to: URL(filePath: folder.path("data/ledger.sqlite")))
    let damaged = try run("check", folder)
    #expect(damaged.status == 65)
    #expect(damaged.errors.contains("it is no ledger; move it away"))
    #expect(damaged.errors.split(separator: "\n").count == 1)
  }

  @Test func `what can be read of a damaged ledger is saved to another file`() async throws {
    let folder = try StationFolder(monitorPort: 1502)
    let (ledger, _) = try Ledger.open(
      folder: folder.path("data"),
      start: Ledger.Start(id: "s1", bootID: "b1", wall: 0, rules: "r"))
    let event = Event(
      moment: Moment(milliseconds: 1), bed: nil, session: nil, admitted: nil, name: .dayStarted)
    for sequence: Int64 in 1...200 {
      let batch = LedgerBatch(events: [NumberedEvent(sequence: sequence, event: event)])
      #expect(await ledger.commit(batch) == .durable)
    }
    await ledger.close()
    let file = folder.path("data/ledger.sqlite")
    let whole = try run("repair", folder.path("whole.sqlite"), folder)
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("event: 200 saved\n"))

    let handle = try FileHandle(forUpdating: URL(filePath: file))
    try handle.truncate(atOffset: try handle.seekToEnd() - 8_192)
    try handle.close()
    let bytes = try Data(contentsOf: URL(filePath: file))
    let check = try run("check", folder)
    #expect(check.status != 0)
    #expect(check.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("infusionwatch: ") })
    let repair = try run("repair", folder.path("saved.sqlite"), folder)
    #expect(repair.status == 1, "\(repair.output) \(repair.errors)")
    #expect(repair.output.contains("cannot be read"))
    #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
    let saved = try await LedgerFile(file: folder.path("saved.sqlite")).check()
    #expect(saved.events > 0)
    #expect(saved.events < 200)
    let again = try run("repair", folder.path("saved.sqlite"), folder)
    #expect(again.status == 69)
  }

  private func run(_ words: String..., folder: StationFolder) throws -> Program.Outcome {
    try Program.run(["ledger"] + words + ["--config", folder.configuration])
  }

  private func run(_ word: String, _ folder: StationFolder) throws -> Program.Outcome {
    try run(word, folder: folder)
  }

  private func run(
    _ word: String, _ file: String, _ folder: StationFolder
  ) throws -> Program.Outcome {
    try run(word, file, folder: folder)
  }
}
