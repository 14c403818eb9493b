import Synchronization
import Testing
import Vitals

@testable import Monitors

/// The way from the links to the station is bounded.
@Suite struct ReportQueueTests {
  @Test func `an overfull queue drops the oldest readings and keeps what is told once`() {
    let queue = ReportQueue {}
    queue.add([report(0, .linkUp)])
    for number in 1...ReportQueue.capacity + 9 { queue.add([report(number, .readings([]))]) }
    queue.add([report(-1, .linkDown(reason: "gone"))])
    #expect(queue.dropped == 11)
    let taken = queue.takeAll()
    #expect(taken.count == ReportQueue.capacity)
    #expect(taken.first?.news == .linkUp)
    #expect(taken[1].at == Moment(milliseconds: 12))
    #expect(taken.last?.news == .linkDown(reason: "gone"))
    #expect(queue.takeAll() == [])
  }

  @Test func `each addition rings, an empty one does not`() {
    let rung = Atomic(0)
    let queue = ReportQueue { rung.add(1, ordering: .relaxed) }
    queue.add([report(1, .linkUp), report(2, .readings([]))])
    queue.add([])
    #expect(rung.load(ordering: .relaxed) == 1)
  }

  private func report(_ moment: Int, _ news: MonitorReport.News) -> MonitorReport {
    MonitorReport(
      monitor: "bay-1", bed: "1", at: Moment(milliseconds: Int64(moment)), news: news)
  }
}
