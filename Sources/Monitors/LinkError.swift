import Glibc

/// Why a link cannot run at all.
public enum LinkError: Error, Hashable, CustomStringConvertible {
  /// No descriptor below 1024 is free; libmodbus ends the process on a higher one.
  case noLowDescriptor
  /// The system refused a thread, memory or a descriptor.
  case system(String, errorNumber: Int32)

  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .noLowDescriptor:
      "no file descriptor below 1024 is free for a monitor's link"
    case .system(let what, let errorNumber): "\(what): \(errorText(errorNumber))"
    }
  }
}

/// The system's word for an error number.
func errorText(_ number: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 128)
  guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
  return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
