import ArgumentParser
import Glibc
import MonitorProtocols
import Monitors
import Records
import Settings
import Vitals

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Finds out what is on a port, and prints the configuration for it.",
    discussion: """
      Listens, and sends nothing: at the settings that makers ship first, then at others. It takes \
      a few seconds if a known monitor speaks, 12 s if the line is silent, and at most one and a \
      half minutes. What it tries and finds goes to the standard error, the lines to paste to the \
      standard output. Exit status 1: nothing was found, or Ctrl-C; 69: the port cannot be had, \
      such as one that the station reads.

      A datex-dri, berrymed-pm6750 or suntech-nibp monitor is silent until it is asked. With --ask \
      a line on which nothing came is asked for values, and for nothing else. Modbus is not found: \
      it would have to be asked, unit by unit.
      """)

  @Flag(help: "Ask a silent line, with the requests for values that the station sends.")
  var ask = false

  @Argument(
    help: "A serial line's path, or tcp:HOST:PORT for a serial device server.",
    completion: .file())
  var port: String

  func run() throws {
    let address = try ProbedPort(words: port).address
    let end = try EndOfCommand()
    guard let verdict = try verdict(address, end) else { throw ExitCode(1) }
    let words = ProbeWords(address: address, isAsked: ask)
    StandardError.tell(words.said(verdict))
    guard let lines = words.lines(verdict) else { throw ExitCode(1) }
    print(lines, terminator: "")
  }

  /// What came of it; nil: it was told to end. The port is free again then.
  private func verdict(_ address: StreamAddress, _ end: EndOfCommand) throws -> ProbeVerdict? {
    do throws(ListenedPort.Failure) {
      var listening = try ProbeListening(address, asks: ask, end: end.descriptor)
      try listening.run()
      return listening.verdict
    } catch {
      StandardError.tell("\(error.reason); name a port that is there, and that no program holds")
      throw ExitCode.unavailable
    }
  }
}
