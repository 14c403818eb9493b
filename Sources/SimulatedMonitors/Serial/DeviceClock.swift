import Vitals

/// The clock of a device that nobody has set: 1 March 2026, 09:00:00, when it is switched on; after
/// four weeks it begins anew.
struct DeviceClock: Hashable, Sendable {
  private static let switchedOn: Int64 = 9 * 3600
  /// That moment in Unix seconds.
  private static let unixSwitchedOn: Int64 = 1_772_355_600

  let day: Int
  let hour: Int
  let minute: Int
  let second: Int
  /// The same time in Unix seconds.
  let unix: UInt32

  init(on: Span) {
    let passed = max(0, on.milliseconds / 1000)
    let seconds = Self.switchedOn + passed
    day = Int(seconds / 86_400 % 28) + 1
    hour = Int(seconds / 3600 % 24)
    minute = Int(seconds / 60 % 60)
    second = Int(seconds % 60)
    unix = UInt32(truncatingIfNeeded: Self.unixSwitchedOn + passed)
  }

  /// `09:00:00`.
  var time: String { [hour, minute, second].map(Self.twoDigits).joined(separator: ":") }
  /// `01`.
  var dayOfMonth: String { Self.twoDigits(day) }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
