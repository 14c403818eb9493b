extension StationCore {
  /// Names what decides: with another name, a state that was kept is not gone on from, and the
  /// inputs are run anew. It changes with every change of behaviour or of the state's form.
  public static let rulesVersion = "4"
}
