/**
 * Each entry takes a database from the version of its index to the next, once, in a transaction. Entries are never
 * changed after a release; `PRAGMA user_version` holds the number of entries that have run.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE media (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folder TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('path', 'upload')),
    byte_size INTEGER NOT NULL DEFAULT 0,
    modified_at_ms REAL NOT NULL DEFAULT 0,
    width_px INTEGER NOT NULL DEFAULT 0,
    height_px INTEGER NOT NULL DEFAULT 0,
    format TEXT NOT NULL DEFAULT '',
    frame_count INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'unreadable')),
    problem TEXT,
    added_at_ms INTEGER NOT NULL,
    removed_at_ms INTEGER
  ) STRICT;
  CREATE INDEX media_listed ON media (seq) WHERE removed_at_ms IS NULL;

  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_sha256 TEXT NOT NULL,
    engine TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'interrupted')),
    created_at_ms INTEGER NOT NULL,
    started_at_ms INTEGER,
    finished_at_ms INTEGER
  ) STRICT;

  CREATE TABLE run_items (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    media_id TEXT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    run_seq INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    error TEXT,
    PRIMARY KEY (run_id, media_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_items_order ON run_items (run_id, state, seq);
  CREATE INDEX run_items_media ON run_items (media_id, run_seq);

  CREATE TABLE predictions (
    run_id TEXT NOT NULL,
    media_id TEXT NOT NULL,
    object_count INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
    provider TEXT NOT NULL,
    provider_reason TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    prediction TEXT NOT NULL,
    PRIMARY KEY (run_id, media_id),
    FOREIGN KEY (run_id, media_id) REFERENCES run_items (run_id, media_id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX predictions_media ON predictions (media_id, created_at_ms);

  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE models (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    byte_size INTEGER NOT NULL,
    description TEXT NOT NULL,
    added_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE pops (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    pop TEXT NOT NULL,
    updated_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What the person changed in the table of abilities, or added to it.
  CREATE TABLE pop_bindings (
    alias TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    model_id TEXT,
    labels TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Pops as they were run, bound to their models; runs name them in model_id as pop:<sha256>.
  CREATE TABLE bound_pops (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    bound TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE predictions ADD COLUMN stages TEXT;
  `,
  `
  ALTER TABLE media ADD COLUMN kind TEXT NOT NULL DEFAULT 'image';
  ALTER TABLE media ADD COLUMN video TEXT;
  ALTER TABLE runs ADD COLUMN video_part TEXT;

  -- Presentation times as 64-bit floats, little-endian, in order.
  CREATE TABLE frame_indexes (
    media_id TEXT PRIMARY KEY REFERENCES media (id) ON DELETE CASCADE,
    timestamps_ns BLOB NOT NULL,
    is_variable_rate INTEGER NOT NULL
  ) STRICT;

  -- What was found in videos: some dozens of frames a row, deflated JSON, and what timelines need of them beside.
  CREATE TABLE frame_chunks (
    run_id TEXT NOT NULL,
    media_id TEXT NOT NULL,
    first_frame INTEGER NOT NULL,
    last_frame INTEGER NOT NULL,
    frame_count INTEGER NOT NULL,
    summary TEXT NOT NULL,
    frames BLOB NOT NULL,
    PRIMARY KEY (run_id, media_id, first_frame),
    FOREIGN KEY (run_id, media_id) REFERENCES run_items (run_id, media_id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX frame_chunks_media ON frame_chunks (media_id, run_id);
  `,
  `
  -- A run that the person paused: interrupted, and by whose word.
  ALTER TABLE runs ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What a file holds, once somebody needed to know; a file that changed loses it.
  ALTER TABLE media ADD COLUMN sha256 TEXT;
  CREATE INDEX media_sha256 ON media (sha256) WHERE sha256 IS NOT NULL;
  CREATE INDEX media_size ON media (byte_size);

  -- Which Reticle it ran in: another version may decode another way.
  ALTER TABLE runs ADD COLUMN version TEXT NOT NULL DEFAULT '';
  -- Which one goes first; the person may change it.
  ALTER TABLE runs ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
  UPDATE runs SET place = seq;
  -- Why it stopped by itself.
  ALTER TABLE runs ADD COLUMN problem TEXT;
  -- Where its results are written as files, and how.
  ALTER TABLE runs ADD COLUMN output TEXT;
  CREATE INDEX runs_model ON runs (model_sha256);

  -- The run whose result of the same content was taken.
  ALTER TABLE run_items ADD COLUMN kept_from TEXT;
  -- Under which name, without its ending, its files are written; decided before the first byte.
  ALTER TABLE run_items ADD COLUMN output TEXT;
  CREATE INDEX run_items_seq ON run_items (run_id, seq);
  CREATE INDEX run_items_output ON run_items (run_id, lower(output)) WHERE output IS NOT NULL;
  `,
  `
  -- Accounts at providers; their keys are among the secrets, never here.
  CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    added_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The ledger: every session that we asked for or found at a provider. Nothing is ever deleted from it.
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    -- The click it came from: the same click twice is one session.
    request_id TEXT UNIQUE,
    -- Null until the provider said it.
    provider_id TEXT,
    queue_id TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('created', 'found', 'adopted')),
    name TEXT NOT NULL,
    wish TEXT,
    gpus TEXT NOT NULL,
    tags TEXT NOT NULL,
    limit_minor INTEGER,
    limit_currency TEXT,
    limit_seconds INTEGER,
    state TEXT NOT NULL,
    billing TEXT NOT NULL,
    reason TEXT,
    asked_at_ms INTEGER NOT NULL,
    started_at_ms INTEGER,
    ended_at_ms INTEGER,
    seen_at_ms INTEGER,
    used_at_ms INTEGER,
    rate_micro INTEGER,
    -- Of cost and rate: what the provider said first. Amounts in another one are not taken.
    currency TEXT,
    cost_minor INTEGER,
    cost_at_ms INTEGER,
    billed_seconds REAL,
    -- What rate and duration gave where the provider's cost is more than 5 % from it.
    gap_minor INTEGER,
    -- How often the cost of an ended session was read the same; final at 2.
    same_reads INTEGER NOT NULL DEFAULT 0,
    UNIQUE (connection_id, provider_id)
  ) STRICT;
  CREATE INDEX sessions_open ON sessions (connection_id) WHERE same_reads < 2;

  CREATE TABLE cost_samples (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    cost_minor INTEGER NOT NULL,
    rate_micro INTEGER,
    billed_seconds REAL,
    PRIMARY KEY (session_id, seq)
  ) STRICT, WITHOUT ROWID;

  -- The cost of each session by local day: the days of a session add up to its cost, always.
  CREATE TABLE cost_days (
    day TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    minor INTEGER NOT NULL,
    idle_minor INTEGER NOT NULL DEFAULT 0,
    currency TEXT NOT NULL,
    PRIMARY KEY (day, session_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cost_days_session ON cost_days (session_id, day);

  CREATE TABLE session_stops (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    by_whom TEXT NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'confirmed', 'unconfirmed')),
    confirmed_at_ms INTEGER,
    final_minor INTEGER,
    currency TEXT,
    -- The provider's own words, as JSON.
    proof TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX session_stops_session ON session_stops (session_id, id);

  CREATE TABLE balances (
    connection_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (connection_id, at_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE budgets (
    id TEXT PRIMARY KEY,
    scope TEXT NOT NULL CHECK (scope IN ('day', 'month', 'session', 'tag')),
    tag TEXT,
    minor INTEGER NOT NULL CHECK (minor >= 0),
    currency TEXT NOT NULL,
    -- [{"fraction":0.8,"action":"warn"},…]
    steps TEXT NOT NULL,
    is_on INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- The hard caps that are on until somebody turns them off.
  INSERT INTO budgets VALUES
    ('day', 'day', NULL, 500, 'EUR', '[{"fraction":0.8,"action":"warn"},{"fraction":1,"action":"stop"}]', 1),
    ('month', 'month', NULL, 5000, 'EUR', '[{"fraction":0.8,"action":"warn"},{"fraction":1,"action":"stop"}]', 1),
    ('session', 'session', NULL, 200, 'EUR', '[{"fraction":0.8,"action":"warn"},{"fraction":1,"action":"stop"}]', 1);

  -- What we thought at its beginning that a day or a month would cost, to be held against what it did.
  CREATE TABLE forecasts (
    period TEXT NOT NULL,
    currency TEXT NOT NULL,
    expected_minor INTEGER NOT NULL,
    low_minor INTEGER NOT NULL,
    high_minor INTEGER NOT NULL,
    PRIMARY KEY (period, currency)
  ) STRICT, WITHOUT ROWID;

  -- Each step is taken once a period (a day, a month, a session).
  CREATE TABLE budget_steps (
    budget_id TEXT NOT NULL REFERENCES budgets (id) ON DELETE CASCADE,
    period TEXT NOT NULL,
    fraction REAL NOT NULL,
    action TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    spent_minor INTEGER NOT NULL,
    PRIMARY KEY (budget_id, period, fraction)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Which account a run uses that does not take place here.
  ALTER TABLE runs ADD COLUMN connection_id TEXT;
  ALTER TABLE predictions ADD COLUMN engine TEXT NOT NULL DEFAULT 'local';
  `,
];
