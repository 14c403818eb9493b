package import InfusionCore
package import Records
package import Vitals

/// One turn: everything that waits, at one moment.
extension StationTurns {
  /// A verb as it was asked.
  package struct Asked: Hashable, Sendable {
    package var input: Input
    package var key: ActKey?

    /// A verb, with the sender's key.
    package init(_ input: Input, key: ActKey? = nil) {
      self.input = input
      self.key = key
    }
  }

  /// A turn that is decided, and neither kept nor told.
  package struct Turn: Sendable {
    package let moment: Moment
    /// What has to be committed before anything is told; nil: nothing has.
    package fileprivate(set) var batch: LedgerBatch?
    fileprivate var inputs: [TakenInput] = []
    fileprivate var actions: [Action] = []
    fileprivate var answers: [KeptAnswer] = []
    fileprivate var events: [NumberedEvent] = []
    fileprivate var asked: [Taken] = []
    fileprivate var wake: Moment?

    fileprivate init(_ moment: Moment) { self.moment = moment }

    /// Takes an input; a verb has a reply.
    @discardableResult
    fileprivate mutating func take(_ input: Input, in core: inout StationCore) -> Reply? {
      inputs.append(TakenInput(input, at: moment))
      var reply: Reply?
      for action in core.receive(input, at: moment) {
        if case .reply(let given) = action { reply = given }
        actions.append(action)
      }
      return reply
    }
  }

  /// What is to be done after a turn is kept, in this order.
  package struct Outcome: Sendable {
    package var events: [Announcement] = []
    package var vitals: [BedVitals] = []
    package var trends: [BedTrend] = []
    /// One for each verb, in their order.
    package var answers: [ActAnswer] = []
    /// Whether the whole state is to be kept now.
    package var keepsSnapshot = false
    /// When the next turn is due at the latest.
    package var wake: Moment
    /// Whether there is something for the next turn already.
    package var hasNews = false
  }

  /// What a turn does with a verb.
  fileprivate enum Taken {
    /// It is done; nil: it was no verb.
    case done(Reply?)
    /// It was done before.
    case again(Reply, ActKey)
    case keyOfAnother
  }

  /// Takes what waits, and decides; strictly after the last turn, whose instant is settled.
  package mutating func begin(taking inputs: [Input], _ acts: [Asked] = [], at now: Moment) -> Turn
  {
    let moment = lastMoment.map { max(now, $0 + .milliseconds(1)) } ?? now
    lastMoment = moment
    var turn = Turn(moment)
    for input in inputs { turn.take(input, in: &core) }
    for act in acts { turn.asked.append(take(act, in: &turn)) }
    turn.actions += core.receive(.time, at: moment)
    var isCommitted = false
    for action in turn.actions {
      switch action {
      case .persist: isCommitted = true
      case .announce(let event):
        sequence += 1
        turn.events.append(NumberedEvent(sequence: sequence, event: event))
      case .wake(let at): turn.wake = at
      case .reply: break
      }
    }
    if isCommitted { turn.batch = batch(of: turn) }
    return turn
  }

  private func batch(of turn: Turn) -> LedgerBatch {
    // Time alone brought these events: the ledger has to know up to when.
    let alone = turn.inputs.isEmpty && !turn.events.isEmpty
    let inputs = alone ? [TakenInput(.time, at: turn.moment)] : turn.inputs
    return LedgerBatch(inputs: inputs, events: turn.events, answers: turn.answers, wall: wall)
  }

  /// Does a verb once.
  private mutating func take(_ act: Asked, in turn: inout Turn) -> Taken {
    if let key = act.key {
      switch answers.look(key) {
      case .answered(let reply): return .again(reply, key)
      case .otherRequest: return .keyOfAnother
      case .new: break
      }
    }
    let reply = turn.take(act.input, in: &core)
    // What was refused was not done: sent again, it is judged by how things stand then.
    guard let key = act.key, let reply, case .accepted = reply else { return .done(reply) }
    let answer = KeptAnswer(
      owner: key.owner, key: key.key, request: key.request, reply: reply, at: turn.moment)
    answers.decide(answer)
    turn.answers.append(answer)
    return .done(reply)
  }

  /// Ends a turn with what became of its batch: without one nothing was written.
  package mutating func finish(
    _ turn: Turn, _ durability: Durability, _ timebase: any Timebase
  ) -> Outcome {
    let hadNews = ledgerNews != nil
    note(durability)
    let isWritten =
      durability == .durable && !(turn.events.isEmpty && turn.answers.isEmpty)
    answers.committed(turn.answers, isWritten: isWritten)
    let now = timebase.now
    let latest = now + Self.longestSleep
    let wake = [turn.wake, displays.lapses].compactMap(\.self).min()
    var outcome = Outcome(wake: wake.map { min($0, latest) } ?? latest)
    outcome.hasNews = !hadNews && ledgerNews != nil
    outcome.events = turn.events.map {
      Announcement($0, isDurable: durability == .durable, wall: wall)
    }
    showVitals(after: turn.inputs, at: turn.moment, timebase, in: &outcome)
    outcome.trends = trends.took(turn.inputs, at: turn.moment)
    outcome.answers = turn.asked.map { answer($0, durability) }
    if snapshotDue.map({ turn.moment >= $0 }) ?? true {
      snapshotDue = turn.moment + Self.snapshotEvery
      outcome.keepsSnapshot = true
    }
    return outcome
  }

  private func answer(_ taken: Taken, _ durability: Durability) -> ActAnswer {
    switch taken {
    case .done(let reply?): .reply(reply, isDurable: durability == .durable)
    case .done(nil): .reply(.accepted([]), isDurable: durability == .durable)
    case .again(let reply, let key): .reply(reply, isDurable: answers.isWritten(key))
    case .keyOfAnother: .keyOfAnother
    }
  }

  /// A ledger that fails is an input of the next turn; so is one that works again.
  mutating func note(_ durability: Durability) {
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
  }

  private mutating func showVitals(
    after inputs: [TakenInput], at moment: Moment, _ timebase: any Timebase,
    in outcome: inout Outcome
  ) {
    guard habits.showsVitals else { return }
    let speed = timebase.speed
    let real = Int64(Double(timebase.now.milliseconds) / speed)
    let (due, nextIn) = vitals.look(
      core.beds, after: inputs, at: moment, real: real)
    outcome.vitals = due
    guard let nextIn else { return }
    outcome.wake = min(outcome.wake, moment + .milliseconds(Int64(Double(nextIn) * speed)))
  }
}
