/// Names of time zones as the system knows them.
enum Timezone {
  private static let folder = "/usr/share/zoneinfo"

  /// A zone such as `Europe/Vienna`, which the system must know if it knows any.
  static var shape: Shape<String> {
    .text("a time zone that this system knows, such as “Europe/Vienna”", most: 64) { name in
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      let isName = parts.allSatisfy { part in
        !part.isEmpty && part.first != "."
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_+.".contains($0)) }
      }
      return isName && isKnown(name)
    }
  }

  private static func isKnown(_ name: String) -> Bool {
    guard TomlFile.exists(folder) else { return true }
    return TomlFile.isRegular("\(folder)/\(name)")
  }
}
