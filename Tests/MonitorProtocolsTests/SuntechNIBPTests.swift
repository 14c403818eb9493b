import MonitorProtocols
import Testing
import Vitals

@Suite struct SuntechNIBPTests {
  private var decoder = SuntechNIBP()

  private mutating func says(_ frame: [UInt8]) -> [SerialFinding.Content] {
    var said: [SerialFinding.Content] = []
    decoder.decode(frame) { said.append($0.content) }
    return said
  }

  private func frame(_ data: [UInt8]) -> [UInt8] {
    let counted = [0x3E, UInt8(data.count + 3)] + data
    return counted + [0 &- counted.reduce(0, &+)]
  }

  private mutating func reports(
    _ sys: Int, _ dia: Int, _ map: Int, rate: Int = 72, error: UInt8 = 0, isPresent: Bool = true
  ) -> [SerialFinding.Content] {
    var data = [UInt8](repeating: 0, count: 21)
    for (offset, word) in [(2, sys), (4, dia), (16, rate), (18, map)] {
      data[offset - 2] = UInt8(word & 0xFF)
      data[offset - 1] = UInt8(word >> 8)
    }
    data[5] = isPresent ? 1 : 0
    data[18] = error
    return says(frame(data))
  }

  private mutating func cuff(_ pressure: Int) -> [SerialFinding.Content] {
    let word = UInt16(truncatingIfNeeded: pressure)
    return says(frame([UInt8(word & 0xFF), UInt8(word >> 8)]))
  }

  private mutating func letter(_ letter: Character) -> [SerialFinding.Content] {
    says(frame([UInt8(ascii: letter.unicodeScalars.first ?? " ")]))
  }

  @Test mutating func `the first report is of unknown age, and a repeated one is not new`() {
    for _ in 0..<100 { #expect(reports(120, 80, 93).isEmpty) }
  }

  @Test mutating func `a changed report is new, once`() {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(reports(118, 80, 93) == .cuff(118, 80, 93))
    #expect(reports(118, 80, 93).isEmpty)
    #expect(reports(118, 80, 93, rate: 71) == .cuff(118, 80, 93))
  }

  @Test mutating func `the same numbers after a measurement that is done are new`() {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(letter("K").isEmpty)
    // It may have been on its way before.
    #expect(reports(120, 80, 93).isEmpty)
    #expect(reports(120, 80, 93) == .cuff(120, 80, 93))
    #expect(reports(120, 80, 93).isEmpty)
  }

  @Test mutating func `a first report after a measurement that is done is new`() {
    #expect(letter("K").isEmpty)
    #expect(reports(120, 80, 93).isEmpty)
    #expect(reports(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `a cuff begins to inflate once, and what is reported meanwhile is no result`()
  {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(cuff(2).isEmpty)
    #expect(cuff(60) == [.cuffInflating])
    #expect(cuff(180).isEmpty)
    #expect(reports(120, 80, 93).isEmpty)
    #expect(reports(140, 80, 93).isEmpty)
    #expect(cuff(40).isEmpty)
    #expect(cuff(3).isEmpty)
    #expect(reports(118, 78, 91) == .cuff(118, 78, 91))
    #expect(cuff(-2).isEmpty)
  }

  @Test mutating func `a report that was cleared meanwhile is new with the same numbers`() {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(cuff(160) == [.cuffInflating])
    #expect(reports(0, 0, 0, rate: 0, isPresent: false).isEmpty)
    #expect(cuff(0).isEmpty)
    #expect(reports(120, 80, 93) == .cuff(120, 80, 93))
  }

  @Test mutating func `a cleared report is no result and no failure`() {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(reports(0, 0, 0, rate: 0, isPresent: false).isEmpty)
    #expect(reports(0, 0, 0, rate: 0, isPresent: false).isEmpty)
  }

  @Test(arguments: [1, 2, 3, 4, 85, 87, 89, 90] as [UInt8])
  mutating func `a new error is a failure, once`(_ error: UInt8) {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(reports(120, 80, 93, error: error) == [.cuffFailed])
    #expect(reports(120, 80, 93, error: error).isEmpty)
  }

  @Test mutating func `a measurement that changes nothing failed after ten reports`() {
    #expect(reports(0, 0, 0, error: 2).isEmpty)
    #expect(cuff(160) == [.cuffInflating])
    #expect(cuff(0).isEmpty)
    for _ in 0..<9 { #expect(reports(0, 0, 0, error: 2).isEmpty) }
    #expect(reports(0, 0, 0, error: 2) == [.cuffFailed])
    #expect(reports(0, 0, 0, error: 2).isEmpty)
  }

  @Test mutating func `a measurement that is aborted failed, once`() {
    #expect(letter("A").isEmpty)
    #expect(cuff(160) == [.cuffInflating])
    #expect(letter("A") == [.cuffFailed])
    #expect(letter("A").isEmpty)
    for _ in 0..<20 { #expect(reports(120, 80, 93).isEmpty) }
  }

  @Test mutating func `a report after a measurement that began unseen is of unknown age`() {
    #expect(cuff(160) == [.cuffInflating])
    #expect(cuff(0).isEmpty)
    for _ in 0..<20 { #expect(reports(120, 80, 93).isEmpty) }
  }

  @Test mutating func `a part that cannot be is missing, and a result of none is a failure`() {
    #expect(reports(120, 80, 93).isEmpty)
    #expect(
      reports(118, 0, 400)
        == [.value(.sbp, 118), .absent(.dbp, .invalid), .absent(.map, .invalid)])
    #expect(reports(0, 0, 0) == [.cuffFailed])
  }

  @Test mutating func `other letters say nothing`() {
    for other in "OBES" { #expect(letter(other).isEmpty) }
    #expect(reports(120, 80, 93).isEmpty)
    #expect(decoder.tally.frames == 5)
  }

  @Test mutating func `a frame of another length is none`() {
    #expect(says(frame([1, 2, 3])).isEmpty)
    #expect(decoder.tally.frames == 0)
    #expect(decoder.tally.skipped == 6)
  }
}
