import Glibc
import NIOCore

/// Takes connections only as far as there is room for them; the next one waits in the listener's
/// queue.
///
/// Where descriptors run out all the same, those who wait are refused with one that is kept for
/// that; without even that, none is taken for a while. The listener stays readable, and the event
/// loop would ask it again at once, for ever, and take a whole core.
final class AcceptGate: ChannelDuplexHandler {
  typealias InboundIn = any Channel
  typealias OutboundIn = Never

  /// How long none is taken after descriptors ran out, in milliseconds.
  static let pauseMilliseconds: Int64 = 250
  /// The most that are refused between two looks at others.
  static let mostRefusedAtOnce = 64
  private static let shortages: Set = [EMFILE, ENFILE, ENOBUFS, ENOMEM]

  private let most: Int
  private let listener: Int32
  private var spare: Int32
  private var held = 0
  private var isPaused = false
  private var isAsked = false

  /// - Parameters:
  ///   - most: the most connections at once, with those that are just being refused.
  ///   - listener: the channel's socket, which does not block.
  init(most: Int, listener: Int32) {
    self.most = most
    self.listener = listener
    spare = Self.spareDescriptor
  }

  deinit { Glibc.close(spare) }

  private static var spareDescriptor: Int32 { Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) }

  func read(context: ChannelHandlerContext) {
    guard !isPaused, held < most else {
      isAsked = true
      return
    }
    isAsked = false
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    held += 1
    unwrapInboundIn(data).closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete {
      [self] _ in
      held -= 1
      if isAsked { read(context: context) }
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let code = (error as? IOError)?.errnoCode, Self.shortages.contains(code) else {
      context.fireErrorCaught(error)
      return
    }
    guard !isPaused, !refusesWaiting() else { return }
    isPaused = true
    // A read that failed is still pending: only this ends the listener's calls.
    try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Self.pauseMilliseconds)) {
      [self] in
      isPaused = false
      try? context.channel.syncOptions?.setOption(.autoRead, value: true)
    }
  }

  /// Refuses those who wait; false: another took the spare descriptor meanwhile.
  private func refusesWaiting() -> Bool {
    Glibc.close(spare)
    var refused = 0
    while refused < Self.mostRefusedAtOnce {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      Glibc.close(connection)
      refused += 1
    }
    spare = Self.spareDescriptor
    return refused > 0
  }
}
