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
      with a wrong checksum. A format without checksums is believed after a row of whole frames. A \
      capture is a file of the bytes alone, or what record --raw has written.
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
    var capture = CaptureStream()
    var decoding = Decoding(format)
    var output = OutputFile()
    do {
      while let bytes = try input.next(atMost: Self.chunk) {
        try output.write(decoding.lines(of: capture.take(bytes)))
        if follow { try output.flush() }
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
    let tally = decoding.tally
    guard tally.bytes > 0, tally.frames == 0 else { return }
    StandardError.tell(
      "\(file): none of \(tally.bytes) bytes is understood as \(format.rawValue); try another"
        + " format, or look at the speed and parity of the capture")
  }
}
