/// How a verb's words are told apart and put together, as in a shell: blanks between words, and
/// single or double quotes around what holds blanks.
enum VerbText {
  /// The longest verb with its arguments, in bytes.
  static let longest = 4096

  /// The words of a line, without their quotes.
  static func words(_ text: String) throws(VerbError) -> [String] {
    guard text.utf8.count <= longest else {
      throw VerbError(
        "the verb is longer than \(longest) bytes", remedy: "shorten its note or reason")
    }
    var words: [String] = []
    var word: String?
    var quote: Unicode.Scalar?
    for character in text.unicodeScalars {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if quote == nil, isBlank(character) {
        if let word { words.append(word) }
        word = nil
      } else {
        guard isPrintable(character) else {
          throw VerbError(
            "the verb holds a control character", remedy: "write it in plain text")
        }
        word = (word ?? "") + String(character)
      }
    }
    if let quote {
      let other = quote == "'" ? "\"" : "'"
      throw VerbError(
        "a quote \(quote) is not closed",
        remedy: "close it, or put a word that holds it between two \(other)")
    }
    if let word { words.append(word) }
    return words
  }

  /// The word in such quotes as make it one word again.
  static func quoted(_ word: String) -> String {
    let characters = word.unicodeScalars
    let plain = characters.allSatisfy { !isBlank($0) && $0 != "\"" && $0 != "'" }
    if plain, !characters.isEmpty { return word }
    if !characters.contains("\"") { return "\"\(word)\"" }
    if !characters.contains("'") { return "'\(word)'" }
    let parts = word.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.map { "\"\($0)\"" }.joined(separator: "'\"'")
  }

  static func isBlank(_ character: Unicode.Scalar) -> Bool {
    character == " " || character == "\t" || character == "\n" || character == "\r"
  }

  private static func isPrintable(_ character: Unicode.Scalar) -> Bool {
    character.value >= 0x20 && character.value != 0x7F || isBlank(character)
  }
}
