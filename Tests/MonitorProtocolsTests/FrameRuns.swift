import MonitorProtocols
import Vitals

/// The documented frames of protocols, and short runs of them.
extension FrameRun {
  static let all = masimo + nellcor + datex + berrymed + suntech + summedNonin + rows + printedNonin

  /// Frames with a checksum.
  static let summed = datex + berrymed + suntech + summedNonin

  static func run(
    _ language: SerialLanguage, _ name: String, _ frames: [[UInt8]],
    _ says: [[SerialFinding.Content]]
  ) -> FrameRun {
    var offset = 0
    var findings: [SerialFinding] = []
    for (frame, contents) in zip(frames, says) {
      findings += contents.map { SerialFinding(offset: offset, $0) }
      offset += frame.count
    }
    return FrameRun(
      name: name, language: language, bytes: frames.flatMap(\.self), frames: frames.count,
      says: findings)
  }

  static func hex(
    _ language: SerialLanguage, _ name: String, _ frames: [String],
    _ says: [[SerialFinding.Content]]
  ) -> FrameRun {
    run(language, name, frames.map { [UInt8](hex: $0) }, says)
  }

  static func lines(
    _ language: SerialLanguage, _ name: String, _ lines: [String],
    _ says: [[SerialFinding.Content]]
  ) -> FrameRun {
    run(language, name, lines.map { [UInt8](($0 + "\r\n").utf8) }, says)
  }

  static let masimo = [
    lines(
      .masimoASCII1, "captured from a Rad-8", [MasimoLines.rad8],
      [[.identity("0000145838")] + .continuous(hr: 81, spo2: 97)]),
    lines(
      .masimoASCII1, "captured from a Radical-7", [MasimoLines.radical7],
      [.continuous(hr: 123, spo2: 98, .low)]),
    lines(
      .masimoASCII1, "with dashes", [MasimoLines.dashes],
      [[.identity("0000070986")] + .nothing(.invalid)]),
    lines(
      .masimoASCII1, "with numbers while the sensor is off", [MasimoLines.sensorOff],
      [[.identity("0000182948")] + .nothing(.sensorOff, .low)]),
    lines(
      .masimoASCII1, "with the monitor's own alarm", [MasimoLines.alarm],
      [[.identity("0000066575")] + .continuous(hr: 57, spo2: 98)]),
    lines(
      .masimoASCII1, "two of one monitor", [MasimoLines.rad8, MasimoLines.rad8],
      [
        [.identity("0000145838")] + .continuous(hr: 81, spo2: 97),
        .continuous(hr: 81, spo2: 97),
      ]),
  ]

  static let nellcor = [
    lines(
      .nellcorASCII, "captured, alarms off",
      ["07-Jan-04 11:24:50   100     105      88                   AO"],
      [.continuous(hr: 105, spo2: 100)]),
    lines(
      .nellcorASCII, "captured, two codes",
      ["07-Jan-04 11:24:54   100     102      36    MO             AO"],
      [.continuous(hr: 102, spo2: 100, .low)]),
    lines(
      .nellcorASCII, "without codes", ["12-NOV-98 14:00:05 100 120 50"],
      [.continuous(hr: 120, spo2: 100)]),
    lines(
      .nellcorASCII, "below the limit", ["02-Feb-00 13:26:32 88* 139 30 SL"],
      [.continuous(hr: 139, spo2: 88)]),
    lines(
      .nellcorASCII, "sensor disconnected", ["02-Feb-00 13:26:34 --- --- --- SD"],
      [.nothing(.disconnected)]),
    lines(
      .nellcorASCII, "with a heading",
      [
        "N-560    VERSION 1.61.00    CRC:XXXX  SpO2 Limit: 95-100%    PR Limit: 59-148BPM",
        "TIME    %SpO2   BPM     PA     Status",
        "07-Jan-04 11:24:50   100     105      88                   AO",
      ],
      [[.identity("N-560")], [], .continuous(hr: 105, spo2: 100)]),
  ]

  static let datex = [
    run(
      .datexDRI, "with everything", [DatexFrames.normal],
      [.continuous(hr: 72, spo2: 97) + .cuff(120, 80, 93)]),
    run(
      .datexDRI, "escaped, with an old cuff result", [DatexFrames.escapedAndOld],
      [[.value(.hr, 126), .absent(.spo2, .invalid)]]),
    run(
      .datexDRI, "measuring", [DatexFrames.allInvalidMeasuring],
      [.nothing(.notMeasured) + [.cuffInflating]]),
    run(
      .datexDRI, "a result after its measurement",
      [DatexFrames.allInvalidMeasuring, DatexFrames.normal, DatexFrames.normal],
      [
        .nothing(.notMeasured) + [.cuffInflating],
        .continuous(hr: 72, spo2: 97) + .cuff(120, 80, 93),
        .continuous(hr: 72, spo2: 97),
      ]),
  ]

  static let berrymed = [
    hex(.berrymedPM6750, "heart rate", ["55AA08 02004B100001 99"], [[.value(.hr, 75)]]),
    hex(
      .berrymedPM6750, "lead off", ["55AA08 020200000000 F3"], [[.absent(.hr, .sensorOff)]]),
    hex(
      .berrymedPM6750, "SpO2", ["55AA06 0400624B 48"], [.continuous(hr: 75, spo2: 98)]),
    hex(.berrymedPM6750, "no finger", ["55AA06 04027FFF 75"], [.nothing(.sensorOff)]),
    hex(.berrymedPM6750, "a result of unknown age", ["55AA08 030000785D50 CF"], [[]]),
    hex(.berrymedPM6750, "measuring", ["55AA08 03044B000000 A5"], [[.cuffInflating]]),
    hex(
      .berrymedPM6750, "measured", ["55AA08 03044B000000 A5", "55AA08 030000785D50 CF"],
      [[.cuffInflating], .cuff(120, 80, 93)]),
    hex(.berrymedPM6750, "a loose cuff earlier", ["55AA08 031000000000 E4"], [[]]),
    hex(
      .berrymedPM6750, "a loose cuff", ["55AA08 03044B000000 A5", "55AA08 031000000000 E4"],
      [[.cuffInflating], [.cuffFailed]]),
  ]

  static let suntech = [
    hex(.suntechNIBP, "a result of unknown age", [SuntechFrames.result], [[]]),
    hex(.suntechNIBP, "an error of unknown age", [SuntechFrames.error], [[]]),
    hex(.suntechNIBP, "a cuff in use", [SuntechFrames.cuff150], [[.cuffInflating]]),
    hex(.suntechNIBP, "busy", ["3E04427C"], [[]]),
    hex(.suntechNIBP, "acknowledged", ["3E044F6F"], [[]]),
    hex(
      .suntechNIBP, "done", [SuntechFrames.done, SuntechFrames.result, SuntechFrames.result],
      [[], [], .cuff(120, 80, 93)]),
    hex(
      .suntechNIBP, "a changed report", [SuntechFrames.error, SuntechFrames.result],
      [[], .cuff(120, 80, 93)]),
    hex(
      .suntechNIBP, "a new error", [SuntechFrames.result, SuntechFrames.error],
      [[], [.cuffFailed]]),
  ]
}

/// Lines of Masimo monitors.
enum MasimoLines {
  static let rad8 =
    "02/24/18 04:48:56 SN=0000145838 SPO2=097% BPM=081 PI=05.13% SPCO=--.-% SPMET=--.-%"
    + " DESAT=-- PIDELTA=+-- ALARM=0000 EXC=000800"
  static let radical7 =
    "03/17/16 19:19:36 SN=---------- SPO2=098% BPM=123 PI=00.55 SPCO=--% SPMET=--.-% SPHB=--.-"
    + " SPOC=-- RESVD=--- DESAT=-- PIDELTA=+-- PVI=--- ALARM=000000 EXC=0000C00 EXC1=00000000"
  static let dashes =
    "05/15/07 08:12:21 SN=0000070986 SPO2=---% BPM=--- PI=--.--% SPCO=--.-% SPMET=--.-%"
    + " DESAT=-- PIDELTA=+-- PVI=--- ALARM=0000 EXC=000000"
  static let sensorOff =
    "05/20/21 14:06:02 SN=0000182948 SPO2=098% BPM=101 PI=--.--% SPCO=--.-% SPMET=--.-%"
    + " DESAT=-- PIDELTA=+-- ALARM=0010 EXC=000824"
  static let alarm =
    "03/06/05 21:11:30 SN=0000066575 SPO2=098% BPM=057 PI=07.02% SPCO=--.-% SPMET=--.-%"
    + " DESAT=-- PIDELTA=+-- ALARM=0038 EXC=000800"
}

/// Frames of a SunTech module, constructed.
enum SuntechFrames {
  /// 120/80 (93).
  static let result = "3E18 7800 5000 00 01 0000000000000000 4800 5D00 00 0000 3C"
  /// Too erratic.
  static let error = "3E18 0000 0000 00 00 0000000000000000 0000 0000 02 0000 A8"
  static let cuff150 = "3E05960027"
  static let cuff0 = "3E050000BD"
  static let done = "3E044B73"
  static let aborted = "3E04417D"
}

extension [SerialFinding.Content] {
  static func continuous(hr: Double, spo2: Double, _ quality: SignalQuality = .good) -> Self {
    [.value(.hr, hr, quality), .value(.spo2, spo2, quality)]
  }
  static func nothing(_ reason: AbsenceReason, _ quality: SignalQuality = .good) -> Self {
    [.absent(.hr, reason, quality), .absent(.spo2, reason, quality)]
  }
  static func cuff(_ sbp: Double, _ dbp: Double, _ map: Double) -> Self {
    [.value(.sbp, sbp), .value(.dbp, dbp), .value(.map, map)]
  }
}
