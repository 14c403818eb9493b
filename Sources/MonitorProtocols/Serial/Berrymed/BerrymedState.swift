import Vitals

/// What earlier frames of a PM6750 mean for the next one.
struct BerrymedState {
  /// A source of the heart rate, and how many frames of the other came since its last one.
  private struct Source {
    var hasRate = false
    var isPresent = false
    private var since = 0

    init() {}

    /// After so many the source is taken for gone.
    private static let longest = 3

    mutating func speak(hasRate: Bool) {
      self.hasRate = hasRate
      isPresent = true
      since = 0
    }
    mutating func age() {
      since += 1
      if since > Self.longest { self = Source() }
    }
  }

  private var heart = Source()
  private var pulse = Source()
  private var isMeasuring = false

  /// An ECG frame. Its rate is the heart rate; where it has none, the pulse oximeter says it.
  mutating func readHeart(status: UInt8, rate: UInt8, _ tell: (SerialFinding.Content) -> Void) {
    let content: Reading.Content =
      if status & 0x02 != 0 { .absent(.sensorOff) } else {
        // 0 says that there is none; 255 does so for the pulse rate.
        .number(Int(rate), within: 1...254)
      }
    pulse.age()
    heart.speak(hasRate: content.isNumber)
    guard content.isNumber || !pulse.isPresent else { return }
    tell(.reading(.hr, content, status & 0x01 != 0 ? .low : .good))
  }

  /// A frame of the pulse oximeter.
  mutating func readPulse(
    status: UInt8, saturation: UInt8, rate: UInt8, _ tell: (SerialFinding.Content) -> Void
  ) {
    let absence: AbsenceReason? =
      switch status {
      case 0: nil
      case 1, 2: .sensorOff
      case 3, 4: .searching
      case _: .invalid
      }
    let contents: (rate: Reading.Content, saturation: Reading.Content) =
      if let absence { (.absent(absence), .absent(absence)) } else {
        (
          .number(Int(rate), within: 1...250),
          .number(Int(saturation), within: SerialNumbers.saturation)
        )
      }
    heart.age()
    pulse.speak(hasRate: contents.rate.isNumber)
    if !heart.hasRate { tell(.reading(.hr, contents.rate, .good)) }
    tell(.reading(.spo2, contents.saturation, .good))
  }

  /// A cuff frame. Only the end of a measurement that was seen brings a result: whether the module
  /// repeats an old one is not known.
  mutating func readCuff(
    status: UInt8, _ numbers: CuffNumbers, _ tell: (SerialFinding.Content) -> Void
  ) {
    let step = status >> 2 & 0x0F
    guard step != 1 else {
      if !isMeasuring { tell(.cuffInflating) }
      isMeasuring = true
      return
    }
    guard isMeasuring else { return }
    isMeasuring = false
    if step == 0, !numbers.isEmpty {
      numbers.tell(tell)
    } else {
      tell(.cuffFailed)
    }
  }
}

extension Reading.Content {
  fileprivate var isNumber: Bool {
    switch self {
    case .value: true
    case .absent: false
    }
  }
}
