/// Why a serial line cannot be had.
public struct SerialLineFailure: Error, Hashable, CustomStringConvertible {
  public var description: String
}

extension SerialLine {
  /// Opens the line for this process alone: a descriptor with these settings, that does not block;
  /// whoever gets it closes it.
  public func open() throws(SerialLineFailure) -> Int32 {
    do throws(Dialler.Failure) {
      return try TtyOpener(line: self).open()
    } catch {
      throw SerialLineFailure(description: "\(error.reason); name a line that is free")
    }
  }
}
