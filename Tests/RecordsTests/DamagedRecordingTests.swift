import InfusionCore
import Records
import Testing
import Vitals

extension SeededGenerator {
  /// The text with a few bytes changed, left out, doubled, or put in.
  mutating func damaged(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...6, using: &self) where !text.isEmpty {
      let at = Int.random(in: text.indices, using: &self)
      let end = min(text.count, at + .random(in: 1...30, using: &self))
      switch Int.random(in: 0...4, using: &self) {
      case 0: text[at] = .random(in: 0...255, using: &self)
      case 1: text.removeSubrange(at..<end)
      case 2: text.insert(contentsOf: text[at..<end], at: at)
      case 3: text.insert("\",\n\r#!=".utf8.randomElement(using: &self) ?? 0, at: at)
      default: text.removeSubrange(end...)
      }
    }
    return text
  }
}

@Test(arguments: 1...30 as ClosedRange<UInt64>)
func `a damaged recording is read or refused in one line`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let sound = random.recording().text
  for _ in 0..<20 {
    let scratch = try Scratch(random.damaged(sound))
    for skipMalformed in [false, true] {
      do {
        for row in try rows(of: scratch.path, skipMalformed: skipMalformed) {
          #expect(row.time >= .zero && !row.bed.isEmpty)
        }
      } catch let error as RecordingError {
        #expect(!error.what.isEmpty && !error.remedy.isEmpty)
        #expect(error.description.onOneLine == error.description)
      }
    }
  }
}

@Test func `skipping malformed lines keeps every sound one, and counts the others`() throws {
  let broken = [
    "x,72", "9,fast", "9,!tired", "9", "9,72,98", "9,\"72\"x", ",72", "-1,72", "# every: 9",
  ]
  let text = "time,hr\n" + broken.enumerated().map { "\($0.offset),72\n\($0.element)\n" }.joined()
  let scratch = try Scratch(text + "8,\"72\n10,72\n")
  let scan = try RecordingScan(RecordingFile(path: scratch.path), skipMalformed: true)
  #expect(scan.malformed == broken.count + 1)
  let kept = try rows(of: scratch.path, skipMalformed: true)
  #expect(kept.map(\.time) == (Array(0..<Int64(broken.count)) + [10]).map { .seconds($0) })
}
