import Benchmark
import Foundation
import Records
import Settings

/// How many times as long as the plain loop the replay takes, both measured in turn.
private let ratio = BenchmarkMetric.custom(
  "Replay / read and split", polarity: .prefersSmaller, useScalingFactor: false)

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock], warmupIterations: 2, maxDuration: .seconds(5),
    maxIterations: 100)

  let recording = GeneratedRecording.write()

  Benchmark("replay 100 minutes at 1 Hz") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(try replay(recording)) }
  }

  Benchmark("read and split the same file") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(try readAndSplit(recording)) }
  }

  Benchmark("replay against read and split", configuration: .init(metrics: [ratio])) {
    benchmark in
    let clock = ContinuousClock()
    for _ in benchmark.scaledIterations {
      let plain = try clock.measure { blackHole(try readAndSplit(recording)) }
      let whole = try clock.measure { blackHole(try replay(recording)) }
      benchmark.measurement(ratio, Int((whole / plain).rounded()))
    }
  }
}

/// The recording through the rules, its events as NDJSON; how many bytes those are.
private func replay(_ path: String) throws -> Int {
  let scan = try RecordingScan(RecordingFile(path: path))
  let name = "ketamine-40"
  let rules = Replay.Rules(protocols: [try ProtocolLibrary.shipped(name)], defaultProtocol: name)
  var replay = try Replay(scan, rules: rules)
  let writer = EventWriter(axis: .recording(start: scan.header.origin))
  var json = JSONText()
  var sequence: UInt64 = 0
  while let event = try replay.nextEvent() {
    sequence += 1
    writer.write(event, sequence: sequence, to: &json)
  }
  return json.bytes.count
}

/// What anything that reads such a file must do: lines, cells and numbers; the sum of them all.
private func readAndSplit(_ path: String) throws -> Double {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  var sum = 0.0
  for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
    for cell in line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      sum += Double(Substring(cell)) ?? 0
    }
  }
  return sum
}
