import Vitals

/// What nights were made of: how much was lived, and which faults were put in.
public struct NightTally: Hashable, Sendable {
  public internal(set) var nights = 0
  public internal(set) var milliseconds: Int64 = 0
  public internal(set) var turns = 0
  public internal(set) var inputs = 0
  public internal(set) var events = 0
  public internal(set) var answers = 0
  /// How often each kind of fault was put in.
  public internal(set) var faults: [String: Int] = [:]

  /// Nothing yet.
  public init() {}

  /// Adds what other nights were made of.
  public mutating func add(_ other: NightTally) {
    nights += other.nights
    milliseconds += other.milliseconds
    turns += other.turns
    inputs += other.inputs
    events += other.events
    answers += other.answers
    faults.merge(other.faults) { $0 + $1 }
  }

  mutating func add(_ stream: StreamPlan) {
    for listener in stream.listeners where listener.isSlow { count("listener slow") }
    if stream.lost > 0 { count("events lost to the stream") }
  }

  mutating func add(_ what: Happening.What) {
    switch what {
    case .spell, .cuff, .machine, .nurse, .crash: break
    case .conduct(_, let conduct): count("link " + conduct.words)
    case .gateway(_, let conduct): count("gateway " + conduct.words)
    case .ledger(.failing): count("ledger failing")
    case .ledger(.slow): count("ledger slow")
    case .ledger(.well): break
    case .step: count("clock stepped")
    case .zone: count("zone changed")
    case .unwatched: count("displays away")
    case .reload: count("reload")
    }
  }

  mutating func add(startOn mood: NightLedger.Mood) {
    switch mood {
    case .failing: count("start on a disk that takes nothing")
    case .slow, .well: break
    }
  }

  mutating func add(_ crash: Happening.Crash) {
    count("crash " + crash.stage.words)
    if crash.reboot != nil { count("reboot") }
  }

  private mutating func count(_ fault: String) { faults[fault, default: 0] += 1 }
}

extension Happening.Conduct {
  var words: String {
    switch self {
    case .dead: "dead"
    case .garbled: "garbled"
    case .stuck: "stuck"
    case .impostor: "impostor"
    case .late: "late"
    case .lost: "lossy"
    case .doubled: "doubled"
    case .babbling: "babbling"
    case .poisoned: "poisoned"
    case .probeOff: "probe off"
    }
  }
}

extension Happening.Crash.Stage {
  var words: String {
    switch self {
    case .anywhere: "anywhere"
    case .decided: "before the commit"
    case .written: "after the commit"
    case .told: "between two events"
    case .unanswered: "before the answer"
    case .stopped: "in good order"
    }
  }
}
