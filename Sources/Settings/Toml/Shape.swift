/// What a value has to be.
struct Shape<Value> {
  /// Tells what is wrong with a value, and where.
  typealias Complaint = (_ what: String, _ place: Toml.Place) -> Void

  /// What to write, as a remedy says it: `a whole number from 1 to 247`.
  var wanted: String
  /// What is returned instead of a value that is missing or wrong, so that reading goes on.
  var standIn: Value
  /// The value, or nil after at least one complaint.
  var read: (Toml, Complaint) -> Value?

  /// A shape that one look at the content decides.
  init(_ wanted: String, standIn: Value, of content: @escaping (Toml.Content) -> Value?) {
    self.wanted = wanted
    self.standIn = standIn
    self.read = { toml, complain in
      if let value = content(toml.content) { return value }
      complain("is \(toml.description)", toml.place)
      return nil
    }
  }
}
