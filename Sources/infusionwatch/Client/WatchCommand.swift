import ArgumentParser
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Records

/// `infusionwatch watch`
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Live beds and the alert stream in a terminal.",
    discussion: """
      Shows every bed with its numbers, clock and alerts, and each event as it comes. -1 prints \
      the beds once and ends; --ndjson prints each event as one JSON object a line, for pipes. A \
      lost connection is said at once, and taken up again without missing an event. Ctrl-C ends it.
      """)

  @Flag(name: .customShort("1"), help: "Prints the beds once and ends.")
  var once = false
  @Flag(help: "Prints events as one JSON object a line.")
  var ndjson = false
  @OptionGroup var place: StationPlace

  func run() async throws {
    let client = try place.client()
    if once {
      let (status, beds) = try await client.reached { client throws(StationClient.Unreached) in
        try await client.call(.GET, "/api/v1/beds")
      }
      guard status == 200, let beds else {
        StandardError.tell(StationClient.words(status, beds))
        throw ExitCode.failure
      }
      for line in BedLine.lines(of: beds["beds"]?.list ?? []) { print(line) }
      for alert in beds["alerts"]?.list ?? [] { print("station \(BedLine.alert(alert))") }
      return
    }
    var watch = LiveWatch(client: client, isNDJSON: ndjson)
    try await watch.run()
  }
}

/// A terminal that follows one station.
struct LiveWatch: ~Copyable {
  /// From a lost connection to the next try.
  static let pause = Duration.seconds(1)

  let client: StationClient
  let isNDJSON: Bool
  private var lastID: String?
  private var isCut = false
  private var output = OutputFile()
  /// Nobody reads what this prints.
  private var isClosed = false

  init(client: StationClient, isNDJSON: Bool) {
    self.client = client
    self.isNDJSON = isNDJSON
  }

  mutating func run() async throws {
    while !isClosed {
      do throws(StationClient.Unreached) {
        try await follow()
      } catch {
        if lastID == nil, !isCut {
          _ = try await client.reached { _ throws(StationClient.Unreached) in throw error }
        }
        cut(error.reason)
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  private mutating func cut(_ reason: String) {
    if !isCut {
      StandardError.tell(
        "the connection is lost (\(reason)); what stands above is old; trying again")
    }
    isCut = true
  }

  private mutating func follow() async throws(StationClient.Unreached) {
    let (status, body) = try await client.stream(after: lastID)
    guard status == 200 else {
      throw StationClient.Unreached(reason: "the station answers \(status)")
    }
    if isCut { StandardError.tell("the connection is there again") }
    isCut = false
    var reader = StreamReader()
    do {
      for try await chunk in body {
        guard let messages = reader.read(chunk.readableBytesView) else { break }
        for message in messages { show(message) }
        if isClosed { return }
      }
    } catch {
      throw StationClient.Unreached(error)
    }
    throw StationClient.Unreached(reason: "the station has ended it")
  }

  private mutating func show(_ message: StreamReader.Message) {
    if let id = message.id { lastID = id }
    if isNDJSON {
      if message.event == "message" { say(message.data) }
      return
    }
    guard let data = JSONValue(Array(message.data.utf8)) else { return }
    switch message.event {
    case "snapshot":
      for line in BedLine.lines(of: data["beds"]?.list ?? []) { say("\(line)") }
      for alert in data["alerts"]?.list ?? [] { say("station \(BedLine.alert(alert))") }
      say("")
    case "message": say(line(of: data))
    default: break
    }
  }

  private mutating func say(_ line: String) {
    do throws(OutputFile.Failure) {
      try output.write("\(line)\n".utf8)
      try output.flush()
    } catch {
      isClosed = true
    }
  }

  private func line(of event: JSONValue) -> String {
    let time = (event["time"]?.text ?? "").dropFirst(11).prefix(8)
    let bed = event["bed"]?.text.map { "bed \($0)" } ?? "station"
    let text = event["alert"]?["message"]?.text ?? event["message"]?.text ?? ""
    let alert = event["alert"].map { BedLine.mark(of: $0) } ?? "   "
    return "\(time)  \(bed)  \(alert)  \(text)"
  }
}
