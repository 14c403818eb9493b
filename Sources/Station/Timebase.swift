import Glibc
public import InfusionCore
public import Vitals

/// The station's clock: steady, whatever happens to the wall clock.
public protocol Timebase: Sendable {
  /// The moment now; it never decreases.
  var now: Moment { get }
  /// How much later the wall clock (milliseconds since 1970, UTC) is than `now`.
  var wallOffset: Span { get }
  /// How much later local time is than UTC.
  var utcOffset: Span { get }
  /// How many times faster than real time it runs: 1 but for demonstrations and tests.
  var speed: Double { get }
  /// Returns at the moment, or at once if it has passed; throws when the task is cancelled.
  func sleep(until moment: Moment) async throws
}

/// The machine's own clock: CLOCK_BOOTTIME, which runs on through a suspend and which nobody sets.
public struct SystemTimebase: Timebase {
  public let speed: Double
  /// It is known how long it is since the earlier start after which it goes on.
  public let isGapCertain: Bool
  private let startedAt: Int64
  private let wallAtStart: Int64
  /// How far ahead of CLOCK_BOOTTIME the moments are: it begins at zero with each boot.
  private let ahead: Int64

  /// The machine's clock, or one that runs faster from here on.
  public init(speed: Double = 1) {
    self.init(speed: speed, ahead: 0, isGapCertain: true)
  }

  private init(speed: Double, ahead: Int64, isGapCertain: Bool) {
    self.speed = speed
    self.isGapCertain = isGapCertain
    self.ahead = ahead
    startedAt = Self.milliseconds(of: CLOCK_BOOTTIME)
    wallAtStart = Self.milliseconds(of: CLOCK_REALTIME)
  }

  /// The machine's clock as it goes on after what an earlier start has seen.
  ///
  /// In the same boot it is the same clock. After a reboot the gap is what the clock on the wall
  /// says, and no moment comes twice.
  ///
  /// - Parameters:
  ///   - name: `name` of the earlier start's clock.
  ///   - last: the last moment that it saw, and what the wall showed then.
  ///   - isSynchronised: whether the clock on the wall is kept in step with a time server.
  public init(after name: String, last: Moment, wall: WallClock, isSynchronised: Bool) {
    let machine = MachineClock(
      boot: Self.bootID, running: Self.milliseconds(of: CLOCK_BOOTTIME),
      wall: Self.wallMilliseconds, isSynchronised: isSynchronised)
    self.init(
      speed: 1, ahead: machine.ahead(after: name, last: last, wall: wall),
      isGapCertain: machine.knowsGap(after: name, last: last, wall: wall))
  }

  /// Which boot's clock it is, and how far ahead.
  public var name: String { MachineClock.name(boot: Self.bootID, ahead: ahead) }

  public var now: Moment {
    let passed = Self.milliseconds(of: CLOCK_BOOTTIME) - startedAt
    let scaled = speed == 1 ? passed : Int64(Double(passed) * speed)
    return Moment(milliseconds: startedAt + ahead + scaled)
  }

  public var wallOffset: Span {
    guard speed == 1 else { return .milliseconds(wallAtStart - startedAt) }
    let wall = Self.milliseconds(of: CLOCK_REALTIME)
    return .milliseconds(wall - Self.milliseconds(of: CLOCK_BOOTTIME) - ahead)
  }

  /// The kernel's name of this boot (random(4)).
  private static var bootID: String {
    var buffer = [UInt8](repeating: 0, count: 64)
    let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "unknown" }
    defer { close(descriptor) }
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
  }

  public var utcOffset: Span {
    var seconds = time(nil)
    var local = tm()
    guard localtime_r(&seconds, &local) != nil else { return .zero }
    return .seconds(Int64(local.tm_gmtoff))
  }

  public func sleep(until moment: Moment) async throws {
    let left = Double((moment - now).milliseconds) / speed
    guard left > 0 else { return }
    try await Task.sleep(for: .milliseconds(Int64(left.rounded(.up))), clock: .continuous)
  }

  /// What the clock on the wall shows: milliseconds since 1970, UTC.
  public static var wallMilliseconds: Int64 { milliseconds(of: CLOCK_REALTIME) }

  private static func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
