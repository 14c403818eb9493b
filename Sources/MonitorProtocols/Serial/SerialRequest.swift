public import Vitals

/// Every sequence of bytes that is ever sent to a monitor over a serial line.
///
/// All of them ask for what a monitor knows, and for nothing else. What inflates a cuff, or sets
/// anything, is not here and is not to come here; nor is what “resumes” a Nellcor printout, since
/// whatever such a monitor receives may open its menu.
public enum SerialRequest: CaseIterable, Sendable {
  /// The displayed values' basic class, every 5 s from now on.
  case datexDisplayedEvery5s
  /// No more displayed values.
  case datexStop
  /// The frames of the ECG, from now on.
  case berrymedECG
  /// The frames of the pulse oximeter, from now on.
  case berrymedSpO2
  /// The last measurement's result, once.
  case suntechResult
  /// The pressure in the cuff now, once.
  case suntechCuffPressure

  /// What is sent, as it stands on the line.
  public var bytes: [UInt8] {
    switch self {
    case .datexDisplayedEvery5s: Self.datexDisplayed(seconds: 5, sum: 0x36)
    case .datexStop: Self.datexDisplayed(seconds: 0, sum: 0x31)
    case .berrymedECG: [0x55, 0xAA, 0x04, 0x01, 0x01, 0xF9]
    case .berrymedSpO2: [0x55, 0xAA, 0x04, 0x03, 0x01, 0xF7]
    case .suntechResult: [0x3A, 0x79, 0x03, 0x00, 0x4A]
    case .suntechCuffPressure: [0x3A, 0x79, 0x05, 0x00, 0x48]
    }
  }

  /// A record of 49 bytes: its header, the end of its list of one, and the interval.
  private static func datexDisplayed(seconds: UInt8, sum: UInt8) -> [UInt8] {
    let nothing = { [UInt8](repeating: 0, count: $0) }
    return [0x7E, 0x31] + nothing(20) + [0xFF] + nothing(18) + [0x01, seconds] + nothing(7)
      + [sum, 0x7E]
  }
}

/// What is sent on a line of a protocol, and when.
public struct SerialRequests: Hashable, Sendable {
  /// Once the line is open, one after the other.
  public var opening: [SerialRequest] = []
  /// Those of the opening again after no frame came for so long: the monitor was restarted, or
  /// only now connected, and remembers no request.
  public var openingAgainAfter: Span?
  /// Again and again, in turn.
  public var polls: [SerialRequest] = []
  /// From one poll to the next.
  public var pollEvery: Span?
  /// Before the line is closed.
  public var closing: [SerialRequest] = []
}

extension SerialLanguage {
  /// Such a monitor says nothing before it is asked.
  public var isSilentUntilAsked: Bool { requests != SerialRequests() }

  /// What is sent to such a monitor; most send by themselves, and are only listened to.
  public var requests: SerialRequests {
    switch self {
    case .datexDRI:
      SerialRequests(
        opening: [.datexDisplayedEvery5s], openingAgainAfter: .seconds(15), closing: [.datexStop])
    case .berrymedPM6750:
      SerialRequests(opening: [.berrymedECG, .berrymedSpO2], openingAgainAfter: .seconds(3))
    case .suntechNIBP:
      SerialRequests(
        polls: [.suntechResult, .suntechCuffPressure], pollEvery: .milliseconds(500))
    case .noninDF1, .noninDF2, .noninDF7, .noninDF8, .noninDF13, .noninASCII, .masimoASCII1,
      .nellcorASCII, .bci5Byte:
      SerialRequests()
    }
  }
}
