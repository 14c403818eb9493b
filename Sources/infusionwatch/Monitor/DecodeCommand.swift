import ArgumentParser
import Glibc
import MonitorProtocols
import Records
import Vitals

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Bytes from a monitor to readings, one JSON object a line.",
    discussion: """
      The last line sums up: bytes, frames, readings, bytes that belong to no frame, and frames \
      with a wrong checksum. A format without checksums is believed after a row of whole frames.
      """)

  @Option(help: "The monitor's protocol, such as nonin-df2.", transform: Self.language)
  var format: SerialLanguage

  @Flag(help: "Print each reading as it comes, and wait for more at the end of the file.")
  var follow = false

  @Argument(help: "A capture; the standard input if left out.", completion: .file())
  var file = "-"

  private static func language(_ name: String) throws -> SerialLanguage {
    if let language = SerialLanguage(rawValue: name) { return language }
    let names = SerialLanguage.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("there is no format “\(name)”; name one of \(names)")
  }

  /// How much is read at once, in bytes.
  private static let chunk = 65_536

  func run() throws {
    var input = try CapturedBytes(path: file, follow: follow)
    var decoder = format.decoder()
    var output = OutputFile()
    var lines = FindingLines()
    do {
      while let bytes = try input.next(atMost: Self.chunk) {
        decoder.decode(bytes) { lines.add($0) }
        try output.write(lines.take())
        if follow { try output.flush() }
      }
      // What has begun at the end will not be completed.
      decoder.fallSilent()
      try output.write(lines.summary(decoder.tally))
      try output.flush()
    } catch let failure as OutputFile.Failure {
      guard !failure.isClosedPipe else { return }
      StandardError.tell("cannot write (\(failure.reason)); give the output room")
      throw ExitCode.unavailable
    }
    let tally = decoder.tally
    guard tally.bytes > 0, tally.frames == 0 else { return }
    StandardError.tell(
      "\(file): none of \(tally.bytes) bytes is understood as \(format.rawValue); try another"
        + " format, or look at the speed and parity of the capture")
  }
}

/// What a decoder finds, as lines of JSON.
private struct FindingLines {
  private var json = JSONText()
  private var readings = 0

  mutating func add(_ finding: SerialFinding) {
    json.object { json in
      json.field("offset", finding.offset)
      switch finding.content {
      case .reading(let vital, .value(let value), let quality):
        json.field("vital", vital.rawValue)
        json.field("value", value)
        json.field("quality", quality.rawValue)
      case .reading(let vital, .absent(let reason), _):
        json.field("vital", vital.rawValue)
        json.field("absent", reason.rawValue)
      case .identity(let name): json.field("identity", name)
      case .cuffInflating: json.field("cuff", "inflating")
      case .cuffFailed: json.field("cuff", "failed")
      }
    }
    json.endLine()
    if case .reading = finding.content { readings += 1 }
  }

  /// The lines since this was asked last.
  mutating func take() -> [UInt8] {
    defer { json.removeAll() }
    return json.bytes
  }

  mutating func summary(_ tally: SerialTally) -> [UInt8] {
    json.object { json in
      json.object("summary") { json in
        json.field("bytes", tally.bytes)
        json.field("frames", tally.frames)
        json.field("readings", readings)
        json.field("skipped", tally.skipped)
        json.field("checksum_errors", tally.checksumErrors)
      }
    }
    json.endLine()
    return take()
  }
}
