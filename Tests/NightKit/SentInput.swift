public import InfusionCore
public import Vitals

/// One input of a night, and when it reached the station.
public struct SentInput: Hashable, Sendable {
  public var input: Input
  public var at: Moment

  /// One input at its moment.
  public init(input: Input, at: Moment) {
    self.input = input
    self.at = at
  }

  /// A short line for messages of tests.
  public var line: String {
    let time = "\(Double(at.milliseconds) / 1000)"
    switch input {
    case .setUp(let setup):
      return "\(time) beds: " + setup.beds.map(Self.words).joined(separator: "; ")
    case .readings(let bed, let readings, let monitor):
      let words = readings.map { reading in
        let content =
          switch reading.content {
          case .value(let value): "\(value)"
          case .absent(let reason): "!\(reason.rawValue)"
          }
        let measured = reading.measuredAt.map { " of \(Double($0.milliseconds) / 1000)" } ?? ""
        return "\(reading.vital.rawValue)=\(content)\(measured)"
      }
      return "\(time) bed \(bed) \(monitor ?? "") \(words.joined(separator: " "))"
    case .act(let bed, let verb, let by):
      return "\(time) bed \(bed) " + RecordedAct.verb(verb, by: by).text
    case .machine(let bed, let event):
      return "\(time) bed \(bed) " + RecordedAct.machine(event).text
    case .station(let event): return "\(time) \(event)"
    case .time: return "\(time) time"
    }
  }

  private static func words(_ bed: BedSetup) -> String {
    let monitors = bed.monitors.map { monitor in
      "\(monitor.name) \(monitor.vitals.map(\.rawValue).joined(separator: "+")) every "
        + "\(monitor.every.seconds) s on \(monitor.link)"
        + (monitor.hasHeartbeat ? " with heartbeat" : "")
    }
    return "\(bed.bed) \(bed.judging.rawValue), probe arm \(bed.probeArm.rawValue), "
      + monitors.joined(separator: ", ")
  }
}

/// Fewer inputs that still fail.
public enum FewestInputs {
  /// Leaves out inputs, many at a time and then one by one, as long as the rest still fails; the
  /// first, which sets the station up, stays.
  public static func of(
    _ inputs: [SentInput], failing fails: ([SentInput]) throws -> Bool
  ) rethrows -> [SentInput] {
    var inputs = inputs
    var size = inputs.count / 2
    while size > 0 {
      var start = 1
      while start < inputs.count {
        var fewer = inputs
        fewer.removeSubrange(start..<Swift.min(start + size, inputs.count))
        if try fails(fewer) { inputs = fewer } else { start += size }
      }
      size /= 2
    }
    return inputs
  }
}
