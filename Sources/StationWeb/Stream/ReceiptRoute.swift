import Hummingbird
import NIOCore
import Records
import Station

/// `POST /stream/receipt`: a display confirms what it has shown.
struct ReceiptRoute: Sendable {
  /// The largest receipt, in bytes.
  static let largest = 4096

  let station: Station
  let hub: StreamHub

  func answer(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try context.require(.view)
    let body = try await request.bytes(upTo: Self.largest, remedy: "send the receipt alone")
    guard case .object(let fields)? = JSONValue(body),
      case .number(let number)? = fields["heartbeat"], Self.isCount(number),
      case .number(let sequence)? = fields["seq"], Self.isCount(sequence),
      case .flag(let isVisible)? = fields["visible"], case .flag(let isAudible)? = fields["audible"]
    else {
      throw Problem(
        .badRequest, "this is no receipt",
        remedy: "send {\"seq\":41,\"heartbeat\":7,\"visible\":true,\"audible\":true}")
    }
    guard hub.isRecent(heartbeat: number) else {
      throw Problem(
        .conflict, "the heartbeat is not one of the last \(StreamHub.recentHeartbeats)",
        remedy: "confirm the heartbeat that the stream has just told")
    }
    await station.confirm(
      DisplayReceipt(
        isVisible: isVisible, isAudible: isAudible, isNurse: caller.role >= .nurse))
    return Response(status: .noContent)
  }

  private static func isCount(_ number: Double) -> Bool {
    number >= 0 && number.rounded() == number
  }
}
