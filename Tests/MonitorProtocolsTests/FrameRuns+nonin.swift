import MonitorProtocols
import Vitals

extension FrameRun {
  /// Of Nonin's formats with a checksum.
  static let summedNonin = [
    run(.noninDF2, "72/97", [NoninFrames.df2], [.continuous(hr: 72, spo2: 97)]),
    run(.noninDF2, "200/88", [NoninFrames.df2Fast], [.continuous(hr: 200, spo2: 88)]),
    run(.noninDF2, "sensor off", [NoninFrames.df2SensorOff], [.nothing(.sensorOff)]),
    run(
      .noninDF2, "three packets", [NoninFrames.df2, NoninFrames.df2SensorOff, NoninFrames.df2Fast],
      [.continuous(hr: 72, spo2: 97), .nothing(.sensorOff), .continuous(hr: 200, spo2: 88)]),
    run(.noninDF7, "72/97", [NoninFrames.df7], [.continuous(hr: 72, spo2: 97)]),
    run(
      .noninDF7, "200/88", [NoninFrames.packet(NoninFrames.df7, rate: 200, saturation: 88)],
      [.continuous(hr: 200, spo2: 88)]),
    run(.noninDF13, "72/97", [NoninFrames.df13], [.continuous(hr: 72, spo2: 97)]),
    run(
      .noninDF13, "from memory, then live",
      [NoninFrames.spotCheck([15: 0x10]), NoninFrames.df13], [[], .continuous(hr: 72, spo2: 97)]),
  ]

  /// Of formats whose frames are believed in a row only.
  static let rows =
    [
      row(.noninDF1, "72/97", "804861", .continuous(hr: 72, spo2: 97)),
      row(.noninDF1, "200/88, low perfusion", "914858", .continuous(hr: 200, spo2: 88, .low)),
      row(.noninDF1, "out of track", "A37F7F", .nothing(.artifact)),
      row(.noninDF1, "disconnected, with numbers", "C04861", .nothing(.disconnected)),
      row(.noninDF8, "72/97", "80486100", .continuous(hr: 72, spo2: 97)),
      row(.noninDF8, "200/88, low perfusion", "91485800", .continuous(hr: 200, spo2: 88, .low)),
      row(.noninDF8, "missing", "A37F7F08", .nothing(.sensorOff)),
      row(.noninDF8, "held, finger out", "80486108", .nothing(.sensorOff)),
      row(.noninDF8, "low battery", "803C6301", .continuous(hr: 60, spo2: 99)),
      row(.bci5Byte, "72/97", "C532074861", .continuous(hr: 72, spo2: 97)),
      row(.bci5Byte, "150/92", "862043165C", .continuous(hr: 150, spo2: 92)),
      row(.bci5Byte, "finger out", "9000000000", .nothing(.sensorOff)),
    ] + [
      hex(
        .noninDF8, "the finger leaves", ["80486100", "80486100", "80486100", "80486108"],
        [[SerialFinding.Content]](repeating: .continuous(hr: 72, spo2: 97), count: 3)
          + [.nothing(.sensorOff)])
    ]

  /// Printed by Nonin's monitors.
  static let printedNonin = [
    lines(.noninASCII, "72/97", ["SPO2=097 HR=072"], [.continuous(hr: 72, spo2: 97)]),
    lines(.noninASCII, "responding fast", ["SPO2=088 HR=200 F"], [.continuous(hr: 200, spo2: 88)]),
    lines(
      .noninASCII, "with the time", ["12:34:56 SPO2=100 HR=135"],
      [.continuous(hr: 135, spo2: 100)]),
    lines(
      .noninASCII, "an event, then nothing", ["SPO2=097 HR=072*", "SPO2=--- HR=---"],
      [.continuous(hr: 72, spo2: 97), .nothing(.invalid)]),
  ]

  /// So many of one frame that they are believed.
  private static func row(
    _ language: SerialLanguage, _ name: String, _ frame: String, _ says: [SerialFinding.Content]
  ) -> FrameRun {
    hex(
      language, name, [String](repeating: frame, count: 12),
      [[SerialFinding.Content]](repeating: says, count: 12))
  }
}
