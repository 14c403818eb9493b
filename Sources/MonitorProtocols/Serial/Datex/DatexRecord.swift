import Vitals

/// The displayed values' basic class in a DRI record.
struct DatexRecord {
  private let bytes: [UInt8]
  /// Where the subrecord begins.
  private let base: Int

  /// Nothing where the record holds something else: waves, alarms, trends, other classes.
  init?(_ record: [UInt8]) {
    let header = 40
    let basicLength = 278
    guard record.count >= header, record[14] == 0, record[15] == 0 else { return nil }
    for entry in stride(from: 16, to: header, by: 3) where record[entry + 2] != 0xFF {
      let offset = Int(Int16(truncatingIfNeeded: Int(record[entry]) | Int(record[entry + 1]) << 8))
      guard offset >= 0, header + offset + basicLength <= record.count else { continue }
      let base = header + offset
      guard record[entry + 2] == 1, record[base + 277] & 0x0F == 0 else { continue }
      bytes = record
      self.base = base
      return
    }
    return nil
  }

  private func word(_ offset: Int) -> UInt16 {
    UInt16(bytes[base + offset]) | UInt16(bytes[base + offset + 1]) << 8
  }
  /// What is -32001 or lower is no number but a reason.
  private func number(_ offset: Int) -> Int { Int(Int16(bitPattern: word(offset))) }

  /// Seconds by the monitor's clock, which may be wrong by years.
  var time: UInt32 { UInt32(word(0)) | UInt32(word(2)) << 16 }

  var isMeasuringCuff: Bool { word(80) & 0x20 != 0 }
  var isCuffResultOld: Bool { word(80) & 0x100 != 0 }
  /// Of a cuff module that is there.
  var cuff: CuffNumbers {
    guard word(76) & 1 != 0 else { return CuffNumbers(sbp: 0, dbp: 0, map: 0) }
    return CuffNumbers(sbp: number(82), dbp: number(84), map: number(86), perUnit: 100)
  }

  /// The rate of the source that the monitor chose; where it measures no ECG and has none, the
  /// pulse rate.
  func tellHeartRate(_ tell: (SerialFinding.Content) -> Void) {
    let status = word(4)
    let isPulse = [2, 3, 4, 5, 6, 7, 8, 10, 11, 12].contains(status >> 3 & 0x0F)
    let areLeadsOff = status & 0x3800 == 0x3800
    let isActive = status & 0x02 != 0
    let isPoor = status & 0x0380 != 0 && !isPulse
    let content: Reading.Content
    if status & 0x04 != 0 {
      content = .absent(.noPulse)
    } else if SerialNumbers.rate ~= number(10) {
      content = areLeadsOff && !isPulse ? .absent(.sensorOff) : .value(Double(number(10)))
    } else if !isActive, word(122) & 1 != 0, SerialNumbers.rate ~= number(130) {
      content = .value(Double(number(130)))
    } else if areLeadsOff {
      content = .absent(.sensorOff)
    } else if !isActive {
      content = .absent(.notMeasured)
    } else if status & 0x0200 != 0 {
      content = .absent(.searching)
    } else if isPoor {
      content = .absent(.artifact)
    } else {
      content = .absent(.invalid)
    }
    tell(.reading(.hr, content, isPoor ? .low : .good))
  }

  func tellSaturation(_ tell: (SerialFinding.Content) -> Void) {
    let status = word(122)
    let number = number(128)
    let content: Reading.Content
    if status & 1 == 0 {
      content = .absent(.notMeasured)
    } else if 100...10_000 ~= number {
      content = .value(Double(number) / 100)
    } else {
      content = .absent(status & 2 == 0 ? .notMeasured : .invalid)
    }
    tell(.reading(.spo2, content, .good))
  }
}
