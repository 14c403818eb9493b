/// The ids that sessions have had: none is given twice, whatever becomes of the beds.
struct SessionNames: Hashable, Codable, Sendable {
  /// As many ids that nurses chose are remembered.
  static let mostChosen = 2000

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
        Self.number(in: id, of: count.bed).map { (1...count.sessions).contains($0) } ?? false
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
    if id == next(of: bed), let number = Self.number(in: id, of: bed) {
      count(number, of: bed)
    } else {
      count(sessions(of: bed) + 1, of: bed)
      choose(id)
    }
  }

  /// A session of the bed had this id, however long ago.
  mutating func remember(_ id: String, of bed: String) {
    if let number = Self.number(in: id, of: bed) {
      count(max(number, sessions(of: bed)), of: bed)
    } else {
      choose(id)
    }
  }

  private mutating func count(_ sessions: Int, of bed: String) {
    if let index = counts.firstIndex(where: { $0.bed == bed }) {
      counts[index].sessions = sessions
    } else {
      counts.append(Count(bed: bed, sessions: sessions))
    }
  }

  private mutating func choose(_ id: String) {
    guard !chosen.contains(id) else { return }
    chosen.append(id)
    if chosen.count > Self.mostChosen { chosen.removeFirst() }
  }

  private func sessions(of bed: String) -> Int {
    counts.first { $0.bed == bed }?.sessions ?? 0
  }

  /// The number in an id that was made for a bed; nil: it was not.
  private static func number(in id: String, of bed: String) -> Int? {
    guard id.hasPrefix("\(bed)-") else { return nil }
    let text = id.dropFirst(bed.count + 1)
    return Int(text).flatMap { $0 > 0 && String($0) == text ? $0 : nil }
  }
}

extension StationCore {
  /// A session of a bed had this id; no other one gets it.
  public mutating func remember(session id: String, of bed: String) {
    names.remember(id, of: bed)
  }
}
