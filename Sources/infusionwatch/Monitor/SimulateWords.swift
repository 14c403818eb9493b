import ArgumentParser
import MonitorProtocols
import SimulatedMonitors
import Vitals

/// What the words of `simulate` mean.
enum SimulateWords {
  /// The latest beginning and the greatest length of a fault, in seconds: a week.
  private static let longest = 604_800.0
  private static let longestIdentity = 32

  static let scenarios =
    SimulatedPatient.Scenario.allCases.map(\.rawValue).joined(separator: ", ")

  static func speaks(_ name: String) throws -> SimulatedProtocol {
    if let found = SimulatedProtocol(named: name) { return found }
    let names = SimulatedProtocol.all.map(\.name).joined(separator: ", ")
    throw ValidationError("there is no protocol “\(name)”; name one of \(names)")
  }

  static func scenario(_ name: String) throws -> SimulatedPatient.Scenario {
    if let scenario = SimulatedPatient.Scenario(rawValue: name) { return scenario }
    throw ValidationError("no scenario is called “\(name)”; there are \(scenarios)")
  }

  /// `NAME@SECONDS[+SECONDS]`.
  static func fault(_ text: String) throws -> SimulatedFault {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let times =
      parts.count == 2 ? parts[1].split(separator: "+", omittingEmptySubsequences: false) : []
    let spans = times.compactMap(span)
    guard (1...2).contains(times.count), spans.count == times.count else {
      throw ValidationError(
        "“\(text)” is no fault with its time; write NAME@SECONDS or NAME@SECONDS+SECONDS")
    }
    guard let kind = SimulatedFault.Kind(rawValue: String(parts[0])) else {
      let names = SimulatedFault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no fault “\(parts[0])”; name one of \(names)")
    }
    return SimulatedFault(kind, from: spans[0], length: spans.count > 1 ? spans[1] : nil)
  }

  /// A time in seconds.
  static func span(_ text: Substring) -> Vitals.Span? {
    guard let seconds = Double(text), (0...longest).contains(seconds) else { return nil }
    return .milliseconds(Int64((seconds * 1000).rounded()))
  }

  /// Why a monitor cannot say that it is this; nil: it can.
  static func refusal(of identity: String, _ speaks: SimulatedProtocol) -> String? {
    guard case .serial(let language) = speaks, language.tellsIdentity else {
      return "a \(speaks.name) monitor does not say which device it is; leave out --identity"
    }
    let isModel = language == .nellcorASCII
    let isWhole = identity.utf8.allSatisfy { byte in
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || isModel && byte == UInt8(ascii: "-")
    }
    let begins = !isModel || identity.hasPrefix("N") && identity.contains("-")
    guard isWhole, begins, (1...longestIdentity).contains(identity.utf8.count) else {
      return isModel
        ? "“\(identity)” is no model of Nellcor's; write one such as N-560"
        : "“\(identity)” is no serial number; write digits and capital letters"
    }
    return nil
  }
}
