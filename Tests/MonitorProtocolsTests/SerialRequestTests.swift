import MonitorProtocols
import Testing
import Vitals

@Suite struct SerialRequestTests {
  /// All that the devices' descriptions have of them.
  private static let documented: Set<[UInt8]> = [
    [UInt8](
      hex: """
        7e310000000000000000000000000000000000000000ff00000000000000000000000000000000000001050000
        0000000000367e
        """),
    [UInt8](
      hex: """
        7e310000000000000000000000000000000000000000ff00000000000000000000000000000000000001000000
        0000000000317e
        """),
    [UInt8](hex: "55AA040101F9"), [UInt8](hex: "55AA040301F7"),
    [UInt8](hex: "3A7903004A"), [UInt8](hex: "3A79050048"),
  ]

  @Test func `all that can be sent is what is documented, byte for byte`() {
    #expect(Set(SerialRequest.allCases.map(\.bytes)) == Self.documented)
    #expect(SerialRequest.allCases.count == Self.documented.count)
  }

  @Test(arguments: SerialRequest.allCases)
  func `nothing that can be sent inflates a cuff or sets anything`(_ request: SerialRequest) throws
  {
    let bytes = request.bytes
    switch bytes.first {
    case 0x3A:
      // A SunTech module: reads are 79 03 and 79 05.
      #expect(bytes.count == 5)
      #expect(![0x17, 0x20, 0x28, 0x87, 0x0C, 0x04, 0x86].contains(bytes[1]))
      #expect(bytes[1] == 0x79)
      #expect([0x03, 0x05].contains(bytes[2]))
      #expect(bytes.reduce(0, &+) == 0)
    case 0x55:
      // A PM6750: streams of the ECG and the oximeter.
      #expect(bytes.starts(with: [0x55, 0xAA, 0x04]))
      #expect(bytes.count == 6)
      #expect([0x01, 0x03].contains(bytes[3]))
      #expect(bytes[4] == 0x01)
      #expect(bytes[5] == ~bytes[2..<5].reduce(0, &+))
    case 0x7E:
      // A DRI monitor: a request of physiological data, for displayed values.
      #expect(bytes.count == 52)
      #expect(bytes[15...16].elementsEqual([0, 0]))
      #expect(bytes[17...19].elementsEqual([0, 0, 0]))
      #expect(bytes[41] == 1)
      #expect([0, 5].contains(bytes[42]))
      #expect(bytes[1..<50].reduce(0, &+) == bytes[50])
    case _: Issue.record("unknown device")
    }
  }

  @Test(arguments: SerialLanguage.allCases)
  func `what is sent on a line is of its own device`(_ language: SerialLanguage) {
    let requests = language.requests
    let sent = requests.opening + requests.polls + requests.closing
    let first: UInt8? =
      switch language {
      case .datexDRI: 0x7E
      case .berrymedPM6750: 0x55
      case .suntechNIBP: 0x3A
      case .noninDF1, .noninDF2, .noninDF7, .noninDF8, .noninDF13, .noninASCII, .masimoASCII1,
        .nellcorASCII, .bci5Byte:
        nil
      }
    #expect(sent.isEmpty == (first == nil))
    #expect(sent.allSatisfy { $0.bytes.first == first })
    #expect(requests.polls.isEmpty == (requests.pollEvery == nil))
    #expect(requests.opening.isEmpty == (requests.openingAgainAfter == nil))
  }

  @Test func `every request is sent on some line`() {
    let sent = SerialLanguage.allCases.map(\.requests).flatMap {
      $0.opening + $0.polls + $0.closing
    }
    #expect(Set(sent) == Set(SerialRequest.allCases))
  }
}
