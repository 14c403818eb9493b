/// Something that never came to be.
public struct NeverSo: Error, CustomStringConvertible {
  public var description: String

  /// What never came to be.
  public init(description: String) { self.description = description }
}

/// Waits until something is so, at most this long: a busy machine is no failure.
public func eventually(
  _ what: @autoclosure () -> String, within seconds: Double = 60,
  every pause: Duration = .milliseconds(5), file: StaticString = #fileID,
  line: UInt = #line, _ isSo: () async throws -> Bool
) async throws {
  let until = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < until {
    if try await isSo() { return }
    try await Task.sleep(for: pause)
  }
  throw NeverSo(description: "\(file):\(line): never within \(seconds) s: \(what())")
}
