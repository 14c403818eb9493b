public import Vitals

/// What a nurse saw, gave or measured. One call may hold several items.
public struct Entry: Hashable, Codable, Sendable {
  /// MOAA/S, 0-5 (modified observer's assessment of alertness and sedation).
  public var moaas: Int?
  /// 0-4.
  public var dissociation: Int?
  /// 0-3.
  public var nausea: Int?
  /// 0-10.
  public var pain: Int?
  public var oriented: Bool?
  /// Walks steadily.
  public var steadyGait: Bool?
  /// Breathing rate, 1/min.
  public var breathingRate: Int?
  public var symptom: Symptom?
  public var vomiting: Bool?
  public var note: String?
  public var medication: MedicationClass?
  /// Oxygen given, l/min; 0 is off.
  public var oxygen: Double?
  /// Manual vital signs, judged like a monitor's.
  public var vitals: [Reading]
  /// Who takes the patient home.
  public var escort: String?
  /// Who prescribes that the patient leaves alone.
  public var prescriber: String?
  /// The drug clock is right, though time passed that nobody could measure.
  public var drugClock: DrugClockCheck?
  /// When it was, if it is told late.
  public var at: ClockTime?

  /// An entry without any item.
  public init() { vitals = [] }

  /// What a patient can complain of that cannot wait.
  public enum Symptom: String, CaseIterable, Codable, Sendable {
    case chestPain = "chest-pain"
    case severeHeadache = "severe-headache"
    case visual
    case neurological
    /// Gone again: ends bed.symptom.
    case none
  }

  /// What a nurse says of the drug clock.
  public enum DrugClockCheck: String, CaseIterable, Codable, Sendable {
    case confirmed
  }

  /// Classes of medication that change what is judged.
  public enum MedicationClass: String, CaseIterable, Codable, Sendable {
    case sedative
    case opioid
    case antihypertensive
    case antiemetic
    case other
  }
}
