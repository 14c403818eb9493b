import MonitorProtocols
import Testing
import Vitals

@Suite struct BerrymedPM6750Tests {
  private func frame(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
    let counted = [UInt8(data.count + 3), type] + data
    return [0x55, 0xAA] + counted + [~counted.reduce(0, &+)]
  }
  private func heart(_ rate: UInt8, status: UInt8 = 0) -> [UInt8] {
    frame(0x02, [status, rate, 16, 0, 0])
  }
  private func oximeter(_ saturation: UInt8, _ rate: UInt8, status: UInt8 = 0) -> [UInt8] {
    frame(0x04, [status, saturation, rate])
  }
  private func cuff(
    _ step: UInt8, _ sys: UInt8 = 0, _ mean: UInt8 = 0, _ dia: UInt8 = 0
  ) -> [UInt8] {
    frame(0x03, [step << 2, 0, sys, mean, dia])
  }

  private func said(_ frames: [UInt8]...) -> [SerialFinding.Content] {
    var decoder = BerrymedPM6750()
    var said: [SerialFinding.Content] = []
    for frame in frames { decoder.decode(frame) { said.append($0.content) } }
    return said
  }

  @Test func `a heart rate above 127 is right, and none is absent`() {
    #expect(said(heart(200)) == [.value(.hr, 200)])
    #expect(said(heart(0)) == [.absent(.hr, .invalid)])
    #expect(said(heart(255)) == [.absent(.hr, .invalid)])
  }

  @Test func `a printed rate with a lead off is absent, a weak signal's is marked`() {
    #expect(said(heart(75, status: 0x02)) == [.absent(.hr, .sensorOff)])
    #expect(said(heart(75, status: 0x01)) == [.value(.hr, 75, .low)])
  }

  @Test(
    arguments: [
      (1, AbsenceReason.sensorOff), (2, .sensorOff), (3, .searching), (4, .searching),
      (5, .invalid),
      (0xFF, .invalid),
    ] as [(UInt8, AbsenceReason)])
  func `an oximeter's status makes printed numbers absent, with its reason`(
    _ status: UInt8, _ reason: AbsenceReason
  ) {
    #expect(said(oximeter(98, 75, status: status)) == .nothing(reason))
  }

  @Test func `missing numbers and what cannot be are absent`() {
    #expect(said(oximeter(127, 255)) == .nothing(.invalid))
    #expect(said(oximeter(0, 0)) == .nothing(.invalid))
    #expect(said(oximeter(101, 251)) == .nothing(.invalid))
    #expect(said(oximeter(97, 250)) == .continuous(hr: 250, spo2: 97))
  }

  @Test func `while the ECG has a rate it is the heart rate`() {
    #expect(
      said(heart(75), oximeter(98, 60), heart(76))
        == [.value(.hr, 75), .value(.spo2, 98), .value(.hr, 76)])
  }

  @Test func `where the ECG has none the pulse rate is the heart rate`() {
    #expect(
      said(heart(0, status: 2), oximeter(98, 60), heart(0, status: 2), oximeter(98, 61))
        == [.absent(.hr, .sensorOff)] + .continuous(hr: 60, spo2: 98)
        + .continuous(hr: 61, spo2: 98))
  }

  @Test func `an ECG that is silent gives way to the pulse rate`() {
    let frames = [heart(75)] + [[UInt8]](repeating: oximeter(98, 60), count: 5)
    let said = said(frames.flatMap(\.self))
    #expect(said.filter { $0 == .value(.hr, 60) }.count == 2)
    #expect(said.last == .value(.spo2, 98))
  }

  @Test func `an oximeter that is silent leaves the ECG to say why there is no rate`() {
    let frames = [oximeter(98, 60)] + [[UInt8]](repeating: heart(0, status: 2), count: 5)
    #expect(said(frames.flatMap(\.self)).last == .absent(.hr, .sensorOff))
  }

  @Test func `a result is told when its measurement ends, and never again`() {
    #expect(
      said(
        cuff(0, 110, 80, 70), cuff(1), cuff(1), cuff(0, 120, 93, 80), cuff(0, 120, 93, 80),
        cuff(0, 121, 93, 80)) == [.cuffInflating] + .cuff(120, 80, 93))
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7, 8, 9, 10, 15] as [UInt8])
  func `a measurement that ends otherwise failed, once`(_ step: UInt8) {
    #expect(
      said(cuff(1), cuff(step, 120, 93, 80), cuff(step), cuff(0, 120, 93, 80))
        == [.cuffInflating, .cuffFailed])
  }

  @Test func `zeros at the end are no result, and one zero is a missing part`() {
    #expect(said(cuff(1), cuff(0)) == [.cuffInflating, .cuffFailed])
    #expect(
      said(cuff(1), cuff(0, 120, 0, 80))
        == [.cuffInflating, .value(.sbp, 120), .value(.dbp, 80), .absent(.map, .invalid)])
  }

  @Test func `the beginning of a frame inside data costs no frame`() {
    var decoder = BerrymedPM6750()
    var said: [SerialFinding.Content] = []
    let broken: [UInt8] = [0x55, 0xAA, 0x08, 0x02, 0x00]
    decoder.decode(broken + heart(0x55) + oximeter(98, 0xAA)) { said.append($0.content) }
    #expect(said == [.value(.hr, 85), .value(.spo2, 98)])
    #expect(decoder.tally.skipped == broken.count)
    #expect(decoder.tally.checksumErrors == 1)
  }

  @Test func `a known type of another length, and a length that cannot be, are no frames`() {
    #expect(said(frame(0x04, [0, 98, 75, 0])).isEmpty)
    #expect(said(frame(0x02, [0, 75])).isEmpty)
    var decoder = BerrymedPM6750()
    decoder.decode([0x55, 0xAA, 0xFF] + heart(75)) { _ in }
    #expect(decoder.tally.frames == 1)
    #expect(decoder.tally.skipped == 3)
  }

  @Test func `waves, temperatures and beats are frames that say nothing`() {
    var decoder = BerrymedPM6750()
    let bytes = frame(0x01, [1, 2, 3, 4, 5, 6, 7]) + frame(0xFE, [50]) + frame(0x05, [0, 36, 5])
    decoder.decode(bytes + frame(0x30, [0])) { _ in Issue.record("said something") }
    #expect(decoder.tally.frames == 4)
    #expect(decoder.tally.skipped == 0)
  }
}
