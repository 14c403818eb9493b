enum PlaceholderMonitorProtocols {}
