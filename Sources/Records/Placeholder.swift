enum PlaceholderRecords {}
