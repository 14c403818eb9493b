import GRDB

/// The tables. A column of moments counts milliseconds on the station's clock.
enum LedgerSchema {
  /// Each version's step from the one before; a step that was released never changes.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in try db.execute(sql: first) }
    migrator.registerMigration("2") { db in try db.execute(sql: second) }
    return migrator
  }

  private static let second = """
    -- Every event up to this one was not only kept, but said.
    CREATE TABLE told (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
    INSERT INTO told SELECT 1, seq FROM reserved;
    -- A station, and the inputs that it took then up to the last of some admissions; what stood
    -- before each older session is a base of its own, in the form of the first step.
    CREATE TABLE base (
      number INTEGER PRIMARY KEY, body BLOB NOT NULL, inputs BLOB NOT NULL) STRICT;
    ALTER TABLE session ADD COLUMN base INTEGER REFERENCES base;
    INSERT INTO base SELECT number, before, x'' FROM session WHERE before NOT NULL;
    UPDATE session SET base = number WHERE before NOT NULL;
    ALTER TABLE session DROP COLUMN before;
    """

  private static let first = """
    -- One row per start of the station; wall in milliseconds since 1970.
    CREATE TABLE start (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL, boot TEXT NOT NULL, wall INTEGER NOT NULL,
      first_seq INTEGER NOT NULL) STRICT;
    -- No event was or will be told with a higher seq before this is raised.
    CREATE TABLE reserved (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
    INSERT INTO reserved VALUES (1, 0);
    -- Long texts that stand in many rows: a byte 1, the hash and a byte 1 stand for them there.
    CREATE TABLE text (hash INTEGER PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE setup (hash INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE wall_clock (
      number INTEGER PRIMARY KEY, offset INTEGER NOT NULL, utc_offset INTEGER NOT NULL,
      UNIQUE (offset, utc_offset)) STRICT;
    -- What the station took, in order, as far as no older snapshot covers it.
    CREATE TABLE input (
      number INTEGER PRIMARY KEY, moment INTEGER NOT NULL,
      wall_clock INTEGER NOT NULL REFERENCES wall_clock, body TEXT NOT NULL) STRICT;
    -- before: the station just before first_input; inputs: all of them, once it is packed.
    CREATE TABLE session (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL, beds TEXT NOT NULL, treatment TEXT NOT NULL,
      admitted INTEGER NOT NULL, closed INTEGER, phase TEXT NOT NULL,
      wall_clock INTEGER NOT NULL REFERENCES wall_clock, setup INTEGER REFERENCES setup,
      first_input INTEGER NOT NULL, last_input INTEGER, before BLOB, inputs BLOB,
      high INTEGER NOT NULL DEFAULT 0, medium INTEGER NOT NULL DEFAULT 0,
      low INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE INDEX session_by_id ON session (id);
    CREATE INDEX session_unpacked ON session (number) WHERE inputs IS NULL;
    -- The inputs of a session that is not packed yet, some 30 s to a row.
    CREATE TABLE part (
      session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
      last_input INTEGER NOT NULL, body BLOB NOT NULL,
      PRIMARY KEY (session, last_input)) STRICT, WITHOUT ROWID;
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY, start INTEGER NOT NULL REFERENCES start, moment INTEGER NOT NULL,
      wall_clock INTEGER NOT NULL REFERENCES wall_clock,
      session INTEGER REFERENCES session ON DELETE CASCADE, body BLOB NOT NULL) STRICT;
    CREATE INDEX event_by_session ON event (session, seq) WHERE session IS NOT NULL;
    CREATE TABLE answer (
      owner TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, reply TEXT NOT NULL,
      moment INTEGER NOT NULL, PRIMARY KEY (owner, key)) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshot (
      number INTEGER PRIMARY KEY, input INTEGER NOT NULL, seq INTEGER NOT NULL,
      moment INTEGER NOT NULL, format INTEGER NOT NULL, rules TEXT NOT NULL,
      checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    -- What could not be kept in memory until the disk took it again.
    CREATE TABLE lost (
      number INTEGER PRIMARY KEY, moment INTEGER NOT NULL, readings INTEGER NOT NULL,
      others INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
    """
}
