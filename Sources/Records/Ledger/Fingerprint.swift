import Foundation

/// FNV-1a, 64 bits: the same for the same bytes on every machine; it finds damage, not malice.
enum Fingerprint {
  static func of(_ bytes: Data) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    bytes.withUnsafeBytes { buffer in
      for byte in buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return Int64(bitPattern: hash)
  }
}
