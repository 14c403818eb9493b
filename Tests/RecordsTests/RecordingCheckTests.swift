import Records
import Testing

private func faults(_ text: String) throws -> [String] {
  let scratch = try Scratch(text)
  do {
    _ = try RecordingCheck.rows(of: scratch.path) { scan throws(RecordingError) in
      guard let rules = try? rules(for: scan) else {
        throw RecordingError(file: scratch.path, line: nil, "no rules", remedy: "")
      }
      return rules
    }
    return []
  } catch { return error.list.map { "\($0.line ?? 0): \($0.what)" } }
}

@Test func `a recording that replays has no fault`() throws {
  #expect(try faults("time,hr,event\n0,72,admit\n1,72,cancel\n") == [])
}

@Test func `every malformed line is told in one run`() throws {
  let told = try faults("time,hr\n0,72\n1,x\n2,72\n3\n4,!x\n")
  #expect(
    told == [
      "3: hr “x” is no number", "5: the row has 1 cells, the first row names 2 columns",
      "6: hr “!x” is no known reason",
    ])
}

@Test func `of very many malformed lines only the first are told, and how many more`() throws {
  let told = try faults("time,hr\n" + String(repeating: "1,x\n", count: 120))
  #expect(told.count == 101)
  #expect(told.last == "0: 20 more lines are malformed")
}

@Test func `a verb that is not allowed is told where every line can be read`() throws {
  #expect(try faults("time,event\n0,start\n").first?.hasPrefix("2: start: ") == true)
}
