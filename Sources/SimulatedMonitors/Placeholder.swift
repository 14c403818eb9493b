enum PlaceholderSimulatedMonitors {}
