enum PlaceholderStation {}
