import MonitorProtocols
import Vitals

/// Reads `bits = {0 = "spo2.sensor-off", 2 = "nibp.invalid"}`.
struct StatusBitReader {
  /// How many bits the field has.
  var count: Int

  /// What the bit of the patient's call button is called.
  private static let callWord = "bed.call"

  /// The bits, lowest first, and the one of the call button; their faults are noted.
  func read(_ table: TableReader) -> (bits: [RegisterMap.Status.Bit], call: Int?) {
    let numbers = (0..<count).filter { table.has("\($0)") }
    for key in table.keys where !numbers.contains(where: { "\($0)" == key }) {
      _ = table.raw(key)
      table.fault(
        key, what: "“\(key)” is no bit of this field",
        remedy: "write a number from 0 to \(count - 1)")
    }
    var bits: [RegisterMap.Status.Bit] = []
    var call: Int?
    for number in numbers {
      let text = table.required("\(number)", Self.meaning)
      if let (vitals, reason) = Self.parse(text) {
        bits.append(RegisterMap.Status.Bit(number: number, vitals: vitals, reason: reason))
      } else if text == Self.callWord {
        table.check(
          call == nil, "\(number)", what: "“\(text)” is bit \(call ?? 0) already",
          remedy: "remove one of the two")
        call = number
      }
    }
    return (bits, call)
  }

  private static var meaning: Shape<String> {
    let reasons = AbsenceReason.allCases.map(\.rawValue).joined(separator: ", ")
    return .text(
      "“TARGET.REASON”, one of hr, spo2, nibp, sbp, dbp, map and one of \(reasons)"
        + ", or “\(callWord)”",
      where: { parse($0) != nil || $0 == callWord })
  }

  private static func parse(_ text: String) -> (vitals: [VitalSign], reason: AbsenceReason)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let reason = AbsenceReason(rawValue: parts[1]) else { return nil }
    if parts[0] == "nibp" { return (VitalSign.cuff, reason) }
    return VitalSign(rawValue: parts[0]).map { ([$0], reason) }
  }
}
