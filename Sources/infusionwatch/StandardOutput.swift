import ArgumentParser
import Records

/// What a command says while it runs on.
enum StandardOutput {
  /// Writes a text whole; false: nobody reads.
  static func tell(_ text: String) throws -> Bool {
    var output = OutputFile()
    do throws(OutputFile.Failure) {
      try output.write(text.utf8)
      try output.flush()
      return true
    } catch {
      guard !error.isClosedPipe else { return false }
      StandardError.tell("the standard output takes nothing (\(error.reason)); free some space")
      throw ExitCode.unavailable
    }
  }
}
