import InfusionCore
import Records
import Vitals

/// One turn: everything that waits, at one moment.
extension Station {
  func turn(taking inputs: [Input]) async {
    // Who asks while this turn is carried out is answered after the next.
    let asked = takeLooks()
    let acts = acts.takeAll()
    let moment = stamp()
    var turn = Turn(moment)
    for input in inputs { turn.take(input, in: &core) }
    var given: [(act: ActQueue.Act, taken: Taken)] = []
    for act in acts { given.append((act, take(act, in: &turn))) }
    turn.actions += core.receive(.time, at: moment)
    let durability = await carryOut(turn)
    showVitals(at: moment)
    for trend in trends.took(turn.inputs, at: moment) { announcers.tell(trend) }
    var replies = turn.replies.makeIterator()
    for (act, taken) in given {
      switch taken {
      case .done:
        guard let reply = replies.next() else { continue }
        act.answer.resume(returning: .reply(reply, isDurable: durability.isKept))
      case .again(let reply, let key):
        act.answer.resume(returning: .reply(reply, isDurable: answers.isWritten(key)))
      case .keyOfAnother: act.answer.resume(returning: .keyOfAnother)
      }
    }
    keepSnapshot(at: moment)
    answer(asked)
  }

  /// What one turn gathers before it is carried out.
  struct Turn {
    let moment: Moment
    var inputs: [TakenInput] = []
    var actions: [Action] = []
    var answers: [KeptAnswer] = []
    var replies: [Reply] = []

    init(_ moment: Moment) { self.moment = moment }

    mutating func take(_ input: Input, in core: inout StationCore) {
      inputs.append(TakenInput(input, at: moment))
      for action in core.receive(input, at: moment) {
        if case .reply(let reply) = action { replies.append(reply) }
        actions.append(action)
      }
    }
  }

  /// What a turn does with a verb.
  private enum Taken {
    /// It is done; its reply is the turn's next.
    case done
    /// It was done before.
    case again(Reply, ActKey)
    case keyOfAnother
  }

  /// Does a verb once.
  private func take(_ act: ActQueue.Act, in turn: inout Turn) -> Taken {
    if let key = act.key {
      switch answers.look(key) {
      case .answered(let reply): return .again(reply, key)
      case .otherRequest: return .keyOfAnother
      case .new: break
      }
    }
    turn.take(act.input, in: &core)
    guard let key = act.key, let reply = turn.replies.last else { return .done }
    let answer = KeptAnswer(
      owner: key.owner, key: key.key, request: key.request, reply: reply, at: turn.moment)
    answers.keep(answer)
    turn.answers.append(answer)
    return .done
  }

  /// Strictly after the last one: the instant of the last turn is settled.
  private func stamp() -> Moment {
    let now = parts.timebase.now
    let moment = lastMoment.map { max(now, $0 + .milliseconds(1)) } ?? now
    lastMoment = moment
    return moment
  }

  private func carryOut(_ turn: Turn) async -> Durability {
    var events: [NumberedEvent] = []
    var wake: Moment?
    var isCommitted = false
    for action in turn.actions {
      switch action {
      case .persist: isCommitted = true
      case .announce(let event):
        sequence += 1
        events.append(NumberedEvent(sequence: sequence, event: event))
      case .wake(let at): wake = at
      case .reply: break
      }
    }
    // Time alone brought these events: the ledger has to know up to when.
    let alone = turn.inputs.isEmpty && !events.isEmpty
    let inputs = alone ? [TakenInput(.time, at: turn.moment)] : turn.inputs
    let batch = LedgerBatch(inputs: inputs, events: events, answers: turn.answers, wall: wall)
    let durability = isCommitted ? await parts.ledger.commit(batch) : .volatile
    note(durability)
    let isWritten = durability == .durable && !(events.isEmpty && turn.answers.isEmpty)
    answers.committed(turn.answers, isWritten: isWritten)
    for event in events { tell(event, isDurable: durability == .durable) }
    setAlarm(at: [wake, displays.lapses].compactMap(\.self).min())
    return durability
  }

  /// A ledger that fails is an input of the next turn; so is one that works again.
  func note(_ durability: Durability) {
    let reason: String?
    switch durability {
    case .durable: reason = nil
    // Nothing was written, so nothing is known of the ledger.
    case .volatile: return
    case .failed(let why): reason = why
    }
    guard (reason != nil) != isLedgerFailing else { return }
    isLedgerFailing = reason != nil
    ledgerNews = .station(.ledger(failing: isLedgerFailing, reason: reason))
    bell.ring()
  }

  private func tell(_ event: NumberedEvent, isDurable: Bool) {
    announcers.tell(Announcement(event, isDurable: isDurable, wall: wall))
  }

  private func showVitals(at moment: Moment) {
    guard announcers.showsVitals else { return }
    let speed = parts.timebase.speed
    let real = Int64(Double(parts.timebase.now.milliseconds) / speed)
    let (due, nextIn) = vitals.look(core.beds, at: moment, real: real)
    for vitals in due { announcers.tell(vitals, at: moment, wall: wall) }
    guard let nextIn else { return }
    let next = moment + .milliseconds(Int64(Double(nextIn) * speed))
    if alarmAt.map({ next < $0 }) ?? true { setAlarm(at: next) }
  }

  private func keepSnapshot(at moment: Moment) {
    guard snapshotDue.map({ moment >= $0 }) ?? true else { return }
    snapshotDue = moment + Self.snapshotEvery
    parts.ledger.keepSnapshot(core, lastSequence: sequence, at: moment)
  }

  private func setAlarm(at wake: Moment?) {
    alarm?.cancel()
    let latest = parts.timebase.now + Self.longestSleep
    let moment = wake.map { min($0, latest) } ?? latest
    alarmAt = moment
    alarm = Task { [bell, timebase = parts.timebase] in
      guard (try? await timebase.sleep(until: moment)) != nil else { return }
      bell.ring()
    }
  }
}

extension Durability {
  /// Whether a restart will know it as well as this start does.
  fileprivate var isKept: Bool { self == .durable }
}
