import InfusionCore
import Station

/// A nurse's verb on its way, until it is answered.
public struct Errand: Hashable, Sendable {
  let number: Int
  let bed: String
  let verb: Verb
  let by: String
  let key: ActKey?
  /// How often it was sent.
  var sent = 0

  var input: Input { .act(bed: bed, verb, by: by) }

  /// A nurse gives up after so many.
  static let mostSent = 5
}
