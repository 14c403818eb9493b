import InfusionCore
import Vitals

/// A small generator of random numbers that gives the same ones for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The value, half of the time.
  mutating func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &self) ? value : nil }

  mutating func pick<Value: CaseIterable>(_: Value.Type) -> Value where Value.AllCases == [Value] {
    Value.allCases[Int.random(in: 0..<Value.allCases.count, using: &self)]
  }

  /// A text with blanks, quotes, commas and letters of more than one byte.
  mutating func text() -> String {
    let letters = Array("ab=,#; 'é\"\n/.-µ")
    let count = Int.random(in: 0...8, using: &self)
    return "x"
      + String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &self)] })
  }

  /// The same on one line.
  mutating func shortText() -> String { text().replacing("\n", with: " ") }

  /// A number with at most three decimals.
  mutating func number(_ range: ClosedRange<Int>) -> Double {
    let power = [1.0, 10, 1000][Int.random(in: 0...2, using: &self)]
    return (Double(Int.random(in: range, using: &self)) * power + 1) / power
  }

  mutating func clockTime() -> ClockTime? {
    ClockTime(hour: .random(in: 0...23, using: &self), minute: .random(in: 0...59, using: &self))
  }
}

extension SeededGenerator {
  mutating func act() -> RecordedAct {
    let verbs = VerbName.allCases.count
    let machines = MachineEventName.allCases.count
    let all = verbs + machines + CircumstanceName.allCases.count
    let choice = Int.random(in: 0..<all, using: &self)
    if choice < verbs { return .verb(verb(VerbName.allCases[choice]), by: maybe(shortText())) }
    if choice < verbs + machines {
      return .machine(machine(MachineEventName.allCases[choice - verbs]))
    }
    return .circumstance(circumstance(CircumstanceName.allCases[choice - verbs - machines]))
  }

  private mutating func machine(_ name: MachineEventName) -> MachineEvent {
    let monitor = maybe(shortText())
    switch name {
    case .linkDown: return .linkDown(monitor: monitor, reason: maybe(text()))
    case .linkUp: return .linkUp(monitor: monitor)
    case .linkGarbled: return .linkGarbled(monitor: monitor)
    case .linkClear: return .linkClear(monitor: monitor)
    case .frozen: return .frozen(monitor: monitor)
    case .moving: return .moving(monitor: monitor)
    case .identity: return .identity(monitor: monitor, found: shortText())
    case .identityOK: return .identityOK(monitor: monitor)
    case .cuffFailed: return .cuffFailed(reason: maybe(text()))
    case .cuffInflating: return .cuffInflating
    case .call: return .call
    }
  }

  private mutating func verb(_ name: VerbName) -> Verb {
    switch name {
    case .admit:
      let flags = RiskFlag.allCases.filter { _ in Bool.random(using: &self) }
      return .admit(
        .init(
          protocolName: maybe(shortText()), flags: flags.shuffled(using: &self),
          escort: maybe(shortText()),
          session: maybe(shortText())))
    case .baseline:
      let given = Verb.Baseline(
        sbp: number(80...180), dbp: number(40...110), map: maybe(number(50...130)))
      return .baseline(maybe(given))
    case .start:
      return .start(
        .init(
          minutes: maybe(.random(in: 1...360, using: &self)), reason: maybe(text()),
          authorisedBy: maybe(shortText()), at: maybe(clockTime()) ?? nil))
    case .hold: return .hold(reason: maybe(text()))
    case .resume: return .resume
    case .stop: return .stop(reason: maybe(text()))
    case .discharge:
      return .discharge(maybe(.init(authorisedBy: shortText(), reason: text())))
    case .cancel: return .cancel(reason: maybe(text()))
    case .transfer: return .transfer(to: maybe(shortText()), reason: maybe(text()))
    case .move: return .move(to: shortText())
    case .rebind: return .rebind(monitor: shortText())
    case .entry: return .entry(entry())
    case .correct: return .correct(entry: "entry-7", entry(), reason: text())
    case .limit: return .limit(limit())
    case .acknowledge: return .acknowledge(.condition(pick(Condition.self)))
    case .going: return .going(.id("occurrence-3"))
    case .audioPause:
      return .audioPause(maybe(.milliseconds(.random(in: 1...120_000, using: &self))))
    case .audioResume: return .audioResume
    case .alarmPause:
      let seconds = Int64.random(in: 1...300, using: &self)
      return .alarmPause(
        vital: maybe(pick(VitalSign.self)), maybe(.seconds(seconds)), reason: maybe(text()))
    case .alarmResume: return .alarmResume
    case .away: return .away(reason: text())
    case .back: return .back
    case .unhook: return .unhook
    case .handover: return .handover(from: shortText(), to: shortText())
    case .undo: return .undo
    case .emergency: return .emergency
    case .startOfDay: return .startOfDay
    case .endOfDay: return .endOfDay
    }
  }

  private mutating func limit() -> Verb.LimitChange {
    let all: [(Condition, VitalSign)] = [
      (.hrHigh, .hr), (.hrLow, .hr), (.spo2Low, .spo2), (.bpHigh, .sbp), (.bpLow, .map),
    ]
    let (condition, vital) = all[Int.random(in: 0..<all.count, using: &self)]
    return .init(
      condition: condition, priority: maybe(pick(Priority.self)), vital: vital,
      limit: maybe(number(41...99)), reason: text())
  }

  private mutating func entry() -> Entry {
    var entry = Entry()
    entry.moaas = maybe(.random(in: 0...5, using: &self))
    entry.dissociation = maybe(.random(in: 0...4, using: &self))
    entry.nausea = maybe(.random(in: 0...3, using: &self))
    entry.pain = .random(in: 0...10, using: &self)
    entry.oriented = maybe(.random(using: &self))
    entry.steadyGait = maybe(.random(using: &self))
    entry.breathingRate = maybe(.random(in: 0...60, using: &self))
    entry.symptom = maybe(pick(Entry.Symptom.self))
    entry.vomiting = maybe(.random(using: &self))
    entry.note = maybe(text())
    entry.medication = maybe(pick(Entry.MedicationClass.self))
    entry.oxygen = maybe(maybe(number(1...15)) ?? maybe(0) ?? Entry.flowNotTold)
    entry.vitals = VitalSign.allCases.compactMap { maybe(Reading($0, .value(number(20...200)))) }
    entry.escort = maybe(shortText())
    entry.prescriber = maybe(shortText())
    entry.at = maybe(clockTime()) ?? nil
    return entry
  }
}
