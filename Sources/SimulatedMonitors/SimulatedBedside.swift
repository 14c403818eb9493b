import MonitorProtocols
public import Vitals

/// A simulated bedside monitor's face: a patient, a cuff that measures by itself and whenever
/// somebody presses its button, a heartbeat.
public struct SimulatedBedside: Hashable, Sendable {
  /// The patient.
  public var patient: SimulatedPatient
  /// From being switched on to the first cuff result by itself, and from one to the next.
  public var firstCuff: Span
  public var cuffEvery: Span
  /// From the button, or from when it begins by itself, to the result.
  public var cuffTakes: Span
  /// When the cuff's button was pressed, counted from being switched on; in order.
  public var cuffPressed: [Span] = []
  /// When the patient got up and left cuff and probe behind; nil: not yet.
  public var unhooked: Span?

  /// A monitor with its patient.
  public init(
    _ patient: SimulatedPatient, firstCuff: Span = .zero, cuffEvery: Span = .minutes(5),
    cuffTakes: Span = .zero
  ) {
    self.patient = patient
    self.firstCuff = firstCuff
    self.cuffEvery = cuffEvery
    self.cuffTakes = cuffTakes
  }

  /// What it shows.
  ///
  /// - Parameters:
  ///   - on: how long the monitor has been on.
  ///   - started: when the infusion started, counted the same way; nil: not yet.
  public func shown(on: Span, started: Span?) -> ShownVitals {
    let now = patient.vitals(at: sinceStart(on, started))
    var shown = ShownVitals(hr: .value(now.hr), spo2: .value(now.spo2))
    if now.isProbeOff || isUnhooked(on) { shown = shown.withoutProbe }
    guard !isUnhooked(on) else { return shown }
    shown.cuff = measured(before: on).map { measured in
      let cuff = patient.vitals(at: sinceStart(measured, started))
      return ShownCuff(
        sbp: cuff.sbp, dbp: cuff.dbp, map: cuff.map, rate: cuff.hr, age: on - measured)
    }
    shown.inflating = inflating(at: on)
    return shown
  }

  /// What it shows, as registers.
  public func registers(on: Span, started: Span?) -> [UInt16] {
    shown(on: on, started: started).registers(on: on)
  }

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

  /// When the newest result stood there; nil: not yet.
  private func measured(before on: Span) -> Span? {
    let sinceFirst = (on - firstCuff).milliseconds
    let byItself =
      sinceFirst < 0 ? nil : on - .milliseconds(sinceFirst % cuffEvery.milliseconds)
    let byHand = cuffPressed.map { $0 + cuffTakes }.filter { $0 <= on }
    return (byHand + [byItself].compactMap(\.self)).max()
  }

  /// How long the cuff has been measuring; nil: it is not.
  private func inflating(at on: Span) -> Span? {
    let sinceFirst = (on - firstCuff).milliseconds
    let next =
      sinceFirst < 0
      ? firstCuff : on + .milliseconds(cuffEvery.milliseconds - sinceFirst % cuffEvery.milliseconds)
    let starts = cuffPressed + [next - cuffTakes]
    return starts.filter { $0 <= on && on < $0 + cuffTakes }.map { on - $0 }.max()
  }

  private func isUnhooked(_ on: Span) -> Bool { unhooked.map { on >= $0 } ?? false }

  private func sinceStart(_ moment: Span, _ started: Span?) -> Span {
    started.map { moment - $0 } ?? .seconds(-1)
  }
}
