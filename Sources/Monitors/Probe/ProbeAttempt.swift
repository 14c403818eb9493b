public import MonitorProtocols
public import Vitals

/// One setting of a line, and how long it is listened to.
public struct ProbeAttempt: Hashable, Sendable {
  /// nil: a device server has its own settings.
  public var line: SerialLine?
  /// Which monitor is asked; nil: nothing is sent.
  public var asks: SerialLanguage?
  /// It ends after this long, sooner if all is clear.
  public var atMost: Span

  /// Settings that no maker ships, but that monitors and modules were found at, or can be set to.
  private static let others: [(baud: Int, parity: SerialLine.Parity)] = [
    (4800, .none), (19_200, .none), (115_200, .even), (38_400, .none), (57_600, .none),
    (9600, .even), (9600, .odd), (2400, .none), (1200, .none),
  ]
  /// Two lines of a monitor that speaks every two seconds, after one that was cut.
  private static let usualTime = Span.seconds(6)

  /// Every setting once: those that makers ship first, the most common of them before the others.
  static func listening(_ usual: [(language: SerialLanguage, line: SerialLine)]) -> [ProbeAttempt] {
    var attempts: [ProbeAttempt] = []
    for (language, line) in usual {
      let time = max(usualTime, language.every * 2 + .seconds(1))
      if let known = attempts.firstIndex(where: { $0.line == line }) {
        attempts[known].atMost = max(attempts[known].atMost, time)
      } else {
        attempts.append(ProbeAttempt(line: line, atMost: time))
      }
    }
    for (baud, parity) in others {
      guard var line = usual.first?.line else { break }
      (line.baud, line.parity, line.stopBits) = (baud, parity, 1)
      guard !attempts.contains(where: { $0.line == line }) else { continue }
      attempts.append(ProbeAttempt(line: line, atMost: usualTime))
    }
    return attempts
  }

  /// Every monitor that has to be asked, at its own settings.
  static func asking(_ usual: [(language: SerialLanguage, line: SerialLine?)]) -> [ProbeAttempt] {
    usual.filter { $0.language.isSilentUntilAsked }.map { language, line in
      ProbeAttempt(
        line: line, asks: language, atMost: max(usualTime, language.every * 2 + .seconds(1)))
    }
  }
}
