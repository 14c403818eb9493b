import InfusionCore
import SimulatedMonitors
public import Vitals

/// What a night is made of, before it is lived: beds with patients, and what happens to them.
///
/// The same seed gives the same plan. Each part can be left out without changing the others, so a
/// bad night can be shrunk.
public struct NightPlan: Sendable {
  public let seed: UInt64
  let kind: Kind
  /// How long the night is.
  public var length: Span
  /// It is also held against the slow model of the text.
  public var goesByTheText = true
  var beds: [BedPlan]
  /// In the order of their times.
  public var happenings: [Happening]
  /// Every protocol; the first is the station's own.
  let protocols: [TreatmentProtocol]
  /// Displays confirm heartbeats.
  let hasDisplays: Bool
  /// Who reads the alert stream.
  let stream: StreamPlan

  /// A bed and who lies in it.
  struct BedPlan: Sendable {
    var setup: BedSetup
    let patient: SimulatedPatient
    /// When the patient's course begins.
    let onset: Span
    /// From one cuff result to the next; zero: only when somebody asks.
    let cuffEvery: Span
    let seed: UInt64
  }

  /// What the station watches as the night begins.
  var setup: StationSetup {
    StationSetup(
      beds: beds.map(\.setup), protocols: protocols, defaultProtocol: protocols[0].name)
  }
}

/// One thing that happens in a night.
public struct Happening: Hashable, Sendable {
  /// Its place in the whole plan; it names the happening, whatever is left out.
  public let number: Int
  /// When, from the beginning of the night.
  let at: Span
  /// How long it goes on, where it does.
  let lasts: Span
  let what: What

  enum What: Hashable, Sendable {
    /// A vital sign takes these values in turn, each for some time.
    case spell(bed: String, VitalSign, [Reading.Content], each: Span)
    /// A monitor brings what it says like this.
    case conduct(bed: String, Conduct)
    /// All units of a link, at once.
    case gateway(link: String, Conduct)
    /// A cuff result, or what came instead.
    case cuff(bed: String, [Reading], measuredAgo: Span)
    case machine(bed: String, Report)
    /// A nurse does something; what, is chosen by what is then.
    case nurse(bed: String, Deed)
    case ledger(NightLedger.Mood)
    case crash(Crash)
    /// The clock on the wall is set.
    case step(Span)
    /// Daylight saving time begins or ends.
    case zone(Span)
    /// No display confirms its heartbeat.
    case unwatched
    /// Another configuration.
    case reload
  }

  /// How a monitor's words come.
  enum Conduct: Hashable, Sendable {
    case dead
    case garbled
    case stuck
    case impostor
    case late(Span)
    case lost(percent: UInt64)
    case doubled
    case babbling
    case poisoned
    case probeOff
  }

  /// What a monitor tells besides readings.
  enum Report: Hashable, Sendable {
    case cuffFailed
    case cuffInflating
    case call
  }

  /// What a nurse has in mind.
  enum Deed: Hashable, Sendable {
    /// To answer an alert.
    case answer
    /// What comes next in the session.
    case next
    /// A pause, an absence, or the end of one.
    case pause
    /// Something that was seen or measured.
    case entry
    /// The patient is well, and somebody writes it down.
    case recovered
    /// Anything, fitting or not.
    case any
    /// An answer to an alert that may be over.
    case lateAnswer
    /// The patient goes to another bed, or gets another monitor.
    case moving
  }

  /// How the station's process ends, and how it comes back.
  struct Crash: Hashable, Sendable {
    let stage: Stage
    /// How long nobody watches.
    let outage: Span
    let reboot: Reboot?

    /// Where it ends.
    enum Stage: Hashable, Sendable {
      /// Wherever it is.
      case anywhere
      /// The next turn is decided, and nothing is written.
      case decided
      /// The next turn with events is written, and nothing is told.
      case written
      /// So many of the next events are told.
      case told(Int)
      /// All is told, and nobody is answered.
      case unanswered
      /// It ends in good order.
      case stopped
    }
  }

  /// What the machine's clock shows after a reboot.
  enum Reboot: Hashable, Sendable {
    case synchronised
    /// The clock on the wall is wrong by so much.
    case wrong(Span)
    /// A machine without a battery.
    case in1970
  }
}
