import InfusionCore
import Vitals

/// The station's own conditions, and links that several beds share.
struct ModelStation {
  private var ledger = ModelHeld()
  private var overloaded = ModelHeld()
  private var unwatched = ModelHeld()
  private var isLedgerFailing = false
  private var isOverloaded = false
  private var unwatchedSince: Int?
  private var sessionSince: Int?
  private var steppedAt: Int?
  private var restarted: (at: Int, isLong: Bool)?
  private var lives: [ModelLife] = [
    .stationClock, .stationLedger, .stationOverloaded, .stationRestarted, .stationUnwatched,
  ].map(ModelLife.init)
  private(set) var gateways: [ModelGateway] = []

  var starts: [Int] {
    lives.flatMap(\.starts) + [ledger, overloaded, unwatched].flatMap(\.starts)
      + [steppedAt, restarted?.at].compactMap { $0 } + gateways.flatMap(\.starts)
  }

  mutating func receive(_ event: StationEvent, isInSession: Bool, at time: Int) {
    switch event {
    case .ledger(let failing, _): isLedgerFailing = failing
    case .overloaded(let isSlow): isOverloaded = isSlow
    case .watched: unwatchedSince = nil
    case .unwatched(let since): unwatchedSince = Int(since.milliseconds)
    case .clock(_, _, let stepped):
      if let stepped, abs(stepped.milliseconds) > 2000 { steppedAt = time }
    case .blind(let from, let to, let isGapCertain):
      let isLong = isInSession && (!isGapCertain || (to - from).milliseconds > 30_000)
      restarted = (time, isLong || isLongRestartUnseen(at: time))
    // Damage of what is kept, and other rules, are not judged.
    case .ledgerDamaged, .resumed: break
    }
  }

  /// A restart that mattered, and that nobody has taken yet.
  private func isLongRestartUnseen(at time: Int) -> Bool {
    guard let restarted, restarted.isLong, time - restarted.at < 30_000 else { return false }
    return lives.contains { $0.condition == .stationRestarted && $0.presence == .on }
  }

  /// Every link; it is a gateway where several beds share it.
  mutating func setUp(_ beds: [ModelBed]) {
    var links: [String] = []
    for link in beds.flatMap(\.setup.monitors).map(\.link) where !links.contains(link) {
      links.append(link)
    }
    gateways = links.map { link in
      gateways.first { $0.link == link } ?? ModelGateway(link: link)
    }
  }

  mutating func seeGateways(_ beds: [ModelBed], at time: Int) {
    for index in gateways.indices { gateways[index].see(beds, at: time) }
    for bed in beds {
      bed.isGatewayLost = gateways.contains { $0.isPresent && $0.concerns(bed) }
    }
  }

  mutating func settle(_ beds: [ModelBed], at time: Int) -> [ModelEvent] {
    let isInSession = beds.contains { $0.watch.session != nil }
    ledger.see(isLedgerFailing, delays: [0: 0], at: time)
    overloaded.see(isOverloaded, delays: [0: 0], at: time)
    sessionSince = isInSession ? sessionSince ?? time : nil
    let alone = sessionSince.flatMap { session in unwatchedSince.map { max(session, $0) } }
    unwatched.see(alone != nil, since: alone, delays: [0: 30_000, 1: 120_000], at: time)
    var events: [ModelEvent] = []
    if restarted?.at == time { events += endLastRestart(at: time) }
    for index in gateways.indices {
      // How loud it is, is asked when the beds have settled.
      gateways[index].see(beds, at: time)
      events += gateways[index].settle(at: time)
    }
    for index in lives.indices {
      events += lives[index].settle(finding(lives[index].condition, at: time), at: time)
    }
    return events
  }

  /// Each restart is told, however soon after the last.
  private mutating func endLastRestart(at time: Int) -> [ModelEvent] {
    guard let index = lives.firstIndex(where: { $0.condition == .stationRestarted }) else {
      return []
    }
    return lives[index].settle(nil, at: time)
  }

  /// By its id, from any bed; nil: the station has no such alert.
  mutating func acknowledge(_ id: String, at time: Int) -> [ModelEvent]? {
    for index in lives.indices
    where id == "station-\(lives[index].condition.rawValue)-\(lives[index].occurrences)" {
      return lives[index].acknowledge(values: [:], at: time, endsWithIt: false)
    }
    return nil
  }

  private func finding(_ condition: ModelCondition, at time: Int) -> ModelFinding? {
    func found(_ present: Set<Int>, _ priorities: [ModelPriority]) -> ModelFinding? {
      present.isEmpty ? nil : ModelFinding(present: present, priorities: priorities)
    }
    switch condition {
    case .stationLedger: return found(ledger.present, [.medium])
    case .stationOverloaded: return found(overloaded.present, [.medium])
    case .stationUnwatched: return found(unwatched.present, [.medium, .high])
    case .stationClock:
      return steppedAt.flatMap { time - $0 < 30_000 ? .plain(.low) : nil }
    case .stationRestarted:
      guard let restarted, time - restarted.at < 30_000 else { return nil }
      return .plain(restarted.isLong ? .medium : .information)
    default: return nil
    }
  }
}

/// One link that several beds share: all of them lost at once are one alert.
struct ModelGateway {
  let link: String
  private var lost = ModelHeld()
  private var isInSession = false
  private var life = ModelLife(.gatewayLost)

  init(link: String) { self.link = link }

  var isPresent: Bool { !lost.present.isEmpty }
  var starts: [Int] { lost.starts + life.starts }

  func concerns(_ bed: ModelBed) -> Bool { bed.setup.monitors.contains { $0.link == link } }

  mutating func see(_ beds: [ModelBed], at time: Int) {
    let own = beds.filter(concerns)
    let units = own.flatMap { bed in
      bed.setup.monitors.filter { $0.link == link }.compactMap { monitor in
        bed.links.first { $0.name == monitor.name }
      }
    }
    // It names the beds: where there is one, its `link.lost` tells.
    let isLost = own.count > 1 && units.allSatisfy(\.isDown)
    isInSession = own.contains { $0.watch.session != nil }
    // Outside a session it is information, however long it lasts.
    let isWorse = isInSession && own.contains { $0.isPhysiologicalPresent(at: time) }
    lost.see(
      isLost, delays: isWorse ? [0: 10_000, 1: 120_000] : [0: 10_000], at: time)
  }

  mutating func settle(at time: Int) -> [ModelEvent] {
    guard isPresent else { return life.settle(nil, at: time) }
    return life.settle(
      ModelFinding(
        present: lost.present,
        priorities: isInSession ? [.medium, .high] : [.information, .information]), at: time)
  }
}
