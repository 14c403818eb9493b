/// A number of milliseconds as it is written: the number alone. A station holds thousands of them,
/// and each form around one costs a restart time.
private enum WrittenMilliseconds {
  /// The form in which ledgers of earlier versions hold it.
  private struct Named: Decodable {
    var milliseconds: Int64
  }

  static func read(_ decoder: any Decoder) throws -> Int64 {
    do {
      return try decoder.singleValueContainer().decode(Int64.self)
    } catch {
      return try Named(from: decoder).milliseconds
    }
  }

  static func write(_ milliseconds: Int64, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

extension Moment: Codable {
  /// Reads an instant, also as earlier versions wrote it.
  public init(from decoder: any Decoder) throws {
    self.init(milliseconds: try WrittenMilliseconds.read(decoder))
  }

  /// Writes the milliseconds.
  public func encode(to encoder: any Encoder) throws {
    try WrittenMilliseconds.write(milliseconds, to: encoder)
  }
}

extension Span: Codable {
  /// Reads a length, also as earlier versions wrote it.
  public init(from decoder: any Decoder) throws {
    self.init(milliseconds: try WrittenMilliseconds.read(decoder))
  }

  /// Writes the milliseconds.
  public func encode(to encoder: any Encoder) throws {
    try WrittenMilliseconds.write(milliseconds, to: encoder)
  }
}
