import Foundation
import NIOCore
import Records

/// What a call was answered.
struct WebAnswer: Sendable {
  let status: Int
  let headers: HTTPHeadersView
  let text: String

  init(status: Int, headers: some Sequence<(name: String, value: String)>, body: ByteBuffer) {
    self.status = status
    self.headers = HTTPHeadersView(headers.map { ($0.name.lowercased(), $0.value) })
    text = String(buffer: body)
  }

  /// The value under a path of keys and indices.
  subscript(path: String...) -> JSONValue? { JSONValue(Array(text.utf8))?[path] }
}

extension JSONValue {
  /// The value under a path of keys and indices.
  subscript(path: [String]) -> JSONValue? {
    path.reduce(self) { value, step in
      switch value {
      case .object(let fields): fields[step]
      case .list(let values): Int(step).flatMap { $0 < values.count ? values[$0] : nil }
      default: nil
      }
    }
  }
}

/// Headers by their names in small letters.
struct HTTPHeadersView: Sendable {
  private let fields: [(String, String)]

  init(_ fields: [(String, String)]) { self.fields = fields }

  subscript(name: String) -> String? { fields.first { $0.0 == name }?.1 }
}
