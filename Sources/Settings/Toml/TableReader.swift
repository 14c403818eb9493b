/// Reads one table strictly: every key at most once asked for, every other one a fault.
///
/// A key that is missing or wrong is noted and a stand-in returned, so that reading goes on and one
/// run tells all; whoever reads a whole file throws the faults before the result can escape.
final class TableReader {
  /// How faults call the table, such as `[monitor.modbus]`; empty for the root.
  let title: String
  /// Where the table begins.
  let place: Toml.Place
  let faults: FaultCollector
  /// Whether nothing that was read from this table so far is missing or wrong.
  var isSound: Bool { faulty.isEmpty && !isFaulty }
  /// Whether a key is there and nothing is wrong with it so far.
  func isSound(_ key: String) -> Bool { has(key) && !faulty.contains(key) }
  private var isFaulty = false
  private var faulty: Set<String> = []
  private let table: Toml
  private var asked: [String] = []
  /// Stands for a table whose absence is a fault already, so its keys are not missed one by one.
  private let isAbsent: Bool

  /// A reader of a table's keys.
  init(_ table: Toml, title: String, faults: FaultCollector) {
    self.table = table
    self.title = title
    self.place = table.place
    self.faults = faults
    self.isAbsent = false
    faults.register(self)
  }

  private init(absent title: String, place: Toml.Place, faults: FaultCollector) {
    self.table = Toml(place: place, content: .table([]))
    self.title = title
    self.place = place
    self.faults = faults
    self.isAbsent = true
    self.isFaulty = true
  }

  /// The value of a key that must be there.
  func required<Value>(_ key: String, _ shape: Shape<Value>) -> Value {
    if let value = ask(key) { return read(value, key, shape) ?? shape.standIn }
    faulty.insert(key)
    if !isAbsent {
      faults.add(
        at: place, what: "“\(key)” is missing\(title.isEmpty ? "" : " in \(title)")",
        remedy: "write \(shape.wanted)")
    }
    return shape.standIn
  }

  /// The value of a key that may be left out.
  func optional<Value>(_ key: String, _ shape: Shape<Value>) -> Value? {
    ask(key).map { read($0, key, shape) ?? shape.standIn }
  }

  /// A table inside this one; nil if it is not there.
  func table(_ key: String) -> TableReader? {
    guard let value = ask(key) else { return nil }
    return reader(value, key)
  }

  /// A table inside this one that must be there.
  func requiredTable(_ key: String) -> TableReader {
    if let value = ask(key) {
      if let table = reader(value, key) { return table }
    } else if !isAbsent {
      fault(what: "the table \(title(of: key)) is missing", remedy: "write it with its keys")
    }
    return TableReader(absent: title(of: key), place: place, faults: faults)
  }

  /// A table that only holds other tables, such as `spo2` in `[spo2.low]`; empty if not there.
  func group(_ key: String) -> TableReader {
    let empty = Toml(place: place, content: .table([]))
    guard let value = ask(key) else {
      return TableReader(empty, title: title(of: key), faults: faults)
    }
    return reader(value, key)
      ?? TableReader(absent: title(of: key), place: place, faults: faults)
  }

  /// The `[[key]]` tables inside this one; none if there is none.
  func tables(_ key: String) -> [TableReader] {
    guard let value = ask(key) else { return [] }
    guard case .array(let items) = value.content else {
      if value.content != .unreadable {
        fault(
          key, what: "“\(key)” is \(value.description)",
          remedy: "begin each one with \(title(of: key, isList: true))")
      }
      return []
    }
    return items.compactMap { reader($0, key, isList: true) }
  }

  /// A value as it stands; its meaning is the caller's.
  func raw(_ key: String) -> Toml? { ask(key) }

  /// Whether the key is there, right or wrong.
  func has(_ key: String) -> Bool { table[key] != nil }

  /// All keys that are there, in the order of the file.
  var keys: [String] { table.entries.map(\.key) }

  /// Where a key stands; where the table begins if it does not.
  func place(of key: String) -> Toml.Place {
    table.entries.first { $0.key == key }?.place ?? place
  }

  /// Notes a fault of a key, or of the whole table.
  func fault(_ key: String? = nil, what: String, remedy: String) {
    if let key { faulty.insert(key) } else { isFaulty = true }
    faults.add(at: key.map(place(of:)) ?? place, what: what, remedy: remedy)
  }

  /// Notes a fault of some keys unless something holds.
  ///
  /// It stands at the first key that is written in the table's own file rather than inherited.
  /// Silent if one of the keys has a fault already, as its value may be a stand-in.
  func check(_ holds: Bool, _ keys: String..., what: String, remedy: String) {
    guard !holds, !isAbsent, faulty.isDisjoint(with: keys) else { return }
    let own = keys.first { has($0) && place(of: $0).file == place.file }
    fault(own ?? keys.first, what: what, remedy: remedy)
  }

  /// Notes every key that nobody asked for.
  func refuseUnknownKeys() {
    let whole = title.isEmpty ? "here" : "in \(title)"
    let free = asked.filter { !has($0) }
    for entry in table.entries where !asked.contains(entry.key) && !faults.isFull {
      let guess = closest(to: entry.key, among: free)
      faults.add(
        at: entry.place, what: "“\(entry.key)” is not known \(whole)",
        remedy: guess.map { "did you mean “\($0)”?" }
          ?? "remove it; known are \(asked.joined(separator: ", "))")
    }
  }

  private func ask(_ key: String) -> Toml? {
    if !asked.contains(key) { asked.append(key) }
    return table[key]
  }

  private func read<Value>(_ value: Toml, _ key: String, _ shape: Shape<Value>) -> Value? {
    guard value.content != .unreadable else {
      faulty.insert(key)
      return nil
    }
    return shape.read(value) { what, place in
      faulty.insert(key)
      faults.add(at: place, what: "“\(key)” \(what)", remedy: "write \(shape.wanted)")
    }
  }

  private func reader(_ value: Toml, _ key: String, isList: Bool = false) -> TableReader? {
    switch value.content {
    case .table: return TableReader(value, title: title(of: key, isList: isList), faults: faults)
    case .unreadable: faulty.insert(key)
    case .array, .text, .integer, .real, .boolean, .dateTime:
      faulty.insert(key)
      faults.add(
        at: value.place, what: "“\(key)” is \(value.description)",
        remedy: "write it as a table \(title(of: key, isList: isList))")
    }
    return nil
  }

  private func title(of key: String, isList: Bool = false) -> String {
    let inner = title.drop { $0 == "[" }.prefix { $0 != "]" }
    let whole = inner.isEmpty ? key : "\(inner).\(key)"
    return isList ? "[[\(whole)]]" : "[\(whole)]"
  }
}
