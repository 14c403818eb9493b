import Hummingbird
import NIOCore

extension Request {
  /// The whole body, if it is not larger than that; else 413.
  func bytes(upTo most: Int, remedy: String) async throws -> [UInt8] {
    do {
      return Array(buffer: try await body.collect(upTo: most))
    } catch is NIOTooManyBytesError {
      throw Problem(.contentTooLarge, "the body has more than \(most) bytes", remedy: remedy)
    }
  }
}
