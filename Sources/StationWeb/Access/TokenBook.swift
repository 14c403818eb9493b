import Crypto
import Foundation

/// The tokens of a station: who owns them and what they allow. The tokens themselves are not kept,
/// only their SHA-256.
public struct TokenBook: Hashable, Codable, Sendable {
  /// The most tokens, revoked ones included.
  public static let most = 1000
  /// The longest name of an owner, in bytes.
  public static let longestName = 64

  /// One token.
  public struct Token: Hashable, Codable, Sendable {
    /// The owner; of the tokens in force, no two have the same.
    public var name: String
    public var role: Role
    /// SHA-256 of the token, in hexadecimal.
    public var sha256: String
    /// Seconds since 1970.
    public var addedAt: Int64
    /// Seconds since 1970; nil: in force.
    public var revokedAt: Int64?
  }

  /// Why a token was not added or revoked: what is wrong, and what to do.
  public struct Refusal: Error, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// In the order in which they were added.
  public private(set) var tokens: [Token] = []

  /// No tokens.
  public init() {}

  /// Adds a token and returns its text, which is seen this once.
  public mutating func add(_ name: String, role: Role, now: Int64) throws(Refusal) -> String {
    let isName =
      !name.isEmpty && name.utf8.count <= Self.longestName
      && !name.contains { $0.isNewline } && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    guard isName, name.contains(where: { !$0.isWhitespace }) else {
      throw Refusal(
        description: "“\(name)” is no name; use 1 to \(Self.longestName) bytes on one line")
    }
    guard !tokens.contains(where: { $0.name == name && $0.revokedAt == nil }) else {
      throw Refusal(description: "\(name) has a token already; revoke it, or use another name")
    }
    guard tokens.count < Self.most else {
      throw Refusal(description: "there are \(Self.most) tokens; remove the file and begin anew")
    }
    let text = "iw_" + SymmetricKey(size: .bits256).withUnsafeBytes { Self.base64($0) }
    tokens.append(
      Token(name: name, role: role, sha256: Self.hash(text), addedAt: now, revokedAt: nil))
    return text
  }

  /// Revokes a token.
  public mutating func revoke(_ name: String, now: Int64) throws(Refusal) {
    guard let index = tokens.firstIndex(where: { $0.name == name && $0.revokedAt == nil }) else {
      throw Refusal(description: "\(name) has no token in force; see token list")
    }
    tokens[index].revokedAt = now
  }

  /// Whose token it is; nil: of nobody, or revoked.
  func caller(of text: String) -> Caller? {
    let hash = Self.hash(text)
    return tokens.first { $0.sha256 == hash && $0.revokedAt == nil }
      .map { Caller(name: $0.name, role: $0.role) }
  }

  private static func hash(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { byte in
      String(UInt16(byte) + 0x100, radix: 16).dropFirst()
    }.joined()
  }

  /// Base64 for URLs (RFC 4648, 5), without padding.
  private static func base64(_ bytes: UnsafeRawBufferPointer) -> String {
    Data(bytes).base64EncodedString()
      .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      .replacingOccurrences(of: "=", with: "")
  }
}
