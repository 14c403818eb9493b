import InfusionCore
import NIOCore
import Records
import Station
import Synchronization
import Testing
import Vitals

@testable import StationWeb

/// What one client of the stream is handed, whatever reaches the stream, and when.
@Suite struct StreamHubTests {
  @Test func `what a snapshot knows already is not told after it`() async {
    let hub = StreamHub(start: "s", after: 0)
    hub.tell(1...3)
    let client = TestClient(hub, after: 5)
    hub.tell(4...7)
    #expect(await client.end(hub) == ["s-6", "s-7"])
  }

  @Test func `an event that was lost on the way cuts every client off`() async {
    let hub = StreamHub(start: "s", after: 0)
    let client = TestClient(hub, after: 0)
    hub.tell(1...2)
    hub.tell(4...5)
    #expect(client.isHungUp)
    #expect(await client.end(hub) == ["s-1", "s-2"])
    // What memory has no longer is to be had from the ledger.
    let isTooOld = hub.subscribe(after: 2, hangUp: {}) == nil
    #expect(isTooOld)
    #expect(hub.subscribe(after: 3, hangUp: {})?.missed.map(\.firstLine) == ["s-4", "s-5"])
    #expect(hub.figures.cutOff == 1)
  }

  @Test func `a heartbeat comes after the events that it knows of`() async {
    let hub = StreamHub(start: "s", after: 0)
    let client = TestClient(hub, after: 0)
    hub.tell(1...1)
    hub.beat(after: 2) { json, number in json.field("number", number) }
    hub.tell(2...3)
    #expect(await client.end(hub) == ["s-1", "s-2", "heartbeat", "s-3"])
  }

  @Test func `events that did not come until the next heartbeat are lost`() async {
    let hub = StreamHub(start: "s", after: 0)
    let client = TestClient(hub, after: 0)
    hub.tell(1...1)
    for _ in 0..<2 { hub.beat(after: 3) { json, number in json.field("number", number) } }
    #expect(client.isHungUp)
    hub.tell(2...4)
    #expect(hub.extent.forgotten == 3)
    #expect(hub.extent.last == 4)
  }

  @Test func `what is told to nobody is no loss`() async {
    let hub = StreamHub(start: "s", after: 4)
    hub.begins(after: 100)
    let client = TestClient(hub, after: 100)
    hub.tell(101...101)
    #expect(await client.end(hub) == ["s-101"])
  }

  @Test func `a client that does not keep up is hung up on, with all before in order`() async {
    let hub = StreamHub(start: "s", after: 0)
    let client = TestClient(hub, after: 0)
    hub.tell(1...Int64(StreamHub.buffered) + 1)
    #expect(client.isHungUp)
    #expect(hub.figures.clients == 0)
    #expect(await client.end(hub) == (1...StreamHub.buffered).map { "s-\($0)" })
  }
}

/// A client without a connection.
private final class TestClient: Sendable {
  private let subscription: Subscription?
  private let hungUp: HungUp

  private final class HungUp: Sendable {
    let flag = Atomic(false)
  }

  init(_ hub: StreamHub, after sequence: Int64) {
    let hungUp = HungUp()
    self.hungUp = hungUp
    subscription = hub.subscribe(after: sequence) {
      hungUp.flag.store(true, ordering: .releasing)
    }
  }

  var isHungUp: Bool { hungUp.flag.load(ordering: .acquiring) }

  /// What it was handed until its end.
  func end(_ hub: StreamHub) async -> [String] {
    guard let subscription else { return [] }
    hub.end()
    var lines = subscription.missed.map(\.firstLine)
    for await frame in subscription.live { lines.append(frame.firstLine) }
    return lines
  }
}

extension StreamFrame {
  /// Its id, or else its kind.
  fileprivate var firstLine: String {
    let line = String(buffer: bytes).prefix { $0 != "\n" }
    return String(line.split(separator: " ").last ?? "")
  }
}

extension StreamHub {
  fileprivate func tell(_ numbers: ClosedRange<Int64>) {
    for number in numbers {
      let event = Event(
        moment: Moment(milliseconds: number), bed: "1", session: nil, admitted: nil, name: .linkUp)
      tell(
        Announcement(
          NumberedEvent(sequence: number, event: event), isDurable: true, wall: WallClock()))
    }
  }
}
