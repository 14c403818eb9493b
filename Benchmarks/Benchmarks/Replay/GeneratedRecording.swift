import Foundation

/// A made-up session of 100 minutes: HR and SpO2 each second, a cuff result every 10 minutes.
enum GeneratedRecording {
  /// Writes it to a temporary file and gives its path.
  static func write() -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "generated-100-minutes.csv")
    do {
      try text.write(to: file, atomically: true, encoding: .utf8)
    } catch {
      preconditionFailure("\(file.path) cannot be written: \(error)")
    }
    return file.path
  }

  private static var text: String {
    var noise = Noise()
    var lines = ["# infusionwatch recording 1", "# protocol: ketamine-40"]
    lines.append("time,bed,hr,spo2,sbp,dbp,map,event")
    for second in 0..<6000 {
      // Two short desaturations and a fast heart, so that alerts come and go.
      let isDeep = (1800..<1850).contains(second) || (3000..<3020).contains(second)
      let isFast = (2400..<2460).contains(second)
      let hr = 72 + noise.next(upTo: 6) + (isFast ? 55 : 0)
      let spo2 = 96 + noise.next(upTo: 3) - (isDeep ? 10 : 0)
      lines.append("\(second),1,\(hr),\(spo2),\(cuff(at: second, &noise)),\(verb(at: second))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cuff(at second: Int, _ noise: inout Noise) -> String {
    guard second % 600 == 60 || second == 240 else { return ",," }
    let sbp = 124 + noise.next(upTo: 12)
    return "\(sbp),\(sbp - 46),\(sbp - 30)"
  }

  private static func verb(at second: Int) -> String {
    switch second {
    case 0: "admit escort=yes"
    case 250: "baseline"
    case 300: "start minutes=40"
    case 2700: "stop"
    default: ""
    }
  }
}

/// Numbers that look random and are the same in every run.
private struct Noise {
  private var state: UInt64 = 40

  mutating func next(upTo bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % (bound + 1)
  }
}
