/// The ids that sessions have had: none is given twice, whatever becomes of the beds.
struct SessionNames: Hashable, Codable, Sendable {
  /// As many ids that nurses chose are remembered.
  static let mostChosen = 10_000

  /// How many sessions a bed has had; they are called `BED-NUMBER` unless a nurse names them.
  private struct Count: Hashable, Codable, Sendable {
    var bed: String
    var sessions: Int
  }
  private var counts: [Count] = []
  private var chosen: [String] = []

  /// Whether a session has, or had, this id.
  func isTaken(_ id: String) -> Bool {
    chosen.contains(id)
      || counts.contains { count in
        id.hasPrefix("\(count.bed)-")
          && Int(id.dropFirst(count.bed.count + 1)).map { (1...count.sessions).contains($0) }
            ?? false
      }
  }

  /// The id of a bed's next session.
  func next(of bed: String) -> String {
    var number = sessions(of: bed) + 1
    while chosen.contains("\(bed)-\(number)") { number += 1 }
    return "\(bed)-\(number)"
  }

  /// A session of the bed has this id from now on.
  mutating func take(_ id: String, of bed: String) {
    let next = next(of: bed)
    let number = id == next ? Int(next.dropFirst(bed.count + 1)) : nil
    let sessions = number ?? sessions(of: bed) + 1
    if let index = counts.firstIndex(where: { $0.bed == bed }) {
      counts[index].sessions = sessions
    } else {
      counts.append(Count(bed: bed, sessions: sessions))
    }
    guard id != next else { return }
    chosen.append(id)
    if chosen.count > Self.mostChosen { chosen.removeFirst() }
  }

  private func sessions(of bed: String) -> Int {
    counts.first { $0.bed == bed }?.sessions ?? 0
  }
}
