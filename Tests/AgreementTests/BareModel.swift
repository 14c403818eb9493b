import InfusionCore
import SlowModel
import Vitals

/// The slow model's events of bare vitals.
enum BareModel {
  /// The events of a bare recording, bed by bed in the order of their first line.
  static func events(of recording: ModelRecording) -> [[ModelEvent]] {
    let monitor = MonitorSetup(
      name: "monitor", vitals: VitalSign.allCases, every: .milliseconds(Int64(recording.every)),
      link: "link")
    var model = NightModel()
    var told: [ModelEvent] = []
    func take(_ input: Input, at time: Int) {
      told += model.receive(input, at: Moment(milliseconds: Int64(time))).events
    }
    let beds = recording.beds.map { bed in
      var own = monitor
      own.name = "monitor \(bed)"
      return BedSetup(bed: bed, monitors: [own], judging: .bareVitals)
    }
    take(
      .setUp(StationSetup(beds: beds, protocols: [], defaultProtocol: "ketamine-40")),
      at: recording.rows.map(\.time).min() ?? 0)
    for row in recording.rows {
      take(.readings(bed: row.bed, row.readings, monitor: nil), at: row.time)
    }
    take(.time, at: recording.end)
    return recording.beds.map { bed in told.filter { $0.bed == bed } }
  }
}

extension ModelRow {
  /// The cells as one input.
  var readings: [Reading] {
    VitalSign.allCases.compactMap { vital in
      switch cells[vital] {
      case .value(let value): Reading(vital, .value(value))
      case .absent(let reason): Reading(vital, .absent(reason))
      case nil: nil
      }
    }
  }
}
