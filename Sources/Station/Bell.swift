/// Rings once however often it was struck since it was last heard.
final class Bell: Sendable {
  /// One element for each time that it is heard; ends with `finish()`. One listener only.
  let rings: AsyncStream<Void>
  private let striker: AsyncStream<Void>.Continuation

  init() {
    (rings, striker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Something waits.
  func ring() { striker.yield() }

  /// Nothing more comes.
  func finish() { striker.finish() }
}
