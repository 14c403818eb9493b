public import MonitorProtocols
public import Vitals

/// A simulated bedside monitor's face: a patient, a cuff that measures by itself and whenever
/// somebody presses its button, a heartbeat.
public struct SimulatedBedside: Hashable, Sendable {
  /// The patient.
  public var patient: SimulatedPatient
  /// From being switched on to the first cuff measurement, and from one to the next.
  public var firstCuff: Span
  public var cuffEvery: Span
  /// When the cuff's button was pressed, counted from being switched on; in order.
  public var cuffPressed: [Span] = []
  /// When the patient got up and left cuff and probe behind; nil: not yet.
  public var unhooked: Span?

  /// A monitor with its patient.
  public init(
    _ patient: SimulatedPatient, firstCuff: Span = .zero, cuffEvery: Span = .minutes(5)
  ) {
    self.patient = patient
    self.firstCuff = firstCuff
    self.cuffEvery = cuffEvery
  }

  /// Where `registers` puts what, as the shipped configuration maps it.
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

  /// The block of registers as the shipped configuration maps it: HR, SpO2 in tenths, SBP, DBP,
  /// MAP, age of the cuff result in seconds, status, heartbeat.
  ///
  /// - Parameters:
  ///   - on: how long the monitor has been on.
  ///   - started: when the infusion started, counted the same way; nil: not yet.
  public func registers(on: Span, started: Span?) -> [UInt16] {
    let now = patient.vitals(at: sinceStart(on, started))
    let isProbeOff = now.isProbeOff || isUnhooked(on)
    let probe =
      isProbeOff ? [Self.missing, Self.missing] : [register(now.hr), register(now.spo2 * 10)]
    return probe + cuff(on: on, started: started) + [
      isProbeOff ? Self.probeOffBits : 0, UInt16(truncatingIfNeeded: on.milliseconds / 1000),
    ]
  }
  private static let missing: UInt16 = 0xFFFF
  private static let probeOffBits: UInt16 = 0b11

  /// What a link that polls once a second tells at this time: HR and SpO2, and a cuff result once.
  ///
  /// - Parameter switchedOn: the moment on which `on` and `started` count.
  public func readings(on: Span, started: Span?, switchedOn: Moment) -> [Reading] {
    let block = Self.map.decode(registers: registers(on: on, started: started))
    let isNew = block.nibpAge.map { $0 < .seconds(1) } ?? false
    return block.readings.filter { isNew || !$0.vital.isCuff }.map { reading in
      reading.vital.isCuff
        ? Reading(
          reading.vital, reading.content, measuredAt: measured(before: on).map { switchedOn + $0 })
        : reading
    }
  }

  private func cuff(on: Span, started: Span?) -> [UInt16] {
    guard let measured = measured(before: on), !isUnhooked(on) else {
      return Array(repeating: Self.missing, count: 4)
    }
    let cuff = patient.vitals(at: sinceStart(measured, started))
    return [
      register(cuff.sbp), register(cuff.dbp), register(cuff.map),
      register((on - measured).seconds.rounded(.down)),
    ]
  }

  /// When the cuff measured last; nil: not yet.
  private func measured(before on: Span) -> Span? {
    let sinceFirst = (on - firstCuff).milliseconds
    let byItself =
      sinceFirst < 0 ? nil : on - .milliseconds(sinceFirst % cuffEvery.milliseconds)
    return (cuffPressed.filter { $0 <= on } + [byItself].compactMap(\.self)).max()
  }

  private func isUnhooked(_ on: Span) -> Bool { unhooked.map { on >= $0 } ?? false }

  private func sinceStart(_ moment: Span, _ started: Span?) -> Span {
    started.map { moment - $0 } ?? .seconds(-1)
  }

  private func register(_ value: Double) -> UInt16 { UInt16(max(0, min(65_534, value.rounded()))) }
}
