import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /api/v1/openapi.json`: the contract of the interface (OpenAPI 3.1), inside the program.
///
/// Tests hold it against the running station: what it does not say is not so.
struct ContractRoute: Sendable {
  static var bytes: [UInt8] { PackageResources.openapi_json }

  private let body = ByteBuffer(bytes: bytes)

  var response: Response {
    Response(
      status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: .init(byteBuffer: body))
  }
}
