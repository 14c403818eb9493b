import Foundation

/// The database's write-ahead log, looked at for what the database itself passes over in silence:
/// behind a damaged frame it takes nothing, and says nothing of what stands there.
///
/// Source: “WAL-mode File Format”, sqlite.org. Every commit is on the disk before the next one
/// begins, so that a crash leaves at most one that is not whole: two whole ones behind a damaged
/// frame were kept, and are lost.
struct WriteAheadLog {
  /// A log that grew beyond this is not looked at, in bytes.
  private static let most = 256 << 20
  private static let headerLength = 32
  private static let frameHeaderLength = 24

  private let bytes: [UInt8]
  private let pageSize: Int
  private let isBigEndian: Bool

  /// The log beside a database's file; nil: there is none, or its first bytes are not whole.
  init?(of file: String) {
    guard let data = try? Data(contentsOf: URL(filePath: file + "-wal"), options: .mappedIfSafe),
      (Self.headerLength...Self.most).contains(data.count)
    else { return nil }
    bytes = Array(data)
    let magic = Self.number(bytes, at: 0)
    guard magic & ~1 == 0x377F_0682 else { return nil }
    isBigEndian = magic & 1 == 1
    pageSize = Int(Self.number(bytes, at: 8))
    guard pageSize >= 512, pageSize <= 65_536, pageSize & (pageSize - 1) == 0,
      sum(0..<24, after: Sum()) == Sum(bytes, at: 24)
    else { return nil }
  }

  /// How many commits stand whole behind the first damaged frame; 0 or 1: what a crash may leave.
  var commitsBehindDamage: Int {
    var previous = Sum(bytes, at: 24)
    var isDamaged = false
    var commits = 0
    var at = Self.headerLength
    while at + Self.frameHeaderLength + pageSize <= bytes.count {
      let stated = Sum(bytes, at: at + 16)
      let isOfThisLog = bytes[at + 8..<at + 16] == bytes[16..<24]
      if isOfThisLog, sumOfFrame(at: at, after: previous) == stated {
        if isDamaged, Self.number(bytes, at: at + 4) != 0 { commits += 1 }
      } else {
        isDamaged = true
      }
      previous = stated
      at += Self.frameHeaderLength + pageSize
    }
    return commits
  }

  /// Why it cannot be gone on from; nil: it can.
  var damage: String? {
    let commits = commitsBehindDamage
    return commits < 2 ? nil : "its log is damaged, and \(commits) later writes are behind that"
  }

  private func sumOfFrame(at: Int, after previous: Sum) -> Sum {
    let page = at + Self.frameHeaderLength
    return sum(page..<page + pageSize, after: sum(at..<at + 8, after: previous))
  }

  /// Two running sums over pairs of words.
  private struct Sum: Hashable {
    var first: UInt32 = 0
    var second: UInt32 = 0

    init() {}

    init(_ bytes: [UInt8], at: Int) {
      (first, second) = (
        WriteAheadLog.number(bytes, at: at), WriteAheadLog.number(bytes, at: at + 4)
      )
    }
  }

  private func sum(_ range: Range<Int>, after previous: Sum) -> Sum {
    var sum = previous
    for at in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      let words = (Self.number(bytes, at: at), Self.number(bytes, at: at + 4))
      sum.first &+= (isBigEndian ? words.0 : words.0.byteSwapped) &+ sum.second
      sum.second &+= (isBigEndian ? words.1 : words.1.byteSwapped) &+ sum.first
    }
    return sum
  }

  private static func number(_ bytes: [UInt8], at: Int) -> UInt32 {
    UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
      | UInt32(bytes[at + 3])
  }
}
