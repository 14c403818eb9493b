public import Vitals

/// A simulated bedside monitor's face: a patient, a cuff that measures by itself, a heartbeat.
public struct SimulatedBedside: Hashable, Sendable {
  /// The patient.
  public var patient: SimulatedPatient
  /// From one cuff measurement to the next.
  public var cuffEvery: Span

  /// A monitor with its patient.
  public init(_ patient: SimulatedPatient, cuffEvery: Span = .minutes(5)) {
    self.patient = patient
    self.cuffEvery = cuffEvery
  }

  /// The block of registers as the shipped configuration maps it: HR, SpO2 in tenths, SBP, DBP,
  /// MAP, age of the cuff result in seconds, status, heartbeat.
  ///
  /// - Parameters:
  ///   - on: how long the monitor has been on.
  ///   - started: when the infusion started, counted the same way; nil: not yet.
  public func registers(on: Span, started: Span?) -> [UInt16] {
    let now = patient.vitals(at: sinceStart(on, started))
    let cuffAge = Span.milliseconds(on.milliseconds % cuffEvery.milliseconds)
    let cuff = patient.vitals(at: sinceStart(on - cuffAge, started))
    return [
      register(now.hr), register(now.spo2 * 10), register(cuff.sbp), register(cuff.dbp),
      register(cuff.map), register(cuffAge.seconds.rounded(.down)), 0,
      UInt16(truncatingIfNeeded: on.milliseconds / 1000),
    ]
  }

  private func sinceStart(_ moment: Span, _ started: Span?) -> Span {
    started.map { moment - $0 } ?? .seconds(-1)
  }

  private func register(_ value: Double) -> UInt16 { UInt16(max(0, min(65_534, value.rounded()))) }
}
