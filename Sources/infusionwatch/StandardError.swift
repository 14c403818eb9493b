import ArgumentParser
import Glibc

/// What goes wrong is told in single lines on the standard error.
enum StandardError {
  /// Writes `infusionwatch: FILE:LINE: what; what to do`.
  static func tell(_ fault: some CustomStringConvertible) {
    // Whatever somebody named: an error stays one line.
    let text = "\(fault)".unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    let line = Array("infusionwatch: \(String(String.UnicodeScalarView(text)))\n".utf8)
    var rest = line[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

extension ExitCode {
  /// Input that cannot be read as what it should be (EX_DATAERR).
  static let unreadableInput = ExitCode(65)
  /// A port in use, a station that is not reached (EX_UNAVAILABLE).
  static let unavailable = ExitCode(69)
  /// A configuration, protocol or register map (EX_CONFIG).
  static let wrongSettings = ExitCode(78)
}
