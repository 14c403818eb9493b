import ArgumentParser
import Glibc
import MonitorProtocols
import Monitors
import Records
import Vitals

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Bytes from a monitor to readings, one JSON object a line.",
    discussion: """
      The last line sums up: bytes, frames, readings, bytes that belong to no frame, and frames \
      with a wrong checksum. A format without checksums is believed after a row of whole frames. \
      FILE is a capture of the bytes alone, or what record --raw has written, or a serial line: \
      that is set up as the protocol wants it, read by this program alone, and set as it was found \
      at the end; Ctrl-C ends it.
      """)

  @Option(help: "The monitor's protocol, such as nonin-df2.", transform: Self.language)
  var format: SerialLanguage

  @Flag(help: "Print each reading as it comes, and wait for more at the end of the file.")
  var follow = false

  @Option(help: "Bits a second of a serial line, if not the protocol's own.")
  var baud: Int?

  @Option(
    help: "Parity of a serial line: none, even or odd, if not the protocol's own.",
    transform: Self.parity)
  var parity: SerialLine.Parity?

  @Argument(
    help: "A capture, or a serial line; the standard input if left out.",
    completion: .file())
  var file = "-"

  private static func language(_ name: String) throws -> SerialLanguage {
    if let language = SerialLanguage(rawValue: name) { return language }
    let names = SerialLanguage.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("there is no format “\(name)”; name one of \(names)")
  }

  private static func parity(_ name: String) throws -> SerialLine.Parity {
    if let parity = SerialLine.Parity(rawValue: name) { return parity }
    throw ValidationError("there is no parity “\(name)”; name one of none, even, odd")
  }

  /// How much is read at once, in bytes.
  private static let chunk = 65_536

  func run() throws {
    var line = SerialLine(file, of: format)
    line.baud = baud ?? line.baud
    line.parity = parity ?? line.parity
    var input = try CapturedBytes(path: file, follow: follow, line: line)
    guard input.isLive || baud == nil && parity == nil else {
      throw ValidationError("\(file) is no serial line; leave --baud and --parity out")
    }
    var capture = CaptureStream()
    var decoding = Decoding(format)
    var output = OutputFile()
    var silent = Span.zero
    do {
      while let bytes = try input.next(atMost: Self.chunk) {
        silent = bytes.isEmpty ? silent + CapturedBytes.lookedAtEvery : .zero
        if silent >= format.silentAfter { decoding.fallSilent() }
        try output.write(decoding.lines(of: capture.take(bytes)))
        if follow || input.isLive { try output.flush() }
      }
      try output.write(decoding.lines(of: capture.finish()))
      try output.write(decoding.summary())
      try output.flush()
    } catch let failure as CaptureReader.Failure {
      StandardError.tell("\(file):\(failure.line): \(failure.what); \(failure.remedy)")
      throw ExitCode.unreadableInput
    } catch let failure as OutputFile.Failure {
      guard !failure.isClosedPipe else { return }
      StandardError.tell("cannot write (\(failure.reason)); give the output room")
      throw ExitCode.unavailable
    }
    try tellEnd(of: input, decoding.tally)
  }

  private func tellEnd(of input: borrowing CapturedBytes, _ tally: SerialTally) throws {
    if let reason = input.goneReason {
      StandardError.tell("\(reason); plug it in and start again")
      throw ExitCode.unavailable
    }
    guard tally.bytes > 0, tally.frames == 0 else { return }
    StandardError.tell(
      "\(file): none of \(tally.bytes) bytes is understood as \(format.rawValue); try another"
        + " format, or look at the speed and parity of the capture")
  }
}
