import InfusionCore

/// What is known of one monitor; it outlives sessions.
struct ModelLink: Equatable {
  var name: String
  var isDown = false
  var downReason: String?
  var isGarbled = false
  var isFrozen = false
  var isOther = false
}

extension ModelBed {
  /// Numbers of a frozen monitor, or of another device than expected, are not used.
  func isUntrusted(_ monitor: String?) -> Bool {
    let concerned = monitor == nil && links.count != 1 ? [] : concerned(monitor)
    return concerned.contains { links[$0].isFrozen || links[$0].isOther }
  }

  private func concerned(_ monitor: String?) -> [Int] {
    links.indices.filter { monitor == nil || links[$0].name == monitor }
  }

  /// Takes what happened to the equipment.
  func receive(_ event: MachineEvent, at time: Int) -> [ModelEvent] {
    var told: String?
    let before = links
    switch event {
    case .linkDown(let monitor, let reason):
      told = "link.down"
      change(monitor) {
        $0.isDown = true
        $0.downReason = reason
        $0.isGarbled = false
      }
    case .linkUp(let monitor):
      told = "link.up"
      change(monitor) { $0.isDown = false }
    case .linkGarbled(let monitor): change(monitor) { $0.isGarbled = true }
    case .linkClear(let monitor): change(monitor) { $0.isGarbled = false }
    case .frozen(let monitor): change(monitor) { $0.isFrozen = true }
    case .moving(let monitor): change(monitor) { $0.isFrozen = false }
    case .identity(let monitor, _): change(monitor) { $0.isOther = true }
    case .identityOK(let monitor): change(monitor) { $0.isOther = false }
    case .cuffFailed:
      watch.cuffFailures.fail()
      watch.inflatingSince = nil
    case .cuffInflating: watch.inflatingSince = watch.inflatingSince ?? time
    case .call: if watch.scope != .bareVitals { watch.callSince = watch.callSince ?? time }
    }
    guard let told, links != before else { return [] }
    let events = [self.event(told, at: time)]
    return told == "link.down" ? events + endPausesOfLostLink(at: time) : events
  }

  /// Whether anything of the links was other than before.
  private func change(_ monitor: String?, _ body: (inout ModelLink) -> Void) {
    for index in concerned(monitor) { body(&links[index]) }
  }
}
