import Foundation
import GRDB
import InfusionCore
import Vitals

/// What the next row has to know of those before it. A copy is worked on in a transaction, and
/// taken once that is committed.
struct LedgerTally {
  /// Sequence numbers are reserved in blocks of this many.
  static let sequenceBlock: Int64 = 10_000
  /// A turn does not tell more events.
  static let mostEventsOfTurn = 1_000
  /// A block is followed by the next one when this many are left.
  static let sequenceReserve: Int64 = 1_000

  /// The number of the start that writes.
  var start: Int64
  var lastInput: Int64 = 0
  var lastSequence: Int64 = 0
  var reserved: Int64 = 0
  /// Every event up to this one was said.
  private var told: Int64 = 0
  var lastMoment: Int64?
  /// The configuration in force.
  var setup: Int64?
  private var setups: Set<Int64> = []
  private var wallClocks: [WallClock: Int64] = [:]
  /// The sessions that may still have events.
  var sessions: [String: Int64] = [:]
  /// Long texts that this transaction wrote.
  private(set) var newTexts: [FoldedJSON.Text] = []

  /// The same, once its texts are known to be kept.
  var withoutNewTexts: LedgerTally {
    var tally = self
    tally.newTexts = []
    return tally
  }

  /// What a ledger holds.
  init(_ db: Database, start: Int64) throws {
    self.start = start
    lastInput =
      try Int64.fetchOne(
        db,
        sql: """
          SELECT max(ifnull((SELECT max(number) FROM input), 0),
            ifnull((SELECT max(input) FROM snapshot), 0),
            ifnull((SELECT max(max(first_input, ifnull(last_input, 0))) FROM session), 0))
          """) ?? 0
    reserved = try Int64.fetchOne(db, sql: "SELECT seq FROM reserved") ?? 0
    told = try Int64.fetchOne(db, sql: "SELECT seq FROM told") ?? 0
    lastSequence = reserved
    lastMoment = try Self.lastMoment(db)
    setups = Set(try Int64.fetchAll(db, sql: "SELECT hash FROM setup"))
    setup = try Self.lastSetup(db)
    for row in try Row.fetchAll(db, sql: "SELECT * FROM wall_clock") {
      let wall = WallClock(
        offset: .milliseconds(row["offset"]), utcOffset: .milliseconds(row["utc_offset"]))
      wallClocks[wall] = row["number"]
    }
    for row in try Row.fetchAll(
      db, sql: "SELECT id, number FROM session WHERE inputs IS NULL ORDER BY number")
    {
      sessions[row[0]] = row[1]
    }
  }

  /// The moments of rows grow with their numbers, but for those of one turn's events: a look at the
  /// last ones is enough, and takes no longer after a year.
  private static func lastMoment(_ db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT max(moment) FROM (
          SELECT * FROM (SELECT moment FROM input ORDER BY number DESC LIMIT 1)
          UNION ALL SELECT moment FROM snapshot UNION ALL
          SELECT * FROM (SELECT moment FROM event ORDER BY seq DESC LIMIT \(mostEventsOfTurn)))
        """)
  }

  private static func lastSetup(_ db: Database) throws -> Int64? {
    let line = try String.fetchOne(
      db,
      sql: """
        SELECT body FROM input WHERE substr(body, 1, 2) = 's' || char(9)
        ORDER BY number DESC LIMIT 1
        """)
    let hash = line.flatMap { Int64($0.dropFirst(2)) }
    return try hash
      ?? Int64.fetchOne(db, sql: "SELECT setup FROM session ORDER BY number DESC LIMIT 1")
  }

  /// Writes what one turn took and told.
  mutating func add(_ batch: LedgerBatch, texts: LedgerTexts, to db: Database) throws {
    // The station says the events of one turn before it takes the next.
    try noteTold(in: db)
    let wall = try wallClock(batch.wall, in: db)
    var admissions: [String: Int64] = [:]
    for taken in Self.inputs(of: batch) {
      lastInput += 1
      if case .act(let bed, .admit, _) = taken.input {
        admissions[bed] = admissions[bed] ?? lastInput
      }
      let line = try InputText.line(taken.input) { try setUp($0, texts, in: db) }
      try insert(line, at: taken.moment, wall, in: db)
      lastMoment = taken.moment.milliseconds
    }
    for act in batch.events.compactMap(\.event.actForOthers) {
      lastInput += 1
      let moment = Moment(milliseconds: lastMoment ?? 0)
      try insert(try InputText.lineForOthers(act), at: moment, wall, in: db)
    }
    for event in batch.events {
      try follow(event.event, admissions, wall, in: db)
      try add(event, wall, texts, to: db)
    }
    try reserve(in: db)
    for answer in batch.answers {
      let reply = String(decoding: try FoldedJSON.encode(answer.reply), as: UTF8.self)
      try db.cachedStatement(sql: "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)")
        .execute(arguments: [
          answer.owner, answer.key, answer.request, reply, answer.at.milliseconds,
        ])
    }
  }

  private func insert(
    _ line: String, at moment: Moment, _ wall: Int64, in db: Database
  ) throws {
    try db.cachedStatement(sql: "INSERT INTO input VALUES (?, ?, ?, ?)")
      .execute(arguments: [lastInput, moment.milliseconds, wall, line])
  }

  /// Time alone is an input of a turn that took nothing, and follows from the inputs of any other.
  private static func inputs(of batch: LedgerBatch) -> [TakenInput] {
    let inputs = batch.inputs.enumerated().filter { index, taken in
      taken.input != .time || index == 0
        || batch.inputs[index - 1].moment < taken.moment
    }.map(\.element)
    guard inputs.isEmpty, let last = batch.events.map(\.event.moment).max() else { return inputs }
    return [TakenInput(.time, at: last)]
  }

  private mutating func add(
    _ event: NumberedEvent, _ wall: Int64, _ texts: LedgerTexts, to db: Database
  ) throws {
    var folded: [FoldedJSON.Text] = []
    if let guidance = event.event.alert?.guidance {
      folded = [try texts.keep(guidance, in: db)]
      newTexts += folded
    }
    let session = event.event.session.flatMap { sessions[$0] }
    try db.cachedStatement(sql: "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        event.sequence, start, event.event.moment.milliseconds, wall, session,
        try FoldedJSON.encode(event.event, folding: folded),
      ])
    lastSequence = max(lastSequence, event.sequence)
  }

  private mutating func noteTold(in db: Database) throws {
    guard told < lastSequence else { return }
    told = lastSequence
    try db.cachedStatement(sql: "UPDATE told SET seq = ?").execute(arguments: [told])
  }

  /// Reserves the first block of a start.
  ///
  /// - Parameter sequence: the last number that was given already.
  mutating func reserveFirst(after sequence: Int64, in db: Database) throws {
    lastSequence = max(lastSequence, sequence)
    try reserve(in: db)
  }

  private mutating func reserve(in db: Database) throws {
    guard lastSequence + Self.sequenceReserve > reserved else { return }
    reserved = lastSequence + Self.sequenceBlock
    try db.execute(sql: "UPDATE reserved SET seq = ?", arguments: [reserved])
  }

  /// Whether the last start left numbers reserved: it did not give them back at its end.
  func hasMoreReserved(_ db: Database) throws -> Bool {
    let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM event")
    return reserved > last ?? 0
  }

  /// Writes that all numbers above the last one that was used are free.
  ///
  /// - Parameter said: the last number that was given, whether it could be written or not.
  mutating func giveBack(after said: Int64, in db: Database) throws {
    lastSequence = max(lastSequence, said)
    reserved = lastSequence
    try db.execute(sql: "UPDATE reserved SET seq = ?", arguments: [reserved])
    try noteTold(in: db)
  }

  private mutating func setUp(
    _ configuration: StationSetup, _ texts: LedgerTexts, in db: Database
  ) throws -> Int64 {
    let protocols = try texts.keep(configuration.protocols, in: db)
    newTexts += protocols
    let body = try FoldedJSON.encode(configuration, folding: protocols)
    let hash = Fingerprint.of(body)
    if setups.insert(hash).inserted {
      try db.execute(sql: "INSERT OR IGNORE INTO setup VALUES (?, ?)", arguments: [hash, body])
    }
    setup = hash
    return hash
  }

  private mutating func wallClock(_ wall: WallClock, in db: Database) throws -> Int64 {
    if let number = wallClocks[wall] { return number }
    try db.execute(
      sql: "INSERT INTO wall_clock (offset, utc_offset) VALUES (?, ?)",
      arguments: [wall.offset.milliseconds, wall.utcOffset.milliseconds])
    wallClocks[wall] = db.lastInsertedRowID
    return db.lastInsertedRowID
  }
}
