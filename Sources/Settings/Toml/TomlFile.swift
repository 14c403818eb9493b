import Glibc

/// The bytes of a file that is to hold TOML, read within limits.
struct TomlFile {
  /// The largest file, bytes.
  static let mostBytes = 1 << 20
  /// The longest line, bytes; it also bounds how deep dotted keys can nest.
  static let longestLine = 4096

  /// How many files of a folder are looked at.
  private static let mostNames = 100

  /// The file as the user named it.
  var name: String
  /// The folder in which it lies; nil for what is inside the program.
  var folder: String?
  var bytes: [UInt8]

  /// A text that is no file, such as a protocol inside the program.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The path of a file in a folder; an absolute one stays what it is.
  static func path(_ file: String, in folder: String) -> String {
    if file.hasPrefix("/") || folder == "." { return file }
    return "\(folder)/\(file.hasPrefix("./") ? file.dropFirst(2) : file[...])"
  }

  /// Whether anything is there, readable or not.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names, without `.toml`, of the TOML files in a folder; none if it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while names.count < mostNames, let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
        start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".toml"), !name.hasPrefix(".") { names.append(String(name.dropLast(5))) }
    }
    return names
  }

  /// Whether a file of bytes is there.
  static func isRegular(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
  }

  /// Reads a regular file of text; throws what keeps it from being one.
  init(path: String) throws(Faults) {
    self.init(name: path, bytes: [])
    folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw fault(what: systemError(errno), "check the path and who may read it")
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else {
      throw fault(what: systemError(errno), "check the file system")
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      let kind = facts.st_mode & S_IFMT == S_IFDIR ? "is a directory" : "is no regular file"
      throw fault(what: kind, "name a TOML file")
    }
    let tooLarge = fault(
      what: "is larger than \(Self.mostBytes >> 20) MiB", "name a TOML file written by hand")
    guard facts.st_size <= Self.mostBytes else { throw tooLarge }
    guard let content = readAll(descriptor) else {
      throw fault(what: systemError(errno), "check the file system")
    }
    guard content.count <= Self.mostBytes else { throw tooLarge }
    bytes = content
    try refuseWhatIsNoText()
  }

  private func readAll(_ descriptor: CInt) -> [UInt8]? {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while content.count <= Self.mostBytes {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { break }
      content += buffer[..<count]
    }
    return content
  }

  private func refuseWhatIsNoText() throws(Faults) {
    guard !bytes.isEmpty else {
      throw fault(line: 1, what: "the file is empty", "write the settings, or name another file")
    }
    var line = 1
    var length = 0
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        line += 1
        length = 0
        continue
      }
      length += 1
      guard length <= Self.longestLine else {
        throw fault(
          line: line, what: "the line is longer than \(Self.longestLine) bytes", "break it up")
      }
      guard byte >= 0x20 || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") else {
        throw fault(
          line: line, what: "this is no text (a control byte \(byte) stands here)",
          "name a TOML file")
      }
    }
  }

  private func fault(line: Int? = nil, what: String, _ remedy: String) -> Faults {
    Faults(list: [Fault(file: name, line: line, what: what, remedy: remedy)])
  }

  private func systemError(_ code: CInt) -> String {
    switch code {
    case ENOENT, ENOTDIR: "there is no such file"
    case EACCES, EPERM: "the file may not be read"
    case EMFILE, ENFILE: "too many files are open"
    case ELOOP: "its links run in a circle"
    case ENAMETOOLONG: "the path is too long"
    default: "it cannot be read (system error \(code))"
    }
  }
}
