/// A function, initialiser, subscript or computed property, and how many lines it takes.
struct SwiftFunction: Equatable {
  var line: Int
  var length: Int
}

extension SwiftText {
  /// Every function with a body, in the order in which the bodies end.
  var functions: [SwiftFunction] {
    var finder = FunctionFinder()
    for (index, line) in code.enumerated() { finder.read(line, number: index + 1) }
    return finder.found
  }
}

/// Follows the braces of a file and remembers which of them opened a function.
private struct FunctionFinder {
  private(set) var found: [SwiftFunction] = []

  /// What an opening brace interrupted.
  private struct Scope {
    var start: Int?
    var parentheses: Int
  }
  private var scopes: [Scope] = []
  private var parentheses = 0
  /// The line of a declaration whose body has not opened yet.
  private var pending: Int?
  private var pendingIsProperty = false

  mutating func read(_ line: Substring, number: Int) {
    var rest = line
    while let next = rest.first {
      if next.isLetter || next == "_" || next == "." {
        read(word: rest.prefix { $0.isLetter || $0.isNumber || "_.".contains($0) }, number)
        rest = rest.drop { $0.isLetter || $0.isNumber || "_.".contains($0) }
      } else {
        read(sign: next, number)
        rest.removeFirst()
      }
    }
    if pendingIsProperty && parentheses == 0 { pending = nil }
  }

  private mutating func read(word: Substring, _ number: Int) {
    guard parentheses == 0 else { return }
    switch word {
    case "func", "init", "deinit", "subscript": (pending, pendingIsProperty) = (number, false)
    case "var": (pending, pendingIsProperty) = (number, true)
    case "let", "case", "struct", "enum", "class", "extension": pending = nil
    default: break
    }
  }

  private mutating func read(sign: Character, _ number: Int) {
    switch sign {
    case "(", "[": parentheses += 1
    case ")", "]": parentheses -= 1
    case "=" where pendingIsProperty && parentheses == 0: pending = nil
    case "{":
      let opens = parentheses == 0
      scopes.append(Scope(start: opens ? pending : nil, parentheses: parentheses))
      parentheses = 0
      if opens { pending = nil }
    case "}":
      guard let scope = scopes.popLast() else { return }
      parentheses = scope.parentheses
      if let start = scope.start {
        found.append(SwiftFunction(line: start, length: number - start + 1))
      }
    default: break
    }
  }
}
