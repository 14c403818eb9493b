// swift-tools-version: 6.1

import PackageDescription

// A package of its own, so that nobody builds the measuring tool who only wants the program.
let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "infusionwatch", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Decode",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "MonitorProtocols", package: "infusionwatch"),
      ],
      path: "Benchmarks/Decode",
      swiftSettings: [.swiftLanguageMode(.v6)],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "Replay",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "Records", package: "infusionwatch"),
        .product(name: "Settings", package: "infusionwatch"),
      ],
      path: "Benchmarks/Replay",
      swiftSettings: [.swiftLanguageMode(.v6)],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
