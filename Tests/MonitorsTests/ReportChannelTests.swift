import Testing
import Vitals

@testable import Monitors

/// The way from the links to the station is bounded.
@Suite struct ReportChannelTests {
  @Test func `an overfull channel drops the oldest readings and keeps what is told once`() async {
    let channel = ReportChannel()
    channel.send([report(0, .linkUp)])
    for number in 1...ReportChannel.capacity + 9 { channel.send([report(number, .readings([]))]) }
    channel.send([report(-1, .linkDown(reason: "gone"))])
    #expect(channel.dropped == 11)
    channel.finish()
    var taken: [MonitorReport] = []
    for await batch in channel { taken += batch }
    #expect(taken.count == ReportChannel.capacity)
    #expect(taken.first?.news == .linkUp)
    #expect(taken[1].at == Moment(milliseconds: 12))
    #expect(taken.last?.news == .linkDown(reason: "gone"))
  }

  @Test func `who waits gets the next reports, and the end when it is finished`() async {
    let channel = ReportChannel()
    let taker = Task {
      var taken: [MonitorReport] = []
      for await batch in channel { taken += batch }
      return taken.count
    }
    channel.send([report(1, .linkUp), report(2, .readings([]))])
    channel.finish()
    #expect(await taker.value == 2)
  }

  private func report(_ moment: Int, _ news: MonitorReport.News) -> MonitorReport {
    MonitorReport(
      monitor: "bay-1", bed: "1", at: Moment(milliseconds: Int64(moment)), news: news)
  }
}
