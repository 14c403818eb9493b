import Foundation
import Glibc
import InfusionCore

/// JSON in which long texts that many rows share stand as their hash, between two bytes 1: no JSON
/// holds that byte, so what stands for a text cannot be mistaken.
enum FoldedJSON {
  /// A text that is kept once.
  struct Text: Hashable, Sendable {
    let hash: Int64
    let body: Data

    /// The JSON of a value.
    init(_ value: some Encodable) throws {
      body = try FoldedJSON.encoder().encode(value)
      hash = Fingerprint.of(body)
    }

    init(hash: Int64, body: Data) {
      self.hash = hash
      self.body = body
    }

    fileprivate var mark: Data { Data([1]) + Data(String(hash, radix: 16).utf8) + Data([1]) }
  }

  /// A text stands for another that is not in the ledger.
  struct MissingText: Error, CustomStringConvertible {
    var description: String { "a text that a row needs is missing" }
  }

  /// Encodes a value, with a mark in place of each of the texts.
  static func encode(_ value: some Encodable, folding texts: [Text] = []) throws -> Data {
    var json = try encoder().encode(value)
    for text in texts { json = replace(text.body, in: json, with: text.mark) }
    return json
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, from folded: Data, text: (Int64) throws -> Data?
  ) throws -> Value {
    try decoder().decode(type, from: unfold(folded, text: text))
  }

  private static func unfold(_ folded: Data, text: (Int64) throws -> Data?) throws -> Data {
    guard folded.contains(1) else { return folded }
    var json = Data()
    for (index, part) in folded.split(separator: 1, omittingEmptySubsequences: false).enumerated() {
      guard index % 2 == 1 else {
        json += part
        continue
      }
      guard let hash = Int64(String(decoding: part, as: UTF8.self), radix: 16),
        let body = try text(hash)
      else { throw MissingText() }
      json += body
    }
    return json
  }

  private static func replace(_ long: Data, in json: Data, with mark: Data) -> Data {
    var replaced = Data()
    var start = json.startIndex
    while let found = find(long, in: json, from: start) {
      replaced += json[start..<found]
      replaced += mark
      start = found + long.count
    }
    return replaced.isEmpty ? json : replaced + json[start...]
  }

  private static func find(_ long: Data, in json: Data, from start: Int) -> Int? {
    json.withUnsafeBytes { json in
      long.withUnsafeBytes { long in
        guard let base = json.baseAddress, let wanted = long.baseAddress, let first = long.first
        else { return nil }
        var index = start
        while index + long.count <= json.count,
          let next = memchr(base + index, Int32(first), json.count - index)
        {
          index = UnsafeRawPointer(next) - base
          guard index + long.count <= json.count else { return nil }
          if memcmp(next, wanted, long.count) == 0 { return index }
          index += 1
        }
        return nil
      }
    }
  }

  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    if let key = SharedRules.key { encoder.userInfo[key] = SharedRules() }
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "+inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    if let key = SharedRules.key { decoder.userInfo[key] = SharedRules() }
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "+inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
