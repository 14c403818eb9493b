import MonitorProtocols
import Testing
import Vitals

@testable import SimulatedMonitors

/// A simulated device says in its protocol what its face shows: read back by the decoders that
/// read real monitors.
@Suite struct SimulatedVoiceTests {
  @Test(arguments: SerialLanguage.allCases)
  func `each protocol says the numbers that its monitor shows`(language: SerialLanguage) {
    for rate in [31.0, 72, 126, 127, 128, 200, 249] {
      for saturation in [70.0, 88, 97, 100] {
        let shown = ShownVitals(hr: .value(rate), spo2: .value(saturation))
        let heard = Conversation(language) { _ in shown }
        for (vital, content) in [(VitalSign.hr, shown.hr), (.spo2, shown.spo2)]
        where language.vitals.contains(vital) {
          #expect(heard.contents(of: vital).last == content, "\(rate) and \(saturation)")
          #expect(Set(heard.contents(of: vital)) == [content], "nothing else is ever said")
        }
        #expect(heard.tally.skipped == 0)
      }
    }
  }

  @Test(arguments: SerialLanguage.allCases.filter { $0.vitals.contains(.spo2) })
  func `no number is said where the monitor shows none, whatever the reason`(
    language: SerialLanguage
  ) {
    for reason in AbsenceReason.allCases {
      let heard = Conversation(language) { _ in
        ShownVitals(hr: .absent(reason), spo2: .absent(reason))
      }
      #expect(!heard.contents(of: .hr).isEmpty)
      #expect(!heard.contents(of: .spo2).isEmpty)
      #expect((heard.contents(of: .hr) + heard.contents(of: .spo2)).allSatisfy { $0.isAbsent })
    }
  }

  @Test(arguments: [
    // What is only printed as dashes, or has no word for it, is a sensor that says nothing.
    (SerialLanguage.noninDF1, AbsenceReason.disconnected), (.noninDF2, .sensorOff),
    (.noninDF7, .sensorOff), (.noninDF8, .sensorOff), (.noninDF13, .notMeasured),
    (.noninASCII, .invalid), (.masimoASCII1, .sensorOff), (.nellcorASCII, .sensorOff),
    (.datexDRI, .sensorOff), (.berrymedPM6750, .sensorOff), (.bci5Byte, .sensorOff),
  ])
  func `a probe that is off is said in the protocol's own way`(
    language: SerialLanguage, word: AbsenceReason
  ) {
    let shown = ShownVitals(hr: .value(72), spo2: .value(97))
    let heard = Conversation(language) { _ in shown.withoutProbe }
    #expect(heard.contents(of: .hr).last == .absent(word))
  }

  @Test(arguments: [SerialLanguage.datexDRI, .berrymedPM6750, .suntechNIBP])
  func `a cuff is heard to inflate, and brings each result once`(language: SerialLanguage) {
    var bedside = SimulatedBedside(
      SimulatedPatient(.usualRise, seed: 5), firstCuff: .seconds(40), cuffEvery: .seconds(100),
      cuffTakes: .seconds(20))
    bedside.cuffPressed = [.seconds(160)]
    let face = bedside
    let heard = Conversation(language, seconds: 300) { face.shown(on: $0, started: .zero) }
    let results = [40, 140, 180, 240].compactMap { second in
      face.shown(on: .seconds(second), started: .zero).cuff
    }
    #expect(heard.findings.filter { $0 == .cuffInflating }.count == 4)
    #expect(heard.findings.filter { $0 == .cuffFailed } == [])
    #expect(heard.contents(of: .sbp) == results.map { .value($0.sbp ?? 0) })
    #expect(heard.contents(of: .dbp) == results.map { .value($0.dbp ?? 0) })
    #expect(heard.contents(of: .map) == results.map { .value($0.map ?? 0) })
  }

  @Test(arguments: [
    (SerialLanguage.noninDF1, 30), (.noninDF2, 3750), (.noninDF7, 3750), (.noninDF8, 40),
    (.noninASCII, 170), (.bci5Byte, 3000), (.datexDRI, 0), (.berrymedPM6750, 0),
    (.suntechNIBP, 0),
  ])
  func `it speaks as often as the device does, and only where that speaks unasked`(
    language: SerialLanguage, bytes: Int
  ) {
    let shown = ShownVitals(hr: .value(72), spo2: .value(97))
    let heard = Conversation(language, seconds: 10, isAsked: false) { _ in shown }
    #expect(heard.tally.bytes == bytes)
  }

  @Test func `frames are those that the protocols' descriptions show`() {
    let shown = ShownVitals(
      hr: .value(72), spo2: .value(97),
      cuff: ShownCuff(sbp: 120, dbp: 80, map: 93, rate: 72, age: .zero))
    let said = { (language: SerialLanguage) -> [UInt8] in
      var voice = language.voice(identity: nil)
      return voice.say(Utterance(shown: shown, on: .zero))
    }
    #expect(said(.noninDF8) == [0x80, 0x48, 0x61, 0x00])
    #expect(said(.bci5Byte) == [0xC5, 0x32, 0x07, 0x48, 0x61])
    #expect(said(.noninDF2)[5..<8] == [0x01, 0x82, 0xBC])
    #expect(said(.noninASCII) == Array("SPO2=097 HR=072\r\n".utf8))
    var suntech = SerialLanguage.suntechNIBP.voice(identity: nil)
    #expect(
      suntech.answer(.suntechResult, Utterance(shown: shown, on: .zero)) == [
        0x3E, 0x18, 0x78, 0x00, 0x50, 0x00, 0x00, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0x48, 0x00, 0x5D,
        0x00, 0x00, 0x00, 0x00, 0x3C,
      ])
    var berrymed = SerialLanguage.berrymedPM6750.voice(identity: nil)
    _ = berrymed.answer(.berrymedECG, Utterance(shown: shown, on: .zero))
    #expect(
      berrymed.say(Utterance(shown: shown, on: .zero)).suffix(10) == [
        0x55, 0xAA, 0x08, 0x03, 0x00, 0x00, 0x78, 0x5D, 0x50, 0xCF,
      ])
  }

  @Test func `a record's bytes that would end it are escaped, its sum among them`() {
    // 126 is the flag itself; over a minute of records the sums are many.
    let heard = Conversation(.datexDRI, seconds: 900) { on in
      ShownVitals(hr: .value(125 + Double(on.milliseconds / 5000 % 2)), spo2: .value(97))
    }
    #expect(heard.contents(of: .hr).count >= 180)
    #expect(heard.tally.skipped == 0)
    #expect(heard.tally.checksumErrors == 0)
  }

  @Test(arguments: [
    // A start of the cuff, and whatever else a module would obey.
    [0x3A, 0x20, 0xA6], [0x3A, 0x28, 0x9E], [0x3A, 0x79, 0x01, 0x00, 0x4C],
    [0x55, 0xAA, 0x04, 0x02, 0x01, 0xF8],
  ])
  func `it is deaf to all that is not on the allow-list`(bytes: [UInt8]) {
    for language in SerialLanguage.allCases {
      var device = SimulatedSerialDevice(language, identity: nil, lateness: .zero) { _ in
        ShownVitals(hr: .value(72), spo2: .value(97))
      }
      device.plug(at: .zero)
      device.hear(bytes, at: .zero, SimulatedFaults())
      #expect(device.take(at: .zero, SimulatedFaults()) == [])
    }
  }

  @Test func `a heading tells the model, and a line the serial number`() {
    let shown = ShownVitals(hr: .value(72), spo2: .value(97))
    let nellcor = Conversation(.nellcorASCII, identity: "N-595") { _ in shown }
    #expect(nellcor.findings.contains(.identity("N-595")))
    let masimo = Conversation(.masimoASCII1, identity: "0000070986") { _ in shown }
    #expect(masimo.findings.contains(.identity("0000070986")))
  }
}

extension Reading.Content {
  fileprivate var isAbsent: Bool { if case .absent = self { true } else { false } }
}
