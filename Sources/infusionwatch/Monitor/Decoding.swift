import MonitorProtocols
import Records
import Vitals

/// A capture on its way through a decoder: what it finds, as lines of JSON.
struct Decoding {
  private let language: SerialLanguage
  private var decoder: any SerialDecoder
  private var json = JSONText()
  private var readings = 0
  private var last: Vitals.Span?

  /// Nothing has been decoded yet.
  init(_ language: SerialLanguage) {
    self.language = language
    decoder = language.decoder()
  }

  /// What became of the bytes so far.
  var tally: SerialTally { decoder.tally }

  /// The line has been silent: what had begun is not completed.
  mutating func fallSilent() { decoder.fallSilent() }

  /// A line for each finding in what came next.
  mutating func lines(of pieces: [CaptureStream.Piece]) -> [UInt8] {
    for piece in pieces {
      // As it was on the line: what had begun before a silence was not completed.
      if let time = piece.time {
        if let last, time - last >= language.silentAfter { decoder.fallSilent() }
        last = time
      }
      var found: [SerialFinding] = []
      decoder.decode(piece.bytes) { found.append($0) }
      for finding in found { add(finding) }
    }
    return take()
  }

  private mutating func add(_ finding: SerialFinding) {
    json.object { json in
      json.field("offset", finding.offset)
      switch finding.content {
      case .reading(let vital, .value(let value), let quality):
        json.field("vital", vital.rawValue)
        json.field("value", value)
        json.field("quality", quality.rawValue)
      case .reading(let vital, .absent(let reason), _):
        json.field("vital", vital.rawValue)
        json.field("absent", reason.rawValue)
      case .identity(let name): json.field("identity", name)
      case .cuffInflating: json.field("cuff", "inflating")
      case .cuffFailed: json.field("cuff", "failed")
      }
    }
    json.endLine()
    if case .reading = finding.content { readings += 1 }
  }

  /// The lines since this was asked last.
  private mutating func take() -> [UInt8] {
    defer { json.removeAll() }
    return json.bytes
  }

  /// The last line. What has begun at the end is not completed any more.
  mutating func summary() -> [UInt8] {
    decoder.fallSilent()
    let (tally, readings) = (tally, readings)
    json.object { json in
      json.object("summary") { json in
        json.field("bytes", tally.bytes)
        json.field("frames", tally.frames)
        json.field("readings", readings)
        json.field("skipped", tally.skipped)
        json.field("checksum_errors", tally.checksumErrors)
      }
    }
    json.endLine()
    return take()
  }
}
