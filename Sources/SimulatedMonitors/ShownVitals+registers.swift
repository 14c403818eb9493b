public import MonitorProtocols
public import Vitals

extension SimulatedBedside {
  /// Where its registers have what, as the shipped configuration maps it.
  public static var map: RegisterMap {
    func field(_ at: Int, scale: Double = 1) -> RegisterField {
      RegisterField(at: at, type: .u16, scale: scale, missing: [0xFFFF])
    }
    return RegisterMap(
      block: .init(table: .holding, start: 0, count: 8),
      vitals: [
        .init(.hr, field(0)), .init(.spo2, field(1, scale: 0.1)), .init(.sbp, field(2)),
        .init(.dbp, field(3)), .init(.map, field(4)),
      ],
      nibpAge: field(5),
      status: .init(
        field: RegisterField(at: 6, type: .u16),
        bits: [
          // One probe brings both.
          .init(number: 0, vitals: [.spo2, .hr], reason: .sensorOff),
          .init(number: 1, vitals: [.hr], reason: .disconnected),
        ]),
      heartbeat: .init(field: field(7), frozenAfter: .seconds(10)))
  }
}

extension ShownVitals {
  private static let missing: UInt16 = 0xFFFF
  private static let probeOffBits: UInt16 = 0b11

  /// The block of registers as the shipped configuration maps it: HR, SpO2 in tenths, SBP, DBP,
  /// MAP, age of the cuff result in seconds, status, heartbeat.
  ///
  /// - Parameter on: how long the monitor has been on, which its heartbeat counts.
  public func registers(on: Span) -> [UInt16] {
    let numbers = [
      hr.register(), spo2.register(times: 10), cuff?.sbp.register(), cuff?.dbp.register(),
      cuff?.map.register(), cuff.map { UInt16(clamping: $0.age.milliseconds / 1000) },
    ]
    return numbers.map { $0 ?? Self.missing } + [
      probeAbsence == .sensorOff ? Self.probeOffBits : 0,
      UInt16(truncatingIfNeeded: on.milliseconds / 1000),
    ]
  }
}

extension Reading.Content {
  fileprivate func register(times scale: Double = 1) -> UInt16 {
    UInt16(clamping: code(times: scale, within: 0...0xFFFE, none: 0xFFFF))
  }
}

extension Optional where Wrapped == Double {
  fileprivate func register() -> UInt16 {
    UInt16(clamping: code(within: 0...0xFFFE, none: 0xFFFF))
  }
}
