import Vitals

extension Entry {
  /// What `oxygen=on` without a flow stands for, l/min: given, but nobody said how much.
  public static let flowNotTold = 0.001
  /// The most oxygen that can be entered, l/min.
  static let mostOxygen = 60.0
  /// Manual vital signs have at most three digits before the point.
  static let manual = 0.0...999.0

  /// Reads the items of `entry` and `correct`; at least one must be there.
  init(_ arguments: inout VerbArguments) throws(VerbError) {
    self.init()
    moaas = try arguments.whole("moaas", in: 0...5)
    dissociation = try arguments.whole("dissociation", in: 0...4)
    nausea = try arguments.whole("nausea", in: 0...3)
    pain = try arguments.whole("pain", in: 0...10)
    oriented = try arguments.either("oriented", "yes", or: "no")
    steadyGait = try arguments.either("gait", "steady", or: "unsteady")
    breathingRate = try arguments.whole("rr", in: 0...99)
    symptom = try arguments.choice("symptom")
    vomiting = try arguments.either("vomiting", "yes", or: "no")
    note = try arguments.text("note")
    medication = try arguments.choice("medication")
    oxygen = try arguments.oxygen()
    vitals = try arguments.manualVitals()
    escort = try arguments.name("escort")
    prescriber = try arguments.name("prescriber")
    drugClock = try arguments.choice("drug_clock")
    guard self != Entry() else {
      throw VerbError("\(arguments.name) says nothing", remedy: "write an item such as moaas=5")
    }
    at = try arguments.clockTime("at")
  }

  /// Adds the items in the order in which they are read.
  func write(to writer: inout VerbWriter) {
    writer.add("moaas", moaas)
    writer.add("dissociation", dissociation)
    writer.add("nausea", nausea)
    writer.add("pain", pain)
    writer.add("oriented", oriented.map { $0 ? "yes" : "no" })
    writer.add("gait", steadyGait.map { $0 ? "steady" : "unsteady" })
    writer.add("rr", breathingRate)
    writer.add("symptom", symptom?.rawValue)
    writer.add("vomiting", vomiting.map { $0 ? "yes" : "no" })
    writer.add("note", note)
    writer.add("medication", medication?.rawValue)
    switch oxygen {
    case nil: break
    case 0: writer.add("oxygen", "off")
    case Entry.flowNotTold: writer.add("oxygen", "on")
    case let flow?: writer.add("oxygen", flow)
    }
    for reading in vitals { writer.add(reading.vital.rawValue, reading.value) }
    writer.add("escort", escort)
    writer.add("prescriber", prescriber)
    writer.add("drug_clock", drugClock?.rawValue)
    writer.add("at", at)
  }
}

extension VerbArguments {
  /// `oxygen=off`, `oxygen=on flow=2` or `oxygen=2`, as litres per minute.
  fileprivate mutating func oxygen() throws(VerbError) -> Double? {
    let given = try text("oxygen")
    let flow = try number("flow", in: 0...Entry.mostOxygen)
    switch (given, flow) {
    case (nil, let flow): return flow
    case ("off", nil): return 0
    case ("on", let flow): return flow ?? Entry.flowNotTold
    case (let litres?, nil):
      if let value = DecimalText.value(litres), (0...Entry.mostOxygen).contains(value) {
        return value
      }
      throw VerbError(
        "oxygen=\(litres) is neither on, off nor litres per minute", remedy: "write oxygen=2")
    case (let given?, _?):
      throw VerbError(
        "oxygen=\(given) and flow= contradict each other", remedy: "write oxygen=on flow=2")
    }
  }

  /// The manual vital signs, in the order hr, spo2, sbp, dbp, map.
  fileprivate mutating func manualVitals() throws(VerbError) -> [Reading] {
    var values: [VitalSign: Double] = [:]
    for vital in VitalSign.continuous {
      values[vital] = try number(vital.rawValue, in: Entry.manual)
    }
    values.merge(try cuff()) { continuous, _ in continuous }
    return VitalSign.allCases.compactMap { vital in
      values[vital].map { Reading(vital, .value($0)) }
    }
  }

  /// A cuff result as `bp=124/78`, `bp=124/78/93`, or by its parts `sbp=`, `dbp=`, `map=`.
  mutating func cuff() throws(VerbError) -> [VitalSign: Double] {
    var values: [VitalSign: Double] = [:]
    let whole = try text("bp")
    for vital in VitalSign.cuff {
      values[vital] = try number(vital.rawValue, in: Entry.manual)
    }
    guard let whole else { return values }
    guard values.isEmpty else {
      throw VerbError("bp= and its parts are both given", remedy: "write only bp=124/78")
    }
    let parts = whole.split(separator: "/", omittingEmptySubsequences: false)
    for (vital, part) in zip(VitalSign.cuff, parts) {
      values[vital] = DecimalText.value(String(part))
    }
    guard (2...3).contains(parts.count), values.count == parts.count,
      values.values.allSatisfy(Entry.manual.contains)
    else {
      throw VerbError("bp=\(whole) is no blood pressure", remedy: "write it as bp=124/78")
    }
    return values
  }
}
