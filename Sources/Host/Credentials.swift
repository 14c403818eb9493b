import Glibc

/// Secrets that the service manager hands over as files (`LoadCredential=`, systemd.exec(5)). They
/// are read at the start: only a restart brings new ones.
public enum Credentials {
  /// The most bytes that a credential may have; a chain of certificates needs some 10 KiB.
  public static let largest = 256 * 1024

  /// Why a credential that was handed over cannot be had.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such a name is no file's.
    case badName(String)
    case tooLarge(String)
    case unreadable(String, reason: String)

    public var description: String {
      switch self {
      case .badName(let name): "“\(name)” is no name of a credential; use the one in the unit"
      case .tooLarge(let name):
        "the credential \(name) has more than \(largest / 1024) KiB; check LoadCredential="
      case .unreadable(let name, let reason):
        "the credential \(name) cannot be read (\(reason)); check LoadCredential="
      }
    }
  }

  /// Where a credential lies; nil: it was not handed over, or no service manager is there.
  public static func path(of name: String) throws(Failure) -> String? {
    guard let folder = getenv("CREDENTIALS_DIRECTORY") else { return nil }
    return try path(of: name, in: String(cString: folder))
  }

  /// The bytes of a credential; nil: it was not handed over.
  public static func read(_ name: String) throws(Failure) -> [UInt8]? {
    guard let path = try path(of: name) else { return nil }
    return try read(name, at: path)
  }

  static func path(of name: String, in folder: String) throws(Failure) -> String? {
    let isName = !name.isEmpty && name != "." && name != ".." && !name.contains("/")
    guard isName, name.utf8.count <= NAME_MAX, !name.utf8.contains(0) else {
      throw .badName(name)
    }
    let path = "\(folder)/\(name)"
    return access(path, F_OK) == 0 ? path : nil
  }

  static func read(_ name: String, at path: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(name) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(name) }
      guard count > 0 else { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= largest else { throw .tooLarge(name) }
    }
  }

  private static func unreadable(_ name: String) -> Failure {
    .unreadable(name, reason: String(cString: strerror(errno)))
  }
}
