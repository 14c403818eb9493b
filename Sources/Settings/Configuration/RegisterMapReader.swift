import MonitorProtocols
import Vitals

/// Reads `block`, `missing` and `fields`, from a monitor's table or a map file.
struct RegisterMapReader {
  private let table: TableReader
  private let every: Span?
  private var block = RegisterMap.Block(table: .holding, start: 0, count: 1)
  /// False if its count is faulty, so that fields are not measured against a stand-in.
  private var isBounded = false
  private var taken: [(name: String, span: Range<Int>)] = []

  /// The map that a table describes; its faults are noted. `every` is how often it is polled.
  static func read(_ table: TableReader, every: Span?) -> RegisterMap {
    var reader = RegisterMapReader(table: table, every: every)
    return reader.read()
  }

  private init(table: TableReader, every: Span?) {
    self.table = table
    self.every = every
  }

  private mutating func read() -> RegisterMap {
    let blockTable = table.requiredTable("block")
    block = RegisterBlockReader.read(blockTable)
    isBounded = blockTable.isSound("count")
    let missing = table.optional("missing", RegisterFieldReader.rawNumbers) ?? []
    let fields = table.requiredTable("fields")
    guard !block.table.holdsBits else { return bits(of: fields) }
    var vitals: [RegisterMap.VitalField] = []
    for vital in VitalSign.allCases {
      guard let field = fields.table(vital.rawValue) else { continue }
      let number = RegisterFieldReader.number(field, missing: missing)
      vitals.append(RegisterMap.VitalField(vital, place(number, vital.rawValue, field)))
    }
    let age = fields.table("nibp_age").map {
      place(RegisterFieldReader.number($0, missing: missing), "nibp_age", $0)
    }
    let flags = fields.table("status").map { status($0) }
    let map = RegisterMap(
      block: block, vitals: vitals, nibpAge: age,
      status: flags?.status,
      heartbeat: fields.table("heartbeat").map { heartbeat($0) },
      identity: fields.table("expect").map { identity($0) },
      call: flags?.call)
    if map.vitals.isEmpty, map.call == nil, fields.isSound {
      fields.fault(
        what: "no vital sign is read", remedy: "write at least one of hr, spo2, sbp, dbp, map")
    }
    return map
  }

  /// A table of bits has room for the patient's call and for nothing else.
  private mutating func bits(of fields: TableReader) -> RegisterMap {
    for key in fields.keys where key != "call" {
      _ = fields.raw(key)
      fields.fault(
        key, what: "“\(key)” does not fit into a single bit",
        remedy: "read it from a table “holding” or “input”")
    }
    let call = fields.requiredTable("call")
    let entry = RegisterField(at: call.required("at", .wholeNumber(in: 0...65_535)), type: .u16)
    let pressed = call.optional("pressed", .wholeNumber(in: 0...1)) ?? 1
    return RegisterMap(
      block: block, vitals: [],
      call: .init(field: place(entry, "call", call), isSetWhenPressed: pressed == 1))
  }

  /// Notes a field that lies outside the block or on another one.
  private mutating func place(
    _ field: RegisterField, _ name: String, _ table: TableReader
  ) -> RegisterField {
    guard table.isSound else { return field }
    if isBounded, field.span.upperBound > block.count {
      table.fault(
        "at",
        what: "“\(name)” ends with register \(field.span.upperBound) of a block of \(block.count)",
        remedy: "count “at” from the start of the block, from 0, or make the block longer")
    }
    if let other = taken.first(where: { $0.span.overlaps(field.span) }) {
      table.fault(
        "at", what: "“\(name)” lies on the same registers as “\(other.name)”",
        remedy: "correct “at” or “type” of one of them")
    }
    taken.append((name, field.span))
    return field
  }

  private mutating func status(
    _ table: TableReader
  ) -> (status: RegisterMap.Status, call: RegisterMap.Call?) {
    let field = place(RegisterFieldReader.bits(table), "status", table)
    let bits = StatusBitReader(count: field.type.registers * 16)
      .read(table.requiredTable("bits"))
    return (
      RegisterMap.Status(field: field, bits: bits.bits),
      bits.call.map { RegisterMap.Call(field: field, number: $0) }
    )
  }

  private mutating func heartbeat(_ table: TableReader) -> RegisterMap.Heartbeat {
    let frozenAfter = table.required("frozen_after", .duration(in: .seconds(1)...Span.minutes(60)))
    let field = place(RegisterFieldReader.bits(table), "heartbeat", table)
    if let every {
      table.check(
        frozenAfter > every, "frozen_after",
        what: "“frozen_after” \(frozenAfter.written) is over before the next poll",
        remedy: "write more than \(every.written), or poll more often")
    }
    return RegisterMap.Heartbeat(field: field, frozenAfter: frozenAfter)
  }

  private mutating func identity(_ table: TableReader) -> RegisterMap.Identity {
    let value = table.required("value", .number(in: -4_294_967_296...4_294_967_296))
    let field = place(RegisterFieldReader.number(table, missing: []), "expect", table)
    return RegisterMap.Identity(field: field, expect: value)
  }
}
