import Vitals

/// The state of a bed's monitors and their links; it outlives sessions.
struct Equipment: Hashable, Codable, Sendable {
  struct Monitor: Hashable, Codable, Sendable {
    var name: String
    var isDown = false
    var downReason: String?
    var isGarbled = false
    var isFrozen = false
    /// What answered instead of the expected device.
    var foundIdentity: String?

    /// Its numbers may not be used.
    var isUntrusted: Bool { isFrozen || foundIdentity != nil }
  }

  private(set) var monitors: [Monitor] = []

  /// Keeps what is known of the monitors that stay.
  mutating func setUp(_ names: [String]) {
    monitors = names.map { name in
      monitors.first { $0.name == name } ?? Monitor(name: name)
    }
  }

  /// What is known of monitors comes with them from another bed.
  mutating func take(_ states: [Monitor]) {
    monitors = monitors.map { own in states.first { $0.name == own.name } ?? own }
  }

  /// The named monitor; without a name all of the bed.
  func concerned(_ name: String?) -> [Monitor] {
    monitors.filter { name == nil || $0.name == name }
  }

  /// Takes what happened; true: a link went down or came up.
  mutating func receive(_ event: MachineEvent) -> Bool {
    switch event {
    case .linkDown(let monitor, let reason):
      change(monitor) {
        $0.isDown = true
        $0.downReason = reason
        $0.isGarbled = false
      }
    case .linkUp(let monitor): change(monitor) { $0.isDown = false }
    case .linkGarbled(let monitor): change(monitor) { $0.isGarbled = true } && false
    case .linkClear(let monitor): change(monitor) { $0.isGarbled = false } && false
    case .frozen(let monitor): change(monitor) { $0.isFrozen = true } && false
    case .moving(let monitor): change(monitor) { $0.isFrozen = false } && false
    case .identity(let monitor, let found): change(monitor) { $0.foundIdentity = found } && false
    case .identityOK(let monitor): change(monitor) { $0.foundIdentity = nil } && false
    case .cuffFailed, .cuffInflating, .call: false
    }
  }

  /// True: anything changed.
  private mutating func change(_ name: String?, _ body: (inout Monitor) -> Void) -> Bool {
    let before = monitors
    for index in monitors.indices where name == nil || monitors[index].name == name {
      body(&monitors[index])
    }
    return monitors != before
  }

  func isUntrusted(_ name: String?) -> Bool {
    guard let name else { return monitors.contains { $0.isUntrusted } && monitors.count == 1 }
    return monitors.contains { $0.name == name && $0.isUntrusted }
  }

  func down(_ name: String) -> Bool { monitors.contains { $0.name == name && $0.isDown } }
}
