public import Vitals

/// What the station was told last of its own troubles; who resumes it takes them back when they are
/// over.
extension StationCore {
  /// The ledger cannot be written.
  public var isLedgerFailing: Bool { conditions.isLedgerFailing }
  /// Readings take too long from wire to event.
  public var isOverloaded: Bool { conditions.isOverloaded }
}

/// What a session begins with and its own inputs do not tell: what stands on the bed, and the state
/// of the equipment.
extension StationCore {
  /// The machine events that bring the equipment of a bed from the state in which another station
  /// has it into this one's.
  public func equipmentEvents(of bed: String, after other: StationCore) -> [MachineEvent] {
    guard let bed = beds.first(where: { $0.name == bed }) else { return [] }
    let before = other.beds.first { $0.name == bed.name }?.equipment.monitors ?? []
    return bed.equipment.monitors.flatMap { monitor in
      monitor.events(after: before.first { $0.name == monitor.name })
    }
  }

  /// How long all units behind a link that several beds share have been unreachable at once; nil:
  /// they are not, and were not a moment ago.
  public func outage(of link: String) -> GatewayOutage? {
    conditions.outage(of: link).flatMap { $0.isOpen ? $0 : nil }
  }

  /// The readings that `admit` at a moment takes over, each with the moment from which it stands;
  /// those of one element came together, and come in this order.
  public func standingReadings(
    of bed: String, at now: Moment
  ) -> [(at: Moment, readings: [Reading])] {
    guard let watch = beds.first(where: { $0.name == bed })?.watch else { return [] }
    return watch.standingVitals(at: now) + watch.standingResult
  }
}

extension Watch {
  fileprivate func standingVitals(at now: Moment) -> [(at: Moment, readings: [Reading])] {
    VitalSign.continuous.compactMap { vital in
      guard self[vital].isUsable(during: now), let value = self[vital].lastUsable,
        let at = self[vital].latestAt
      else { return nil }
      return (at, [Reading(vital, .value(value))])
    }
  }

  /// Parts that came one by one, and do not fit together, are told one by one.
  fileprivate var standingResult: [(at: Moment, readings: [Reading])] {
    guard let kept = cuff.kept else { return [] }
    let parts = VitalSign.cuff.compactMap { vital in
      kept[vital].map { Reading(vital, .value($0), measuredAt: kept.at) }
    }
    return kept.isPlausible ? [(kept.at, parts)] : parts.map { (kept.at, [$0]) }
  }
}

extension Equipment.Monitor {
  fileprivate func events(after before: Self?) -> [MachineEvent] {
    let before = before ?? Equipment.Monitor(name: name)
    var wasGarbled = before.isGarbled
    var events: [MachineEvent] = []
    if isDown, !before.isDown || before.downReason != downReason {
      events.append(.linkDown(monitor: name, reason: downReason))
      wasGarbled = false
    } else if !isDown, before.isDown {
      events.append(.linkUp(monitor: name))
    }
    if isGarbled != wasGarbled {
      events.append(isGarbled ? .linkGarbled(monitor: name) : .linkClear(monitor: name))
    }
    if isFrozen != before.isFrozen {
      events.append(isFrozen ? .frozen(monitor: name) : .moving(monitor: name))
    }
    if foundIdentity != before.foundIdentity {
      events.append(
        foundIdentity.map { .identity(monitor: name, found: $0) } ?? .identityOK(monitor: name))
    }
    return events
  }
}
