import MonitorProtocols
import Testing
import Vitals

@Suite struct DatexDRITests {
  private func said(_ frame: [UInt8]) -> [SerialFinding.Content] {
    var decoder = DatexDRI()
    var said: [SerialFinding.Content] = []
    decoder.decode(frame) { said.append($0.content) }
    return said
  }

  private func heartRate(_ change: (inout [UInt8]) -> Void) -> SerialFinding.Content? {
    said(DatexFrames.record(DatexFrames.normal, change)).first
  }

  private func saturation(_ change: (inout [UInt8]) -> Void) -> SerialFinding.Content? {
    said(DatexFrames.record(DatexFrames.normal, change)).dropFirst().first
  }

  /// The ECG's status: its module is there and active, and these bits.
  private func status(_ bits: Int) -> Int { 3 | bits }

  @Test(arguments: [-32_767, -32_766, -32_764, -32_763, -32_762, -32_001, -32_000, -1, 0])
  func `what is no number is no heart rate, no saturation and no pressure`(_ number: Int) {
    let frame = DatexFrames.record {
      for offset in [10, 128, 82, 84, 86] { $0.set(offset, number) }
    }
    #expect(said(frame) == .nothing(.invalid))
  }

  @Test func `a heart rate above 127 is right`() {
    #expect(heartRate { $0.set(10, 240) } == .value(.hr, 240))
    #expect(heartRate { $0.set(10, 351) } == .absent(.hr, .invalid))
  }

  @Test func `asystole is no pulse, whatever number stands there`() {
    #expect(heartRate { $0.set(4, status(0x04)) } == .absent(.hr, .noPulse))
  }

  @Test func `a number while all leads are off is absent, unless a pulse gives it`() {
    #expect(heartRate { $0.set(4, status(0x3800)) } == .absent(.hr, .sensorOff))
    #expect(heartRate { $0.set(4, status(0x3800 | 1 << 3)) } == .absent(.hr, .sensorOff))
    #expect(heartRate { $0.set(4, status(0x3800 | 6 << 3)) } == .value(.hr, 72))
    #expect(heartRate { $0.set(4, status(0x1800)) } == .value(.hr, 72))
  }

  @Test(arguments: [(0x80, AbsenceReason.artifact), (0x100, .artifact), (0x200, .searching)])
  func `noise, artifact and learning mark a number, and are why there is none`(
    _ bit: Int, _ reason: AbsenceReason
  ) {
    #expect(heartRate { $0.set(4, status(bit)) } == .value(.hr, 72, .low))
    let none = heartRate {
      $0.set(4, status(bit))
      $0.set(10, -32_767)
    }
    #expect(none == .absent(.hr, reason, .low))
    #expect(heartRate { $0.set(4, status(bit | 12 << 3)) } == .value(.hr, 72))
  }

  @Test func `the pulse rate stands for the heart rate only where no ECG is measured`() {
    func rate(ecg: Int, oximeter: Int = 3) -> SerialFinding.Content? {
      heartRate {
        $0.set(4, ecg)
        $0.set(10, -32_767)
        $0.set(122, oximeter)
        $0.set(130, 77)
      }
    }
    #expect(rate(ecg: 0) == .value(.hr, 77))
    #expect(rate(ecg: 1) == .value(.hr, 77))
    #expect(rate(ecg: 3) == .absent(.hr, .invalid))
    #expect(rate(ecg: 0, oximeter: 0) == .absent(.hr, .notMeasured))
  }

  @Test func `saturation has hundredths, and is absent without its module`() {
    #expect(saturation { $0.set(128, 9_755) } == .value(.spo2, 97.55))
    #expect(saturation { $0.set(128, 10_001) } == .absent(.spo2, .invalid))
    #expect(saturation { $0.set(122, 0) } == .absent(.spo2, .notMeasured))
    let inactive = saturation {
      $0.set(122, 1)
      $0.set(128, -32_767)
    }
    #expect(inactive == .absent(.spo2, .notMeasured))
  }

  @Test func `a year that is wrong in the monitor's clock changes nothing`() {
    let frame = DatexFrames.record {
      $0[6...9] = [0, 0, 0, 0]
      $0.set(0, 1)
      $0.set(2, 0)
    }
    #expect(said(frame) == .continuous(hr: 72, spo2: 97) + .cuff(120, 80, 93))
  }

  @Test func `waves, trends and other classes say nothing`() {
    #expect(said(DatexFrames.record { $0[14] = 1 }).isEmpty)
    #expect(said(DatexFrames.record { $0[18] = 2 }).isEmpty)
    #expect(said(DatexFrames.record { $0[18] = 0xFF }).isEmpty)
    #expect(said(DatexFrames.record { $0.set(276, 0x100) }).isEmpty)
  }

  @Test func `the basic class is found behind another subrecord`() {
    let frame = DatexFrames.record {
      let basic = $0.suffix(278)
      var extended = [UInt8](basic)
      extended[277] = 1
      $0 = $0.prefix(40) + extended + basic
      $0[0...1] = [UInt8(596 & 0xFF), UInt8(596 >> 8)]
      $0[16...24] = [0, 0, 1, UInt8(278 & 0xFF), 1, 1, 0, 0, 0xFF]
    }
    #expect(said(frame) == .continuous(hr: 72, spo2: 97) + .cuff(120, 80, 93))
  }

  @Test func `a subrecord that is said to lie outside its record says nothing`() {
    #expect(said(DatexFrames.record { $0[16] = 1 }).isEmpty)
    #expect(said(DatexFrames.record { $0[16...17] = [0xFF, 0xFF] }).isEmpty)
    #expect(said(DatexFrames.record { $0[16...17] = [0xFF, 0x7F] }).isEmpty)
  }

  @Test func `a record of another length than it says is none`() {
    var decoder = DatexDRI()
    for change in [-1, 1] {
      let frame = DatexFrames.record { $0[0] = UInt8(Int($0[0]) + change) }
      decoder.decode(frame) { _ in Issue.record("believed") }
    }
    #expect(decoder.tally.frames == 0)
  }

  @Test func `a wrong sum is counted once`() {
    var decoder = DatexDRI()
    var frame = DatexFrames.normal
    frame[50] ^= 1
    decoder.decode(frame) { _ in Issue.record("believed") }
    #expect(decoder.tally.checksumErrors == 1)
  }

  @Test(arguments: [0x7E, 0x7D] as [UInt8])
  func `a flag or an escape as the sum is read`(_ sum: UInt8) throws {
    let frames = (1...350).map { rate in DatexFrames.record { $0.set(10, rate) } }
    let end = [0x7D, sum & ~0x20, 0x7E]
    let frame = try #require(frames.first { $0.suffix(3).elementsEqual(end) })
    #expect(said(frame).count == 5)
  }

  @Test(arguments: [(1490, 1), (1491, 0)])
  func `the longest record is read with every byte escaped, and none that is longer`(
    _ length: Int, _ frames: Int
  ) {
    let frame = DatexFrames.record {
      $0 = [UInt8](repeating: 0x7E, count: length)
      $0[0...1] = [UInt8(length & 0xFF), UInt8(length >> 8)]
      $0[14...15] = [1, 0]
    }
    for chunks in [[frame], frame.map { [$0] }] {
      var decoder = DatexDRI()
      for chunk in chunks { decoder.decode(chunk) { _ in Issue.record("said something") } }
      #expect(decoder.tally.frames == frames)
      #expect(decoder.tally.skipped + decoder.tally.frames * frame.count >= frame.count - 1)
    }
  }

  @Test func `frames that share a flag, or have more than they need, are all read`() {
    let frame = DatexFrames.normal
    var decoder = DatexDRI()
    var count = 0
    decoder.decode(frame + frame.dropFirst() + [0x7E, 0x7E] + frame) { _ in count += 1 }
    #expect(decoder.tally.frames == 3)
    #expect(decoder.tally.skipped == 2)
    #expect(count == 9)
  }

  @Test func `a lost flag loses no more than its frame`() {
    let frame = DatexFrames.normal
    for lost in [0, frame.count - 1] {
      var bytes = frame
      bytes.remove(at: lost)
      var decoder = DatexDRI()
      decoder.decode(bytes + frame + frame) { _ in }
      #expect(decoder.tally.frames >= 2)
    }
  }
}
