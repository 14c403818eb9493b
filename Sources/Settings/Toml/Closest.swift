/// The word that a misspelt one was probably meant to be: at most two letters off, or a third.
func closest(to word: String, among known: [String]) -> String? {
  known
    .map { (name: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    .filter { $0.distance <= max(1, min(2, $0.name.utf8.count / 3)) }
    .min { $0.distance < $1.distance }?.name
}

/// How many letters to add, remove or change (Levenshtein); a long word is as far as it is long.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  let longest = 64
  guard left.count <= longest, right.count <= longest else { return max(left.count, right.count) }
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let substituted = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[right.count]
}
