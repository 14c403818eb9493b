/// Everything that is wrong in one run, over all files that belong together.
final class FaultCollector {
  /// How many faults are told at most.
  static let mostFaults = 200

  private var files: [String] = []
  private var faults: [Fault] = []
  private var tables: [TableReader] = []

  /// Whether nothing has been found so far.
  var isEmpty: Bool { faults.isEmpty }

  /// Whether no further fault would be told.
  var isFull: Bool { faults.count > Self.mostFaults }

  /// Notes a fault at a place.
  func add(at place: Toml.Place, what: String, remedy: String) {
    add(Fault(file: place.file, line: place.line, what: what, remedy: remedy))
  }

  /// Notes a fault; the same one twice is one.
  func add(_ fault: Fault) {
    guard !isFull, !faults.contains(fault) else { return }
    if !files.contains(fault.file) { files.append(fault.file) }
    faults.append(
      faults.count < Self.mostFaults
        ? fault
        : Fault(
          file: fault.file, line: fault.line, what: "there are more faults than can be told",
          remedy: "correct the others first"))
  }

  /// Notes what reading another file threw.
  func add(_ others: Faults) { others.list.forEach(add) }

  /// Has a table looked through for unknown keys when all is read.
  func register(_ table: TableReader) { tables.append(table) }

  /// What was read, if nothing at all is wrong with it; throws all faults otherwise.
  ///
  /// Unknown keys are looked for here, so that no reader of a table can forget them.
  func result<Value>(_ value: Value?) throws(Faults) -> Value {
    tables.forEach { $0.refuseUnknownKeys() }
    tables = []
    if let value, faults.isEmpty { return value }
    let rank = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
    throw Faults(
      list: faults.enumerated().sorted { left, right in
        let (a, b) = (left.element, right.element)
        return (rank[a.file] ?? 0, a.line ?? 0, left.offset)
          < (rank[b.file] ?? 0, b.line ?? 0, right.offset)
      }.map(\.element))
  }
}
