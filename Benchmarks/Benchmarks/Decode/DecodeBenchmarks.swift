import Benchmark
import MonitorProtocols

private let speed = BenchmarkMetric.custom(
  "MB/s", polarity: .prefersLarger, useScalingFactor: false)
/// How many times as long as the plain loop the decoder takes, both measured in turn.
private let ratio = BenchmarkMetric.custom(
  "Decode / add up", polarity: .prefersSmaller, useScalingFactor: false)

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [speed, ratio], warmupIterations: 2, maxDuration: .seconds(3), maxIterations: 100)

  let noise = chunks(of: MonitorStream.noise())
  for language in SerialLanguage.allCases {
    let stream = chunks(of: MonitorStream.of(language))
    precondition(decode(stream, language) > 0, "no frame of \(language.rawValue) is understood")
    Benchmark("\(language.rawValue)") { measure(stream, language, $0) }
    Benchmark("\(language.rawValue), noise") { measure(noise, language, $0) }
  }
}

private func measure(_ stream: [[UInt8]], _ language: SerialLanguage, _ benchmark: Benchmark) {
  let clock = ContinuousClock()
  for _ in benchmark.scaledIterations {
    let plain = clock.measure { blackHole(addUp(stream)) }
    let whole = clock.measure { blackHole(decode(stream, language)) }
    let bytes = Double(stream.reduce(0) { $0 + $1.count })
    benchmark.measurement(speed, Int(bytes / (whole / .microseconds(1))))
    benchmark.measurement(ratio, Int((whole / plain).rounded()))
  }
}

/// As they are read from a line at most.
private func chunks(of bytes: [UInt8]) -> [[UInt8]] {
  let size = 4096
  return stride(from: 0, to: bytes.count, by: size).map {
    [UInt8](bytes[$0..<min($0 + size, bytes.count)])
  }
}

/// How many vital signs a decoder finds.
private func decode(_ stream: [[UInt8]], _ language: SerialLanguage) -> Int {
  var decoder = language.decoder()
  var found = 0
  for chunk in stream { decoder.decode(chunk) { _ in found += 1 } }
  return found
}

/// What anything that checks a sum must do: look at each byte.
private func addUp(_ stream: [[UInt8]]) -> UInt8 {
  var sum: UInt8 = 0
  for chunk in stream {
    for byte in chunk { sum = (sum &<< 1 | sum &>> 7) &+ byte }
  }
  return sum
}
