// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// The rooms that touch no C and no I/O also forbid every unsafe construct.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

/// What decides, what reads monitors' bytes, and what lives whole nights with it, is optimised in
/// debug builds, too: the tests live hundreds of nights, and decode millions of frames.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "infusionwatch",
  products: [
    .executable(name: "infusionwatch", targets: ["infusionwatch"]),
    // For the benchmarks, which are a package of their own.
    .library(name: "MonitorProtocols", targets: ["MonitorProtocols"]),
    .library(name: "Records", targets: ["Records"]),
    .library(name: "Settings", targets: ["Settings"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(name: "CLinux"),
    .target(name: "CModbus", linkerSettings: [.linkedLibrary("modbus")]),
    .target(name: "CSystemd", linkerSettings: [.linkedLibrary("systemd")]),
    .target(
      name: "CToml",
      // Compiled in, so that the clinic's machine needs no library for it; without its assertions,
      // one of which a damaged file can fail.
      cxxSettings: [.define("TOML_HEADER_ONLY", to: "1"), .define("NDEBUG")]),

    .target(name: "Vitals", swiftSettings: pure + quick),
    .target(name: "InfusionCore", dependencies: ["Vitals"], swiftSettings: pure + quick),
    .target(name: "MonitorProtocols", dependencies: ["Vitals"], swiftSettings: pure + quick),
    .target(
      name: "Monitors", dependencies: ["CModbus", "MonitorProtocols", "Vitals"],
      swiftSettings: strict),
    .target(
      name: "SimulatedMonitors", dependencies: ["CModbus", "MonitorProtocols", "Vitals"],
      swiftSettings: strict),
    .target(
      name: "Settings", dependencies: ["CToml", "InfusionCore", "MonitorProtocols", "Vitals"],
      // The folder is a link to config/protocols, so that the files and the program are one.
      resources: [
        .embedInCode("ShippedProtocols/esketamine.toml"),
        .embedInCode("ShippedProtocols/ketamine-40.toml"),
        .embedInCode("ShippedProtocols/ketamine-60.toml"),
      ],
      swiftSettings: strict),
    .target(
      name: "Records",
      dependencies: ["InfusionCore", "Vitals", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "Host",
      dependencies: [
        "CLinux", "CSystemd", .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "Station",
      dependencies: [
        "Host", "InfusionCore", "Monitors", "MonitorProtocols", "Records", "Settings", "Vitals",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .target(
      name: "StationWeb",
      dependencies: [
        "Host", "InfusionCore", "Records", "Settings", "Station", "Vitals",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      // The picture of the README.
      exclude: ["Page/page.png"],
      // The contract and the page, inside the program.
      resources: [.embedInCode("Contract/openapi.json")]
        + [
          "index.html", "board.css", "icon.svg", "alerts.js", "api.js", "board.js", "dom.js",
          "forms.js", "sound.js", "station.js", "stream.js", "tiles.js", "verbs.js", "words.js",
        ].map { .embedInCode("Page/\($0)") },
      swiftSettings: strict),
    .executableTarget(
      name: "infusionwatch",
      dependencies: [
        "Host", "InfusionCore", "Monitors", "MonitorProtocols", "Records", "Settings",
        "SimulatedMonitors", "Station", "StationWeb", "Vitals",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "InfusionCoreTests", dependencies: ["InfusionCore", "NightKit", "Settings", "Vitals"],
      swiftSettings: strict),
    .testTarget(
      name: "RecordsTests",
      dependencies: [
        "CFaultyDisk", "InfusionCore", "PeerKit", "Records", "Settings", "Vitals",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .target(
      name: "NightKit", dependencies: ["InfusionCore", "Settings", "Vitals"],
      path: "Tests/NightKit", swiftSettings: strict + quick),
    .target(
      name: "SlowModel", dependencies: ["InfusionCore", "Vitals"], path: "Tests/SlowModel",
      swiftSettings: strict + quick + [.unsafeFlags(["-enforce-exclusivity=unchecked"])]),
    .testTarget(
      name: "AgreementTests",
      dependencies: ["InfusionCore", "NightKit", "Records", "Settings", "SlowModel", "Vitals"],
      swiftSettings: strict),
    .target(
      name: "DecoderProperties", dependencies: ["MonitorProtocols", "Vitals"],
      path: "Tests/DecoderProperties", swiftSettings: strict + quick),
    .executableTarget(
      name: "fuzz-decoders", dependencies: ["DecoderProperties"], path: "Tests/FuzzDecoders",
      exclude: ["Seeds"],
      // Who has `main` is the fuzzer's matter.
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]),
    .testTarget(
      name: "MonitorProtocolsTests",
      dependencies: ["DecoderProperties", "MonitorProtocols", "Vitals"], swiftSettings: strict),
    .testTarget(
      name: "SettingsTests",
      dependencies: ["InfusionCore", "MonitorProtocols", "Settings", "Vitals"],
      exclude: ["Refused"], swiftSettings: strict),
    .target(
      name: "CFaultyDisk", path: "Tests/CFaultyDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "PeerKit", path: "Tests/PeerKit", swiftSettings: strict),
    .executableTarget(
      name: "HostProbe", dependencies: ["Host"], path: "Tests/HostProbe", swiftSettings: strict),
    .testTarget(
      name: "HostTests",
      dependencies: [
        "Host", "HostProbe", "PeerKit", .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MonitorsTests",
      dependencies: [
        "InfusionCore", "MonitorProtocols", "Monitors", "PeerKit", "Settings", "SimulatedMonitors",
        "Vitals",
      ],
      exclude: ["Peers"], swiftSettings: strict),
    .testTarget(
      name: "StationTests",
      dependencies: [
        "Host", "InfusionCore", "MonitorProtocols", "Monitors", "PeerKit", "Records", "Settings",
        "Station", "Vitals", .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StationWebTests",
      dependencies: [
        "InfusionCore", "Monitors", "PeerKit", "Records", "Settings", "Station", "StationWeb",
        "Vitals",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      exclude: ["Browser", "Contract"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "InfusionCore", "infusionwatch", "PeerKit", "Records", "Settings", "SimulatedMonitors",
        "Vitals", .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SystemdTests", dependencies: ["HostProbe", "infusionwatch", "PeerKit"],
      exclude: ["boot"], swiftSettings: strict),
    .target(
      name: "NightSimulation",
      dependencies: [
        "InfusionCore", "Monitors", "NightKit", "Records", "Settings", "SimulatedMonitors",
        "SlowModel", "Station", "Vitals",
      ],
      path: "Tests/NightSimulation", swiftSettings: strict + quick),
    .executableTarget(
      name: "nights",
      dependencies: [
        "NightSimulation", "Vitals",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Nights", exclude: ["mutants.py", "mutants.txt"], swiftSettings: strict),
    .testTarget(
      name: "NightTests", dependencies: ["InfusionCore", "NightSimulation", "Vitals"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
