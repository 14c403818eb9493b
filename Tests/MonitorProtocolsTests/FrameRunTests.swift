import MonitorProtocols
import Testing
import Vitals

@Suite struct FrameRunTests {
  /// Bytes with which no frame begins.
  private let garbage = [UInt8](hex: "00FF138000FF1380")

  @Test(arguments: FrameRun.all)
  func `a run says what it says, whole and in chunks of any size`(_ run: FrameRun) throws {
    var ways = [[run.bytes], run.bytes.map { [$0] }]
    for seed: UInt64 in 1...5 { ways.append(run.bytes.inChunks(seed: seed)) }
    for chunks in ways {
      let (found, tally) = try FrameRun.read(run.language, chunks)
      #expect(found == run.says)
      #expect(tally.bytes == run.bytes.count)
      #expect(tally.frames == run.frames)
      #expect(tally.skipped == 0)
      #expect(tally.checksumErrors == 0)
    }
  }

  @Test(arguments: FrameRun.all)
  func `garbage before a run is skipped to the byte`(_ run: FrameRun) throws {
    for count in 1...garbage.count {
      let bytes = garbage.prefix(count) + run.bytes
      for chunks in [[[UInt8](bytes)], bytes.map { [$0] }] {
        let (found, tally) = try FrameRun.read(run.language, chunks)
        #expect(found == run.moved(by: count))
        #expect(tally.skipped == count)
        #expect(tally.frames == run.frames)
      }
    }
  }

  @Test(arguments: FrameRun.summed)
  func `one wrong bit never brings what the run does not say`(_ run: FrameRun) throws {
    for bit in 0..<run.bytes.count * 8 {
      var bytes = run.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let (found, tally) = try FrameRun.read(run.language, [bytes])
      #expect(found.allSatisfy { says($0, run) || isLater($0, in: run) }, "bit \(bit)")
      #expect(tally.frames < run.frames || tally.skipped > 0)
    }
  }

  /// A DRI frame without its first flag, which it may share with the one before, begins behind it.
  private func says(_ finding: SerialFinding, _ run: FrameRun) -> Bool {
    run.says.contains {
      $0.content == finding.content && (0...1).contains(finding.offset - $0.offset)
    }
  }

  /// A cuff result in a later frame of a run, since an earlier one was lost.
  private func isLater(_ finding: SerialFinding, in run: FrameRun) -> Bool {
    switch finding.content {
    case .reading(let vital, _, _):
      vital.isCuff && run.says.contains { $0.content == finding.content }
    case .identity, .cuffInflating, .cuffFailed: false
    }
  }

  @Test(arguments: FrameRun.masimo + FrameRun.nellcor)
  func `one wrong bit in a line never makes a number where there was none`(
    _ run: FrameRun
  ) throws {
    let saysNone = run.says.allSatisfy { $0.content.number == nil }
    for bit in 0..<run.bytes.count * 8 {
      var bytes = run.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let (found, _) = try FrameRun.read(run.language, [bytes])
      #expect(found.count <= run.says.count + 1)
      // The exceptions and codes themselves have nothing that would check them.
      let isStatus = bytes[(bit / 8)...].prefix(12).last == 0x0A || run.language == .nellcorASCII
      guard saysNone, !isStatus else { continue }
      #expect(found.allSatisfy { $0.content.number == nil }, "bit \(bit)")
    }
  }

  @Test(arguments: FrameRun.all)
  func `a run that breaks off says nothing that is not in it, and the next is whole`(
    _ run: FrameRun
  ) throws {
    for count in 0..<run.bytes.count {
      let begun = [UInt8](run.bytes.prefix(count))
      let (said, _) = try FrameRun.read(run.language, [begun])
      #expect(run.says.starts(with: said))
      let (found, tally) = try FrameRun.read(run.language, [begun, run.bytes], silentAfter: 0)
      #expect(found.count >= said.count)
      #expect(tally.bytes == count + run.bytes.count)
      guard said.isEmpty, tally.frames == run.frames else { continue }
      #expect(found == run.moved(by: count))
      #expect(tally.skipped == count)
    }
  }

  @Test(arguments: FrameRun.all)
  func `what follows a run that breaks off is read once its frames are whole`(
    _ run: FrameRun
  ) throws {
    for count in 0..<run.bytes.count {
      let bytes = run.bytes.prefix(count) + run.bytes + run.bytes
      let (found, tally) = try FrameRun.read(run.language, [[UInt8](bytes)])
      // The last run may still lack an end, if what broke off claims to be longer than it.
      #expect(tally.frames >= run.frames)
      let numbers = Set(found.compactMap(\.content.number))
      #expect(numbers.isSubset(of: Set(run.says.compactMap(\.content.number) + cuff(run))))
    }
  }

  /// What stands in a run's cuff frames without being new in it.
  private func cuff(_ run: FrameRun) -> [Double] {
    run.language.vitals.contains(.sbp) ? [120, 80, 93] : []
  }

  @Test(arguments: FrameRun.all)
  func `a doubled run says its vital signs twice and its identity once`(_ run: FrameRun) throws {
    let (found, tally) = try FrameRun.read(run.language, [run.bytes, run.bytes])
    #expect(tally.frames == 2 * run.frames)
    #expect(tally.skipped == 0)
    let identities = found.filter { $0.content.isIdentity }
    #expect(identities == run.says.filter { $0.content.isIdentity })
    let again = run.moved(by: run.bytes.count).filter { $0.content.isContinuous }
    let first = run.says.filter { $0.content.isContinuous }
    #expect(found.filter { $0.content.isContinuous } == first + again)
  }

  @Test(arguments: FrameRun.all)
  func `a damaged line is read alike in chunks of any size`(_ run: FrameRun) throws {
    var numbers = SeededNumbers(state: UInt64(run.bytes.count))
    for seed: UInt64 in 1...20 {
      var bytes = run.bytes + run.bytes + run.bytes
      for _ in 0..<Int.random(in: 1...6, using: &numbers) {
        let at = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0...2, using: &numbers) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: numbers.next())
        case 1: bytes.remove(at: at)
        case _: bytes.insert(bytes[at / 2], at: at)
        }
      }
      let whole = try FrameRun.read(run.language, [bytes])
      for chunks in [bytes.map { [$0] }, bytes.inChunks(seed: seed)] {
        let chunked = try FrameRun.read(run.language, chunks)
        #expect(chunked.found == whole.found)
        #expect(chunked.tally == whole.tally)
      }
    }
  }

  private static let languages = Set(FrameRun.all.map(\.language)).sorted {
    $0.rawValue < $1.rawValue
  }

  private static let noise: [[UInt8]] = {
    var numbers = SeededNumbers(state: 7)
    return (0..<64).map { _ in
      (0..<512).flatMap { _ in
        let word = numbers.next()
        return stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: word >> $0) }
      }
    }
  }()

  @Test(arguments: languages)
  func `a megabyte of noise says nothing and is not kept`(_ language: SerialLanguage) throws {
    var decoder = language.decoder()
    var found: [SerialFinding] = []
    let rounds = 4
    for _ in 0..<rounds {
      for noise in Self.noise {
        decoder.decode(noise) { found.append($0) }
        #expect(Self.kept(by: decoder) <= 4096)
      }
    }
    #expect(found.isEmpty)
    let tally = decoder.tally
    #expect(tally.bytes == rounds << 18)
    // By chance a few are frames of types that are not read.
    #expect(tally.frames < 4 * rounds)
    #expect(tally.skipped + Self.kept(by: decoder) >= tally.bytes - 24 * tally.frames)
  }

  /// The bytes that a decoder holds.
  private static func kept(by decoder: any SerialDecoder) -> Int {
    func child(_ name: String, of value: Any) -> Any? {
      Mirror(reflecting: value).children.first { $0.label == name }?.value
    }
    let buffer = child("framer", of: decoder).flatMap { child("buffer", of: $0) }
    return (buffer as? [UInt8])?.count ?? .max
  }
}

extension SerialFinding.Content {
  fileprivate var number: Double? {
    switch self {
    case .reading(_, .value(let number), _): number
    case .reading(_, .absent, _), .identity, .cuffInflating, .cuffFailed: nil
    }
  }
  fileprivate var isIdentity: Bool {
    switch self {
    case .identity: true
    case .reading, .cuffInflating, .cuffFailed: false
    }
  }
  fileprivate var isContinuous: Bool {
    switch self {
    case .reading(let vital, _, _): !vital.isCuff
    case .identity, .cuffInflating, .cuffFailed: false
    }
  }
}
