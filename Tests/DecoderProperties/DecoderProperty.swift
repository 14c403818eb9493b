import MonitorProtocols
import Vitals

/// What holds of every decoder, whatever comes over the line.
///
/// The first byte of an input chooses the protocol, the second one how the rest of them comes: in
/// which chunks, and where the line falls silent.
public enum DecoderProperty {
  /// What is wrong; nil: nothing.
  public static func violation(of input: [UInt8]) -> String? {
    guard input.count > 2 else { return nil }
    let languages = SerialLanguage.allCases
    let language = languages[Int(input[0]) % languages.count]
    let bytes = Array(input[2...])
    let whole = Run(language, [bytes])
    let chunks = cut(bytes, by: input[1])
    let run = Run(language, chunks)
    guard run == whole else { return "\(language.rawValue): it depends on the chunks" }
    if let wrong = whole.wrong(of: language, bytes.count) {
      return "\(language.rawValue): \(wrong)"
    }
    let silent = Run(language, chunks, silentAfter: Int(input[1] >> 4))
    if let wrong = silent.wrong(of: language, bytes.count) {
      return "\(language.rawValue), with a silence: \(wrong)"
    }
    return nil
  }

  private static func cut(_ bytes: [UInt8], by number: UInt8) -> [[UInt8]] {
    var rest = bytes[...]
    var chunks: [[UInt8]] = []
    var length = Int(number & 15)
    while !rest.isEmpty {
      // A few long ones among short ones.
      length = (length * 7 + 3) % 61
      chunks.append(Array(rest.prefix(length + 1)))
      rest = rest.dropFirst(length + 1)
    }
    return chunks
  }
}

/// What a new decoder makes of some chunks.
private struct Run: Equatable {
  private(set) var found: [SerialFinding] = []
  private(set) var tally: SerialTally
  /// Findings before the silence, and bytes.
  private var before = (findings: 0, bytes: 0)

  init(_ language: SerialLanguage, _ chunks: [[UInt8]], silentAfter: Int? = nil) {
    var decoder = language.decoder()
    var findings: [SerialFinding] = []
    for (index, chunk) in chunks.enumerated() {
      decoder.decode(chunk) { findings.append($0) }
      guard index == silentAfter else { continue }
      decoder.fallSilent()
      before = (findings.count, decoder.tally.bytes)
    }
    decoder.fallSilent()
    found = findings
    tally = decoder.tally
  }

  static func == (one: Run, other: Run) -> Bool {
    one.found == other.found && one.tally == other.tally
  }

  func wrong(of language: SerialLanguage, _ count: Int) -> String? {
    if tally.bytes != count { return "\(tally.bytes) of \(count) bytes are counted" }
    if tally.frames == 0, tally.skipped != count || !found.isEmpty {
      return "no frame, \(tally.skipped) of \(count) bytes skipped, \(found.count) findings"
    }
    if let length = language.frameLength, tally.frames * length + tally.skipped != count {
      return "\(tally.frames) frames and \(tally.skipped) skipped bytes are not \(count)"
    }
    if zip(found, found.dropFirst()).contains(where: { $0.offset > $1.offset }) {
      return "offsets go back"
    }
    if found[before.findings...].contains(where: { $0.offset < before.bytes }) {
      return "something of before a silence is told after it"
    }
    return found.lazy.compactMap { Self.wrong($0, count) }.first
  }

  private static func wrong(_ finding: SerialFinding, _ count: Int) -> String? {
    guard (0..<count).contains(finding.offset) else { return "a finding at \(finding.offset)" }
    guard case .reading(let vital, .value(let value), _) = finding.content else { return nil }
    return range(of: vital).contains(value) ? nil : "\(vital.rawValue) is \(value)"
  }

  /// What the fields of monitors can mean: 1/min, %, mmHg.
  private static func range(of vital: VitalSign) -> ClosedRange<Double> {
    switch vital {
    case .hr: 1...350
    case .spo2: 1...100
    case .sbp, .dbp, .map: 1...350
    }
  }
}

extension SerialLanguage {
  /// The length of every frame in bytes; nil: they differ.
  fileprivate var frameLength: Int? {
    switch self {
    case .noninDF1: 3
    case .noninDF8: 4
    case .noninDF2, .noninDF7: 125
    case .bci5Byte: 5
    case .noninDF13, .noninASCII, .masimoASCII1, .nellcorASCII, .datexDRI, .berrymedPM6750,
      .suntechNIBP:
      nil
    }
  }
}
