extension Bed {
  /// The names of its monitors that cannot be reached, in the configuration's order.
  public var lostMonitors: [String] {
    equipment.monitors.filter(\.isDown).map(\.name)
  }
}
