public import Vitals

/// A date and a time of day in the Gregorian calendar, at a fixed distance from UTC.
public struct CivilTime: Hashable, Sendable {
  public var year: Int
  /// 1-12.
  public var month: Int
  /// 1-31.
  public var day: Int
  /// Milliseconds since midnight.
  public var millisecondOfDay: Int
  /// 0 for Sunday to 6 for Saturday.
  public var weekday: Int

  private static let dayLength: Int64 = 86_400_000
  /// Days from 0000-03-01 to 1970-01-01: years that begin in March put the leap day last.
  private static let daysBefore1970: Int64 = 719_468
  private static let daysIn400Years: Int64 = 146_097

  /// The date and time at so many milliseconds since 1970-01-01T00:00:00.
  public init(millisecondsSince1970 milliseconds: Int64) {
    let (days, rest) = Self.floorDivide(milliseconds, by: Self.dayLength)
    millisecondOfDay = Int(rest)
    weekday = Int(Self.floorDivide(days + 4, by: 7).remainder)
    let (era, dayOfEra) = Self.floorDivide(
      days + Self.daysBefore1970, by: Self.daysIn400Years)
    let leapDays = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Milliseconds from 1970-01-01T00:00:00 to midnight of a date; nil if there is no such date.
  public static func millisecondsSince1970(year: Int, month: Int, day: Int) -> Int64? {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let marchYear = Int64(month <= 2 ? year - 1 : year)
    let (era, yearOfEra) = floorDivide(marchYear, by: 400)
    let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let milliseconds = (era * daysIn400Years + dayOfEra - daysBefore1970) * dayLength
    let date = CivilTime(millisecondsSince1970: milliseconds)
    return date.year == year && date.month == month && date.day == day ? milliseconds : nil
  }

  private static func floorDivide(
    _ dividend: Int64, by divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension CivilTime {
  /// `2026-03-01`.
  public var date: String {
    "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
  }

  /// `09:14:05`.
  public var timeOfDay: String {
    let seconds = millisecondOfDay / 1000
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, to: 2) }
      .joined(separator: ":")
  }

  /// `2026-03-01T09:14:05.000Z`, of a time in UTC.
  public var iso8601: String {
    "\(date)T\(timeOfDay).\(Self.padded(millisecondOfDay % 1000, to: 3))Z"
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// Reads `2026-03-01T09:00:00Z`, with or without a fraction of up to three digits, and with an
  /// offset `+01:00` in place of `Z`; nil for anything else.
  public static func moment(iso8601 text: String) -> Moment? {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var number = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return number
    }
    guard bytes.count >= 20, let year = number(0..<4), let month = number(5..<7),
      let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16),
      let second = number(17..<19), hour < 24, minute < 60, second < 60,
      [4, 7, 10, 13, 16].map({ bytes[$0] }) == Array("--T::".utf8),
      let midnight = millisecondsSince1970(year: year, month: month, day: day)
    else { return nil }
    var index = 19
    var fraction = 0
    if bytes[index] == UInt8(ascii: ".") {
      let digits = bytes[20...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        .count
      guard (1...3).contains(digits), let thousandths = number(20..<20 + digits) else { return nil }
      fraction = thousandths * [100, 10, 1][digits - 1]
      index = 20 + digits
    }
    guard let offset = offsetMinutes(Array(bytes[index...])) else { return nil }
    let seconds = (hour * 60 + minute - offset) * 60 + second
    return Moment(milliseconds: midnight + Int64(seconds * 1000 + fraction))
  }

  private static func offsetMinutes(_ bytes: [UInt8]) -> Int? {
    if bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      let hours = DecimalText.value(String(decoding: bytes[1...2], as: UTF8.self)),
      let minutes = DecimalText.value(String(decoding: bytes[4...5], as: UTF8.self)),
      (0...14).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    let isEast = bytes[0] == UInt8(ascii: "+")
    guard isEast || bytes[0] == UInt8(ascii: "-") else { return nil }
    return (isEast ? 1 : -1) * (Int(hours) * 60 + Int(minutes))
  }
}
