import InfusionCore
public import Vitals

/// The bytes of one monitor with the times at which they came, as text: what `decode` reads just as
/// the bytes alone.
///
///     # infusionwatch capture 1
///     # monitor: bay-2
///     # protocol: nonin-df8
///     # start: 2026-03-01T09:00:00.000Z
///     0.512,80486100
public struct CaptureText: Sendable {
  /// The only version of the format.
  public static let version = 1
  /// The first line without its version.
  static let title = "# infusionwatch capture "

  private let start: Moment

  /// The text of bytes that come after a moment, in milliseconds since 1970-01-01T00:00:00Z.
  public init(start: Moment) { self.start = start }

  /// The `#` lines.
  public func header(monitor: String, protocolName: String) -> String {
    let time = CivilTime(millisecondsSince1970: start.milliseconds)
    return "\(Self.title)\(Self.version)\n# monitor: \(monitor)\n# protocol: \(protocolName)\n"
      + "# start: \(time.iso8601)\n"
  }

  /// The line of bytes that came at once: seconds since the start, and two digits for each.
  public func line(_ bytes: [UInt8], at moment: Moment) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let hex = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return DecimalText.text((moment - start).seconds) + "," + String(decoding: hex, as: UTF8.self)
      + "\n"
  }
}
