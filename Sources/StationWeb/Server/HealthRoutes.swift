import HTTPTypes
import Hummingbird
import Records
import Station
import Synchronization

/// `/healthz` and `/readyz`: whether the station lives, and whether it has begun its work.
struct HealthRoutes: Sendable {
  /// A probe that has not come through the pipeline within this time will not.
  static let longestProbe = Duration.seconds(2)

  let station: Station
  let readiness: WebReadiness

  /// 200 if a probe comes through the pipeline and every link's thread comes round, else 503.
  func health() async -> Response {
    let late = await station.selfCheck(within: Self.longestProbe)
    return Self.answer(late.isEmpty ? nil : late.joined(separator: "; "))
  }

  /// 200 once ledger, links and listener are up, else 503.
  func ready() -> Response { Self.answer(readiness.isReady ? nil : "the station is starting") }

  private static func answer(_ fault: String?) -> Response {
    Response(
      status: fault == nil ? .ok : .serviceUnavailable,
      headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: "\(fault ?? "ok")\n")))
  }
}

/// Whether the station does its work.
public final class WebReadiness: Sendable {
  private let flag = Atomic(false)

  init() {}

  var isReady: Bool { flag.load(ordering: .acquiring) }

  /// Ledger, links and listener are up.
  public func begin() { flag.store(true, ordering: .releasing) }
}
