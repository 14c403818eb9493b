import ArgumentParser
import Records
import SimulatedMonitors
import Vitals

/// One bed of a recording, to be shown by a simulated monitor.
struct RecordedBed {
  /// From its first row on.
  let vitals: RecordedVitals

  /// Reads the bed; nil: the only one.
  init(_ path: String, bed: String?) throws {
    do throws(RecordingError) {
      let scan = try RecordingScan(RecordingFile(path: path))
      let chosen = try Self.bed(named: bed, of: scan, path)
      var vitals = RecordedVitals(every: scan.every)
      var rows = try RecordingRows(scan)
      while let row = try rows.next() {
        guard row.bed == chosen.name, !row.readings.isEmpty else { continue }
        guard vitals.count < RecordedVitals.mostReadings else {
          throw RecordingError(
            file: path, line: row.line,
            "the bed has more than \(RecordedVitals.mostReadings) readings",
            remedy: "cut the recording")
        }
        let measured = row.readings.compactMap(\.measuredAt).first
        let age = measured.map { scan.header.origin + row.time - $0 } ?? .zero
        vitals.add(row.readings, at: row.time - chosen.first, cuffAge: age)
      }
      self.vitals = vitals
    } catch {
      StandardError.tell(error)
      throw ExitCode.unreadableInput
    }
  }

  private static func bed(
    named name: String?, of scan: RecordingScan, _ path: String
  ) throws(RecordingError) -> RecordingScan.Bed {
    let names = scan.beds.map(\.name).joined(separator: ", ")
    guard let name else {
      guard scan.beds.count == 1, let only = scan.beds.first else {
        throw RecordingError(
          file: path, line: nil, "there are the beds \(names)", remedy: "name one with --bed")
      }
      return only
    }
    guard let found = scan.beds.first(where: { $0.name == name }) else {
      throw RecordingError(
        file: path, line: nil, "there is no bed \(name)", remedy: "name one of \(names)")
    }
    return found
  }
}
