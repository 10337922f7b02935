import type { Migration } from './migration.ts';

/**
 * Facts as whole JSON bodies beside the columns that people filter on: what a record or a series gains later needs no
 * migration. Big columns come last, so that a scan of the small ones does not read them.
 */
export const timeline: Migration = {
  version: 1,
  name: 'timeline',
  sql: `
-- One row for each file that had a path, and for each renewal of it; the newest (largest id) is the current one.
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  directory TEXT NOT NULL,
  size_bytes INTEGER,
  mtime_us INTEGER,
  head_bytes INTEGER,
  head_hash TEXT,
  parser_version INTEGER NOT NULL,
  -- Set by beginRenewal: facts of this row give way to those of the next row with the path.
  stale INTEGER NOT NULL DEFAULT 0,
  coverage TEXT CHECK (json_valid(coverage))
) STRICT;
CREATE INDEX file_by_path ON file (path, id);

CREATE TABLE kernel_record (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Where body.source points to.
  file INTEGER NOT NULL REFERENCES file (id),
  parser_version INTEGER NOT NULL,
  directory TEXT NOT NULL,
  at_us INTEGER,

  kind TEXT NOT NULL AS (body ->> '$.kind') STORED,
  host TEXT AS (body ->> '$.host') STORED,
  boot_id TEXT AS (body ->> '$.bootId') STORED,
  boot_index INTEGER AS (body ->> '$.bootIndex') STORED,
  monotonic_us INTEGER AS (CAST(round((body ->> '$.monotonicSeconds') * 1000000) AS INTEGER)) STORED,
  path TEXT NOT NULL AS (body ->> '$.source.path') STORED,
  line INTEGER AS (body ->> '$.source.line') STORED,
  byte_start INTEGER NOT NULL AS (body ->> '$.source.byteStart') STORED,
  comm TEXT AS (coalesce(body ->> '$.victims[0].comm', body ->> '$.comm')) STORED,
  pid INTEGER AS (coalesce(body ->> '$.victims[0].pid', body ->> '$.pid')) STORED,
  trigger_comm TEXT AS (body ->> '$.trigger.comm') STORED,
  trigger_pid INTEGER AS (body ->> '$.trigger.pid') STORED,
  cgroup TEXT AS (coalesce(body ->> '$.taskMemcg', body ->> '$.victims[0].cgroup', body ->> '$.cgroup')) STORED,
  limit_cgroup TEXT AS (coalesce(body ->> '$.oomMemcg', body ->> '$.memcg.path')) STORED,
  unit TEXT AS (
    coalesce(body ->> '$.unit', body ->> '$.pod', body ->> '$.victims[0].pod', body ->> '$.container')
  ) STORED,
  oom_constraint TEXT AS (body ->> '$.constraint') STORED,
  alloc_order INTEGER AS (coalesce(body ->> '$.trigger.order', body ->> '$.order')) STORED,
  gfp_mask TEXT AS (coalesce(body ->> '$.trigger.gfpMask', body ->> '$.gfpMask')) STORED,
  variant TEXT AS (coalesce(body ->> '$.variant', body ->> '$.runtime', body ->> '$.manager')) STORED,
  outcome TEXT AS (coalesce(body ->> '$.outcome', body ->> '$.result')) STORED,
  killer TEXT AS (body ->> '$.killer') STORED,
  complete INTEGER AS (body ->> '$.complete') STORED,
  -- Those who were killed: a dry run kills nobody.
  victims TEXT AS (CASE WHEN body ->> '$.dryRun' THEN NULL ELSE body -> '$.victims' END) STORED,

  -- The order in which records are read. Files without host or boot id are told apart by folder and boot count.
  host_key TEXT NOT NULL AS (coalesce(body ->> '$.host', '')) STORED,
  boot_key TEXT NOT NULL AS (
    coalesce(body ->> '$.bootId', '~' || directory || '#' || printf('%06d', body ->> '$.bootIndex'))
  ) STORED,
  order_us INTEGER NOT NULL AS (
    coalesce(at_us, CAST(round((body ->> '$.monotonicSeconds') * 1000000) AS INTEGER), 0)
  ) STORED,

  -- No CHECK (json_valid): the columns above refuse what is no JSON, and half a megabyte is parsed once less.
  body TEXT NOT NULL
) STRICT;
CREATE INDEX kernel_record_by_boot ON kernel_record (host_key, boot_key, order_us, path, byte_start, seq);
CREATE INDEX kernel_record_by_time ON kernel_record (host_key, order_us, path, byte_start, seq);
CREATE INDEX kernel_record_by_kind ON kernel_record (kind, at_us);
CREATE INDEX kernel_record_by_comm ON kernel_record (comm, at_us);

-- Records that another one stands for, because both tell one event. Apart, so that a link does not rewrite a body.
CREATE TABLE same_event (
  record INTEGER PRIMARY KEY REFERENCES kernel_record (seq) ON DELETE CASCADE,
  into_record INTEGER NOT NULL REFERENCES kernel_record (seq) ON DELETE CASCADE
) STRICT;
CREATE INDEX same_event_by_into ON same_event (into_record);

-- Addresses at which a record was seen.
CREATE TABLE sighting (
  record INTEGER NOT NULL REFERENCES kernel_record (seq) ON DELETE CASCADE,
  file INTEGER NOT NULL REFERENCES file (id),
  byte_start INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  line INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (record, file, byte_start)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_by_file ON sighting (file);

-- What is measured. identity is a hash of every field, of directory only where there is no host.
CREATE TABLE sample_series (
  id INTEGER PRIMARY KEY,
  identity BLOB NOT NULL UNIQUE,
  host TEXT AS (body ->> '$.host'),
  directory TEXT AS (body ->> '$.directory'),
  scope TEXT AS (body ->> '$.scope'),
  metric TEXT AS (body ->> '$.metric'),
  comm TEXT AS (body ->> '$.comm'),
  pid INTEGER AS (body ->> '$.pid'),
  cgroup TEXT AS (body ->> '$.cgroup'),
  zone TEXT AS (body ->> '$.zone'),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX sample_series_by_metric ON sample_series (metric, host);

-- value is REAL to the reader; SQLite keeps whole numbers as integers of 1 to 6 bytes on disk.
CREATE TABLE point (
  series INTEGER NOT NULL REFERENCES sample_series (id),
  at_us INTEGER NOT NULL,
  value REAL NOT NULL,
  file INTEGER NOT NULL,
  line INTEGER NOT NULL,
  byte_start INTEGER NOT NULL,
  byte_length INTEGER NOT NULL,
  PRIMARY KEY (series, at_us)
) STRICT, WITHOUT ROWID;

-- Which file gave points to which series, and in what range: finds the points of a file without an index on them.
CREATE TABLE series_file (
  series INTEGER NOT NULL REFERENCES sample_series (id) ON DELETE CASCADE,
  file INTEGER NOT NULL REFERENCES file (id),
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  PRIMARY KEY (series, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX series_file_by_file ON series_file (file);

CREATE TABLE position (
  source TEXT PRIMARY KEY,
  position TEXT NOT NULL CHECK (json_valid(position))
) STRICT, WITHOUT ROWID;

CREATE TABLE judged_incident (
  rank INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  start_us INTEGER,
  end_us INTEGER,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX judged_incident_by_id ON judged_incident (id);
`,
};
