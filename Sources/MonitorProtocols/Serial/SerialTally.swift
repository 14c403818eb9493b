/// What became of the bytes that were fed to a decoder.
public struct SerialTally: Hashable, Sendable {
  /// All of them.
  public internal(set) var bytes = 0
  /// Frames that were whole, and believed.
  public internal(set) var frames = 0
  /// Bytes that belong to no frame that was believed.
  public internal(set) var skipped = 0
  /// Frames that were whole but for their checksum.
  public internal(set) var checksumErrors = 0

  /// Nothing yet.
  public init() {}
}
