import Foundation
import Hummingbird
import InfusionCore
import Records
import Station

/// `GET /beds` and `GET /beds/{bed}`: the station as it is now.
struct SnapshotRoutes: Sendable {
  let station: Station
  let hub: StreamHub
  let configuration: WebInterface.Configuration

  func beds(_ context: WebContext) async throws -> Response {
    _ = try context.require(.view)
    let view = await station.look()
    var json = JSONText()
    json.object { StationWriter(view).write(view, of: configuration, start: hub.start, to: &$0) }
    return .json(json)
  }

  func bed(_ context: WebContext) async throws -> Response {
    _ = try context.require(.view)
    let name = try context.parameters.require("bed").removingPercentEncoding ?? ""
    let view = await station.look()
    guard let bed = view.bed(name) else {
      throw Problem(
        .notFound, "there is no bed “\(name.prefix(40))”",
        remedy: "use \(view.beds.map(\.name).joined(separator: ", "))")
    }
    let writer = StationWriter(view)
    var json = JSONText()
    json.object { json in
      writer.writeTime(to: &json)
      json.field("seq", raw: "\(view.sequence)")
      writer.write(bed, alerts: view.alerts, to: &json)
    }
    return .json(json)
  }
}
