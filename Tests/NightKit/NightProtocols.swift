public import InfusionCore
import Settings

/// The protocols that the program brings along, for nights and scripts.
public enum NightProtocols {
  /// The default one.
  public static var ketamine40: TreatmentProtocol {
    get throws { try ProtocolLibrary.shipped("ketamine-40") }
  }
}
