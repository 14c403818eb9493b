enum PlaceholderMonitors {}
