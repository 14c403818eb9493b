import Foundation
import InfusionCore
import Vitals

/// One input as a short line without line feeds: `r`, bed, monitor and the numbers for readings,
/// else JSON. Every number comes back exactly.
enum InputText {
  /// What a line holds that is no input; a damaged file.
  struct Damage: Error, CustomStringConvertible {
    var line: String
    var description: String { "a row holds \(quoted(line))" }
  }

  /// The line of an input. A configuration is named by its hash.
  static func line(_ input: Input, setup: (StationSetup) throws -> Int64) throws -> String {
    switch input {
    case .readings(let bed, let readings, let monitor):
      let monitor = monitor.map { $0.isEmpty ? "%" : escaped($0) } ?? ""
      let words = readings.map(word).joined(separator: " ")
      return "r\t\(escaped(bed))\t\(monitor)\t\(words)"
    case .time: return "t"
    case .setUp(let configuration): return "s\t\(try setup(configuration))"
    case .act, .machine, .station:
      return "j\t" + String(decoding: try FoldedJSON.encode(input), as: UTF8.self)
    }
  }

  static func input(_ line: some StringProtocol, setup: (Int64) throws -> StationSetup) throws
    -> Input
  {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    switch fields.first {
    case "r" where fields.count == 4:
      let words = fields[3].split(separator: " ")
      let monitor = fields[2].isEmpty ? nil : unescaped(fields[2])
      return .readings(
        bed: unescaped(fields[1]), try words.map { try reading($0, of: line) }, monitor: monitor)
    case "t" where fields.count == 1: return .time
    case "s" where fields.count == 2:
      guard let hash = Int64(fields[1]) else { throw Damage(line: String(line)) }
      return .setUp(try setup(hash))
    case "j" where fields.count == 2, "o" where fields.count == 2:
      return try FoldedJSON.decode(Input.self, from: Data(fields[1].utf8)) { _ in nil }
    default: throw Damage(line: String(line))
    }
  }

  /// The line of an act as other beds' sessions have to know of it.
  static func lineForOthers(_ act: Input) throws -> String {
    "o\t" + String(decoding: try FoldedJSON.encode(act), as: UTF8.self)
  }

  /// Whether the line says again what a bed's own lines say, for other beds' sessions.
  static func isForOthers(_ line: String) -> Bool { line.utf8.first == UInt8(ascii: "o") }

  /// What stands before the numbers of readings: the same for all that one monitor says.
  static func source(_ line: String) -> Substring? {
    guard line.hasPrefix("r\t"), let tab = line.lastIndex(of: "\t") else { return nil }
    return line[...tab]
  }

  private static func word(_ reading: Reading) -> String {
    let content =
      switch reading.content {
      case .value(let value): number(value)
      case .absent(let reason): "!" + reason.rawValue
      }
    let at = reading.measuredAt.map { "@\($0.milliseconds)" } ?? ""
    return "\(reading.vital.rawValue)=\(content)\(at)"
  }

  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func reading(
    _ word: some StringProtocol, of line: some StringProtocol
  ) throws -> Reading {
    let halves = word.split(separator: "=", maxSplits: 1)
    let parts = halves.last?.split(separator: "@", maxSplits: 1) ?? []
    let at = parts.count == 2 ? Int64(parts[1]) : nil
    guard halves.count == 2, let first = parts.first, parts.count == 1 || at != nil,
      let vital = VitalSign(rawValue: String(halves[0])), let content = content(first)
    else { throw Damage(line: String(line)) }
    return Reading(vital, content, measuredAt: at.map(Moment.init))
  }

  private static func content(_ text: some StringProtocol) -> Reading.Content? {
    guard text.hasPrefix("!") else { return Double(text).map { .value($0) } }
    return AbsenceReason(rawValue: String(text.dropFirst())).map { .absent($0) }
  }

  private static func escaped(_ name: String) -> String {
    guard name.unicodeScalars.contains(where: { escapes[$0] != nil }) else { return name }
    return name.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
  }

  /// A sign that is not escaped stands for nothing: it marks a name without letters.
  private static func unescaped(_ text: some StringProtocol) -> String {
    let parts = String(text).unicodeScalars.split(
      separator: "%", omittingEmptySubsequences: false)
    var name = String.UnicodeScalarView(parts[0])
    for part in parts.dropFirst() {
      let code = "%" + String(part.prefix(2))
      name += escapes.filter { $0.value == code }.map(\.key)
      name += part.dropFirst(2)
    }
    return String(name)
  }

  private static let escapes: [Unicode.Scalar: String] = [
    "\t": "%09", "\n": "%0A", "\r": "%0D", "%": "%25",
  ]
}
