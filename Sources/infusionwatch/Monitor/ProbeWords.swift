import MonitorProtocols
import Monitors
import Settings
import Vitals

/// What a probe found, as a person reads it and as a configuration has it.
struct ProbeWords {
  let address: StreamAddress
  let isAsked: Bool

  /// One line: what speaks, or which of the things that can be wrong.
  func said(_ verdict: ProbeVerdict) -> String {
    switch verdict {
    case .found(let evidence): return found(evidence)
    case .silent:
      let asked = isAsked ? ", and no answer" : ""
      let ask = isAsked ? "" : ", or a monitor that has to be asked: --ask"
      return
        "\(address.words): no byte came\(asked); look at the cable, whether the monitor is on, and"
        + " whether its output is\(ask)"
    case .foreign(let bytes, let tried):
      let settings = tried.map(\.words).joined(separator: ", ")
      let remedy =
        tried.isEmpty
        ? "look at speed and parity at the device server, that it passes the bytes on as they are,"
        : "at \(settings); look at"
      return "\(address.words): \(bytes) bytes came, and nobody understands them"
        + (tried.isEmpty ? "; \(remedy) and at " : " \(remedy) ") + "the monitor's output format"
    }
  }

  /// What to paste; nil: nothing was found.
  func lines(_ verdict: ProbeVerdict) -> String? {
    guard case .found(let evidence) = verdict else { return nil }
    let line: SerialSettings.Line
    switch address {
    case .tcp(let host, let port): line = .tcp(HostAndPort(host: host, port: port))
    case .tty(let opened):
      var port = evidence.language.port(opened.device)
      if let heard = evidence.line {
        port.baud = heard.baud
        port.parity = SerialPort.Parity(rawValue: heard.parity.rawValue) ?? port.parity
        port.stopBits = heard.stopBits
      }
      line = .device(port)
    }
    return SerialSettings(line: line, language: evidence.language, expect: evidence.identity).text
  }

  private func found(_ evidence: ProbeEvidence) -> String {
    let place = evidence.line.map { " at \($0.words)" } ?? ""
    let tally = evidence.tally
    let readings = evidence.readings.map { reading in
      switch reading.content {
      case .value(let value): "\(reading.vital.shown) \(Int(value.rounded()))"
      case .absent(let reason): "\(reading.vital.shown) \(reason.rawValue)"
      }
    }
    let identity = evidence.identity.map { ["it says “\($0)”"] } ?? []
    let seen = (readings + identity).joined(separator: ", ")
    let doubt =
      evidence.isSure
      ? "" : "; perhaps: \(tally.skipped) of \(tally.bytes) bytes are not understood"
    let frames = tally.frames == 1 ? "1 frame" : "\(tally.frames) frames"
    return "\(address.words): \(evidence.language.rawValue)\(place), \(frames): "
      + "\(seen.isEmpty ? "no reading yet" : seen)\(doubt); is that what the monitor shows?"
  }
}

extension VitalSign {
  /// As it stands on a monitor.
  fileprivate var shown: String {
    switch self {
    case .hr: "HR"
    case .spo2: "SpO2"
    case .sbp: "systolic"
    case .dbp: "diastolic"
    case .map: "mean"
    }
  }
}
