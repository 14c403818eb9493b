import MonitorProtocols
import Vitals

/// When which request is sent to a monitor that has to be asked.
struct RequestClock {
  private let requests: SerialRequests
  private var nextPoll = 0
  private var pollAt: Moment?
  private var openAgainAt: Moment?

  init(_ requests: SerialRequests) { self.requests = requests }

  /// When the next one is due; nil: none is.
  var due: Moment? { [pollAt, openAgainAt].compactMap(\.self).min() }

  /// The line is open.
  mutating func opened(at now: Moment) -> [SerialRequest] {
    openAgainAt = requests.openingAgainAfter.map { now + $0 }
    pollAt = requests.pollEvery.map { now + $0 }
    return requests.opening
  }

  /// A frame came: the monitor knows what it was asked for.
  mutating func heard(at now: Moment) {
    openAgainAt = requests.openingAgainAfter.map { now + $0 }
  }

  /// The line is closed.
  mutating func closed() { (pollAt, openAgainAt) = (nil, nil) }

  /// What is to be sent now.
  mutating func take(at now: Moment) -> [SerialRequest] {
    var due: [SerialRequest] = []
    if let at = openAgainAt, now >= at {
      due += requests.opening
      openAgainAt = requests.openingAgainAfter.map { now + $0 }
    }
    if let at = pollAt, now >= at, !requests.polls.isEmpty {
      due.append(requests.polls[nextPoll % requests.polls.count])
      nextPoll += 1
      pollAt = requests.pollEvery.map { now + $0 }
    }
    return due
  }
}
