import Records

@testable import StationWeb

/// The contract as a test reads it: its calls, and what a real answer says beside it.
struct ContractDocument {
  let root: JSONValue

  init() throws {
    struct NoJSON: Error {}
    guard let root = JSONValue(ContractRoute.bytes) else { throw NoJSON() }
    self.root = root
  }

  subscript(path: String...) -> JSONValue? { root[path] }

  /// `POST /api/v1/beds/{bed}/admit` and all the others.
  var calls: Set<String> {
    var calls: Set<String> = []
    for (path, methods) in root[["paths"]]?.fields ?? [:] {
      for method in methods.fields.keys { calls.insert("\(method.uppercased()) \(path)") }
    }
    return calls
  }

  /// The words that a schema allows.
  func words(of schema: String) -> Set<String> {
    guard case .list(let words)? = self["components", "schemas", schema, "enum"] else { return [] }
    return Set(words.compactMap { if case .text(let word) = $0 { word } else { nil } })
  }

  /// Everything that a value says and a schema does not, and the other way round, each as
  /// `path: what`; nothing is forgiven but what the schema leaves open by itself.
  func faults(of value: JSONValue, against schema: String) -> [String] {
    let schema = JSONValue.object(["$ref": .text("#/components/schemas/\(schema)")])
    return faults(of: value, schema, at: "")
  }

  private func faults(of value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    let parts = parts(of: schema)
    if let choices = parts.lazy.compactMap({ $0["anyOf"] }).first, case .list(let all) = choices {
      let tried = all.map { faults(of: value, $0, at: path) }
      return tried.min { $0.count < $1.count } ?? []
    }
    var found = parts.flatMap { typeFaults(of: value, $0, at: path) }
    switch value {
    case .object(let fields):
      let properties = parts.compactMap { $0["properties"]?.fields }
      guard !properties.isEmpty else { return found + ["\(path): no object is described"] }
      for (key, inner) in fields {
        guard let known = properties.lazy.compactMap({ $0[key] }).first else {
          found.append("\(path)/\(key): not described")
          continue
        }
        found += faults(of: inner, known, at: "\(path)/\(key)")
      }
      for case .list(let keys)? in parts.map({ $0["required"] }) {
        for case .text(let key) in keys where fields[key] == nil {
          found.append("\(path)/\(key): required and not there")
        }
      }
    case .list(let values):
      guard let items = parts.lazy.compactMap({ $0["items"] }).first else {
        return found + ["\(path): no list is described"]
      }
      for (index, inner) in values.enumerated() {
        found += faults(of: inner, items, at: "\(path)/\(index)")
      }
    case .null, .flag, .number, .text: break
    }
    return found
  }

  /// A schema with whatever it refers to and is made of.
  private func parts(of schema: JSONValue) -> [[String: JSONValue]] {
    let fields = schema.fields
    var parts = [fields]
    if case .text(let reference)? = fields["$ref"] {
      let steps = reference.split(separator: "/").dropFirst().map(String.init)
      parts += root[steps].map { self.parts(of: $0) } ?? []
    }
    if case .list(let all)? = fields["allOf"] { parts += all.flatMap { self.parts(of: $0) } }
    return parts
  }

  private func typeFaults(
    of value: JSONValue, _ part: [String: JSONValue], at path: String
  ) -> [String] {
    var found: [String] = []
    let types: [JSONValue] =
      switch part["type"] {
      case .list(let types)?: types
      case let type?: [type]
      case nil: []
      }
    if !types.isEmpty, !value.types.contains(where: { types.contains(.text($0)) }) {
      found.append("\(path): \(value.words) is no \(types.map(\.words))")
    }
    if case .list(let words)? = part["enum"], !words.contains(value) {
      found.append("\(path): \(value.words) is not one of the words")
    }
    if let only = part["const"], only != value { found.append("\(path): \(value.words)") }
    if case .number(let number) = value {
      if case .number(let low)? = part["minimum"], number < low {
        found.append("\(path): \(number) is less than \(low)")
      }
      if case .number(let high)? = part["maximum"], number > high {
        found.append("\(path): \(number) is more than \(high)")
      }
    }
    return found
  }
}

extension JSONValue {
  /// The fields of an object; none of anything else.
  var fields: [String: JSONValue] {
    if case .object(let fields) = self { fields } else { [:] }
  }

  /// The value under a path of keys.
  subscript(path: some Sequence<String>) -> JSONValue? {
    path.reduce(self) { value, key in value?.fields[key] }
  }

  /// The names of the types that it has in a schema.
  fileprivate var types: [String] {
    switch self {
    case .null: ["null"]
    case .flag: ["boolean"]
    case .number(let number): number.rounded() == number ? ["integer", "number"] : ["number"]
    case .text: ["string"]
    case .list: ["array"]
    case .object: ["object"]
    }
  }
}
