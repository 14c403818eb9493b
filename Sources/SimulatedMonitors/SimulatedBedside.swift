public import MonitorProtocols
public import Vitals

/// A simulated bedside monitor's face: a patient, a cuff that measures by itself, a heartbeat.
public struct SimulatedBedside: Hashable, Sendable {
  /// The patient.
  public var patient: SimulatedPatient
  /// From being switched on to the first cuff measurement, and from one to the next.
  public var firstCuff: Span
  public var cuffEvery: Span

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
      nibpAge: field(5), heartbeat: .init(field: field(7), frozenAfter: .seconds(10)))
  }

  /// The block of registers as the shipped configuration maps it: HR, SpO2 in tenths, SBP, DBP,
  /// MAP, age of the cuff result in seconds, status, heartbeat.
  ///
  /// - Parameters:
  ///   - on: how long the monitor has been on.
  ///   - started: when the infusion started, counted the same way; nil: not yet.
  public func registers(on: Span, started: Span?) -> [UInt16] {
    let now = patient.vitals(at: sinceStart(on, started))
    return [register(now.hr), register(now.spo2 * 10)] + cuff(on: on, started: started) + [
      0, UInt16(truncatingIfNeeded: on.milliseconds / 1000),
    ]
  }

  private func cuff(on: Span, started: Span?) -> [UInt16] {
    guard on >= firstCuff else { return [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF] }
    let age = Span.milliseconds((on - firstCuff).milliseconds % cuffEvery.milliseconds)
    let cuff = patient.vitals(at: sinceStart(on - age, started))
    return [
      register(cuff.sbp), register(cuff.dbp), register(cuff.map),
      register(age.seconds.rounded(.down)),
    ]
  }

  private func sinceStart(_ moment: Span, _ started: Span?) -> Span {
    started.map { moment - $0 } ?? .seconds(-1)
  }

  private func register(_ value: Double) -> UInt16 { UInt16(max(0, min(65_534, value.rounded()))) }
}
