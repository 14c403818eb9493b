import Vitals

/// The words of one verb while they are read: each argument is taken once, the rest is refused.
struct VerbArguments {
  /// The word that opens the verb.
  let name: String
  private var subject: String?
  private var values: [(key: String, value: String)] = []
  private var known: [String] = []

  /// The first word is the verb, one word without `=` its subject, the others are `key=value`.
  init(_ words: [String]) throws(VerbError) {
    guard let first = words.first else {
      throw VerbError("there is no verb", remedy: "write one, such as admit or start minutes=40")
    }
    name = first
    for word in words.dropFirst() {
      guard let equals = word.firstIndex(of: "=") else {
        try take(subject: word)
        continue
      }
      let key = String(word[..<equals])
      let value = String(word[word.index(after: equals)...])
      guard !values.contains(where: { $0.key == key }) else {
        throw VerbError("\(key)= is given twice", remedy: "write it once")
      }
      guard value.unicodeScalars.contains(where: { !VerbText.isBlank($0) }) else {
        throw VerbError("\(key)= has no value", remedy: "write one, or leave \(key)= out")
      }
      values.append((key, value))
    }
  }

  private mutating func take(subject word: String) throws(VerbError) {
    guard let subject else {
      subject = word
      return
    }
    throw VerbError(
      "“\(subject)” and “\(word)” stand without a key",
      remedy: "put a value that holds blanks in quotes: key=\"two words\"")
  }

  /// Takes the word that stands without a key.
  mutating func takeSubject() -> String? {
    defer { subject = nil }
    return subject
  }

  /// Refuses whatever nobody took.
  func finish() throws(VerbError) {
    if let subject {
      throw VerbError(
        "\(name) does not take “\(subject)”", remedy: "write \(expected)")
    }
    if let key = values.first?.key {
      throw VerbError("\(name) has no argument \(key)=", remedy: "write \(expected)")
    }
  }

  private var expected: String {
    known.isEmpty ? "\(name) alone" : known.map { "\($0)=" }.joined(separator: ", ")
  }

  /// Any text.
  mutating func text(_ key: String) throws(VerbError) -> String? {
    known.append(key)
    guard let index = values.firstIndex(where: { $0.key == key }) else { return nil }
    return values.remove(at: index).value
  }

  /// A name: a short text on one line.
  mutating func name(_ key: String) throws(VerbError) -> String? {
    guard let text = try text(key) else { return nil }
    guard text.utf8.count <= Self.longestName, !text.utf8.contains(where: { $0 < 0x20 }) else {
      throw VerbError(
        "\(key)= is no name", remedy: "write at most \(Self.longestName) bytes on one line")
    }
    return text
  }
  private static let longestName = 100

  /// What must be there.
  private func required(_ value: String?, _ key: String) throws(VerbError) -> String {
    if let value { return value }
    throw VerbError("\(name) lacks \(key)=", remedy: "add \(key)=")
  }

  /// A name, which must be there.
  mutating func requiredName(_ key: String) throws(VerbError) -> String {
    try required(try name(key), key)
  }

  /// Any text, which must be there.
  mutating func requiredText(_ key: String) throws(VerbError) -> String {
    try required(try text(key), key)
  }

  /// A number within a range, in the key's unit.
  mutating func number(
    _ key: String, in range: ClosedRange<Double>
  ) throws(VerbError) -> Double? {
    guard let text = try text(key) else { return nil }
    return try Self.number(text, of: key, in: range)
  }

  /// A whole number within a range, in the key's unit.
  mutating func whole(_ key: String, in range: ClosedRange<Int>) throws(VerbError) -> Int? {
    guard let text = try text(key) else { return nil }
    guard let value = DecimalText.value(text), let whole = Int(exactly: value),
      range.contains(whole)
    else {
      throw VerbError(
        "\(key)=\(text) is no whole number from \(range.lowerBound) to \(range.upperBound)",
        remedy: "write one such as \(key)=\(range.upperBound)")
    }
    return whole
  }

  /// One of a few words.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String
  ) throws(VerbError) -> Choice? {
    guard let text = try text(key) else { return nil }
    return try Self.choice(text, of: key)
  }

  /// One of two words.
  mutating func either(
    _ key: String, _ yes: String, or no: String
  ) throws(VerbError) -> Bool? {
    guard let text = try text(key) else { return nil }
    guard text == yes || text == no else {
      throw VerbError("\(key)=\(text) is neither", remedy: "write \(key)=\(yes) or \(key)=\(no)")
    }
    return text == yes
  }

  /// A time of day.
  mutating func clockTime(_ key: String) throws(VerbError) -> ClockTime? {
    guard let text = try text(key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts.joined().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]),
      let time = ClockTime(hour: hour, minute: minute)
    else {
      throw VerbError("\(key)=\(text) is no time of day", remedy: "write it as \(key)=09:40")
    }
    return time
  }

  /// A length of time, either in a key's own unit or as `for=90s`.
  mutating func span(
    _ key: String, unit: Vitals.Span, atMost longest: Vitals.Span
  ) throws(VerbError) -> Vitals.Span? {
    let count = try whole(key, in: 1...Int(longest.milliseconds / unit.milliseconds))
    guard let text = try text("for") else { return count.map { unit * Int64($0) } }
    guard count == nil else {
      throw VerbError("\(key)= and for= are both given", remedy: "write one of them")
    }
    guard let span = DurationText.span(text), span <= longest else {
      throw VerbError(
        "for=\(text) is no time up to \(DurationText.text(longest))",
        remedy: "write it with its unit, such as for=90s")
    }
    return span
  }

  static func number(
    _ text: String, of key: String, in range: ClosedRange<Double>
  ) throws(VerbError) -> Double {
    if let value = DecimalText.value(text), range.contains(value) { return value }
    let low = DecimalText.text(range.lowerBound)
    let high = DecimalText.text(range.upperBound)
    throw VerbError(
      "\(key)=\(text) is no number from \(low) to \(high)", remedy: "write one in plain digits")
  }

  static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ text: String, of key: String
  ) throws(VerbError) -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw VerbError("\(key)= does not know “\(text)”", remedy: "write one of \(words)")
  }
}
