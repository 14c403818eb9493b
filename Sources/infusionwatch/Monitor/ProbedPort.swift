import ArgumentParser
import Glibc
import Monitors
import Settings

/// The port that `probe` is given.
struct ProbedPort {
  private static let lastingNames = "/dev/serial/by-path"

  /// As it goes into a configuration: a path that stays the same, or a place.
  let address: StreamAddress

  /// A path, or `tcp:HOST:PORT`.
  init(words: String) throws {
    if words.hasPrefix("tcp:") {
      guard let place = HostAndPort(String(words.dropFirst(4))), place.port > 0 else {
        throw ValidationError("“\(words)” names no device server; write tcp:HOST:PORT")
      }
      address = .tcp(host: place.host, port: place.port)
    } else {
      let device = Self.lastingName(of: words, in: Self.lastingNames)
      address = .tty(SerialLine(device: device, baud: 9600))
    }
  }

  /// The name of a device by the socket that it is plugged into: numbers change with the order in
  /// which devices are found. A link that somebody names is lasting already.
  static func lastingName(of path: String, in folder: String) -> String {
    var status = stat()
    let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    guard !(isLink && path.hasPrefix("/")), let device = resolved(path) else { return path }
    let names = entries(of: folder).sorted().map { "\(folder)/\($0)" }
    return names.first { resolved($0) == device } ?? device
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
