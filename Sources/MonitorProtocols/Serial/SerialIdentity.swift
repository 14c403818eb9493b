/// Which monitor speaks, by what each of its lines says.
///
/// Without a checksum one wrong byte would make another monitor of it, so a change counts from the
/// second line that says it; the first is taken for nobody's.
struct SerialIdentity: Sendable {
  enum Verdict {
    /// The monitor that is known, or a line that says none.
    case known
    /// One that was not known before.
    case new
    /// Perhaps another one, perhaps a wrong byte.
    case doubtful
  }

  private var known: [UInt8]?
  private var doubted: [UInt8]?

  mutating func judge(_ said: ArraySlice<UInt8>?) -> Verdict {
    guard let said else { return .known }
    guard let known, said != known[...] else {
      let verdict: Verdict = known == nil ? .new : .known
      known = Array(said)
      doubted = nil
      return verdict
    }
    guard let doubted, said == doubted[...] else {
      doubted = Array(said)
      return .doubtful
    }
    self.known = doubted
    self.doubted = nil
    return .new
  }
}
