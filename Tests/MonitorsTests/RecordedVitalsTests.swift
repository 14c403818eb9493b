import SimulatedMonitors
import Testing
import Vitals

/// A recording, shown again by a simulated monitor.
@Suite struct RecordedVitalsTests {
  @Test func `a number stands for three intervals, then none is shown`() {
    var recorded = RecordedVitals(every: .seconds(1))
    recorded.add([Reading(.hr, .value(72)), Reading(.spo2, .absent(.sensorOff))], at: .seconds(5))
    let rates = [4, 5, 7, 8].map { recorded.shown(at: .seconds($0)).hr }
    #expect(
      rates == [.absent(.notMeasured), .value(72), .value(72), .absent(.notMeasured)])
    #expect(recorded.shown(at: .seconds(5)).spo2 == .absent(.sensorOff))
  }

  @Test func `a cuff result grows old, and the cuff is seen to measure before it`() {
    var recorded = RecordedVitals(every: .seconds(1))
    let result = [Reading(.sbp, .value(124)), Reading(.dbp, .value(78))]
    recorded.add(result, at: .seconds(100))
    #expect(recorded.shown(at: .seconds(79)).inflating == nil)
    #expect(recorded.shown(at: .seconds(90)).inflating == .seconds(10))
    let shown = recorded.shown(at: .seconds(160))
    #expect(shown.cuff == ShownCuff(sbp: 124, dbp: 78, map: nil, age: .seconds(60)))
    #expect(shown.inflating == nil)
  }

  @Test func `a result that was read again with its age is the same one`() {
    var recorded = RecordedVitals(every: .seconds(1))
    let result = [Reading(.sbp, .value(124)), Reading(.dbp, .value(78)), Reading(.map, .value(93))]
    recorded.add(result, at: .seconds(100), cuffAge: .seconds(10))
    recorded.add(result, at: .seconds(101), cuffAge: .seconds(11))
    #expect(recorded.count == 1)
    #expect(recorded.shown(at: .seconds(101)).cuff?.age == .seconds(11))
    recorded.add(result, at: .seconds(200), cuffAge: .seconds(1))
    #expect(recorded.count == 2)
  }
}
