-- The seven tables of the existing product, under their own names and columns, and our own beside them.
-- uuid = TEXT of 36 lower-case characters, time = INTEGER microseconds since 1970 UTC, vector = BLOB of 384
-- little-endian f32, JSON = TEXT, truth = INTEGER 0 or 1. sql/README.md says what each table is for.

CREATE TABLE "CANDIDATI" (
  id           TEXT NOT NULL PRIMARY KEY,
  full_name    TEXT NOT NULL,
  email        TEXT,
  linkedin_url TEXT,
  created_at   INTEGER
) STRICT;
CREATE INDEX candidati_created_at ON "CANDIDATI" (created_at);

CREATE TABLE "CVS" (
  id           TEXT NOT NULL PRIMARY KEY,
  candidate_id TEXT NOT NULL REFERENCES "CANDIDATI" (id) ON DELETE CASCADE,
  file_url     TEXT NOT NULL,
  raw_text     TEXT,
  is_active    INTEGER NOT NULL DEFAULT 1,
  embedding    BLOB,
  created_at   INTEGER
) STRICT;
CREATE INDEX cvs_candidate ON "CVS" (candidate_id, created_at);

CREATE TABLE "CV_CHUNKS" (
  id          TEXT NOT NULL PRIMARY KEY,
  cv_id       TEXT NOT NULL REFERENCES "CVS" (id) ON DELETE CASCADE,
  content     TEXT NOT NULL,
  page_number INTEGER,
  chunk_index INTEGER NOT NULL,
  embedding   BLOB
) STRICT;
CREATE INDEX cv_chunks_cv ON "CV_CHUNKS" (cv_id, page_number, chunk_index);

CREATE TABLE "JOB_DESCRIPTIONS" (
  id               TEXT NOT NULL PRIMARY KEY,
  title            TEXT NOT NULL,
  description_text TEXT NOT NULL,
  embedding        BLOB,
  created_at       INTEGER
) STRICT;
CREATE INDEX job_descriptions_created_at ON "JOB_DESCRIPTIONS" (created_at);

CREATE TABLE "INTERVIEW_SESSIONS" (
  id                 TEXT NOT NULL PRIMARY KEY,
  candidate_id       TEXT NOT NULL REFERENCES "CANDIDATI" (id) ON DELETE CASCADE,
  job_description_id TEXT NOT NULL REFERENCES "JOB_DESCRIPTIONS" (id) ON DELETE CASCADE,
  status             TEXT NOT NULL DEFAULT 'live',
  started_at         INTEGER,
  ended_at           INTEGER,
  created_at         INTEGER
) STRICT;
CREATE INDEX interview_sessions_candidate ON "INTERVIEW_SESSIONS" (candidate_id);
CREATE INDEX interview_sessions_job ON "INTERVIEW_SESSIONS" (job_description_id);
CREATE INDEX interview_sessions_started_at ON "INTERVIEW_SESSIONS" (started_at);

CREATE TABLE "INTERVIEW_QUESTIONS" (
  id                 TEXT NOT NULL PRIMARY KEY,
  session_id         TEXT REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  job_description_id TEXT NOT NULL REFERENCES "JOB_DESCRIPTIONS" (id) ON DELETE CASCADE,
  question_text      TEXT NOT NULL,
  embedding          BLOB,
  asked_at           INTEGER,
  asked_by           TEXT,
  recruiter_id       TEXT,
  created_at         INTEGER
) STRICT;
CREATE INDEX interview_questions_session ON "INTERVIEW_QUESTIONS" (session_id, created_at);
CREATE INDEX interview_questions_asked ON "INTERVIEW_QUESTIONS" (session_id) WHERE asked_at IS NOT NULL;
CREATE INDEX interview_questions_job ON "INTERVIEW_QUESTIONS" (job_description_id);

CREATE TABLE "INTERVIEW_NOTES" (
  id         TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  author     TEXT,
  note_text  TEXT NOT NULL,
  embedding  BLOB,
  created_at INTEGER
) STRICT;
CREATE INDEX interview_notes_session ON "INTERVIEW_NOTES" (session_id, created_at);

-- The original file of a CV and what reading it found.
CREATE TABLE cv_document (
  cv_id        TEXT NOT NULL PRIMARY KEY REFERENCES "CVS" (id) ON DELETE CASCADE,
  file_name    TEXT NOT NULL,
  mime_type    TEXT NOT NULL,
  size_bytes   INTEGER NOT NULL,
  stored_id    TEXT NOT NULL,
  pages        INTEGER NOT NULL,
  hidden       TEXT NOT NULL,
  quality      REAL NOT NULL,
  quality_note TEXT,
  language     TEXT
) STRICT;

-- Where on the page a chunk stands, so that evidence can be shown in place.
CREATE TABLE chunk_place (
  chunk_id      TEXT NOT NULL PRIMARY KEY REFERENCES "CV_CHUNKS" (id) ON DELETE CASCADE,
  section_kind  TEXT,
  section_title TEXT,
  boxes         TEXT NOT NULL
) STRICT;

CREATE TABLE session_setting (
  session_id      TEXT NOT NULL PRIMARY KEY REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  language        TEXT NOT NULL,
  cv_id           TEXT REFERENCES "CVS" (id) ON DELETE SET NULL,
  -- between that CV and the job description, kept here because the list of interviews shows it on every row
  coverage_distance REAL,
  created_by      TEXT,
  created_by_name TEXT,
  version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX session_setting_cv ON session_setting (cv_id);

CREATE TABLE question_state (
  question_id TEXT NOT NULL PRIMARY KEY REFERENCES "INTERVIEW_QUESTIONS" (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  source      TEXT NOT NULL CHECK (source IN ('typed', 'file', 'generated', 'suggested')),
  made_by     TEXT NOT NULL CHECK (made_by IN ('person', 'local', 'llm')),
  evidence    TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE note_analysis (
  note_id           TEXT NOT NULL PRIMARY KEY REFERENCES "INTERVIEW_NOTES" (id) ON DELETE CASCADE,
  jd_similarity     REAL,
  risk_level        TEXT NOT NULL CHECK (risk_level IN ('LOW', 'MEDIUM', 'HIGH')),
  risk_score        REAL NOT NULL,
  reasons           TEXT NOT NULL,
  signals           TEXT NOT NULL,
  evidence          TEXT NOT NULL,
  followup_question TEXT,
  followup_made_by  TEXT CHECK (followup_made_by IN ('local', 'llm')),
  model             TEXT NOT NULL,
  created_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE note_state (
  note_id       TEXT NOT NULL PRIMARY KEY REFERENCES "INTERVIEW_NOTES" (id) ON DELETE CASCADE,
  session_id    TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  version       INTEGER NOT NULL DEFAULT 1,
  recruiter_key TEXT,
  question_id   TEXT REFERENCES "INTERVIEW_QUESTIONS" (id) ON DELETE SET NULL,
  written_at    INTEGER,
  late          INTEGER NOT NULL DEFAULT 0,
  afterthought  INTEGER NOT NULL DEFAULT 0,
  edited_at     INTEGER,
  deleted_at    INTEGER
) STRICT;
CREATE INDEX note_state_question ON note_state (question_id);
CREATE INDEX note_state_session ON note_state (session_id) WHERE deleted_at IS NOT NULL;

-- The text that a version had before it was changed.
CREATE TABLE note_history (
  note_id    TEXT NOT NULL REFERENCES "INTERVIEW_NOTES" (id) ON DELETE CASCADE,
  version    INTEGER NOT NULL,
  note_text  TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT,
  PRIMARY KEY (note_id, version)
) STRICT;

CREATE TABLE draft (
  id         TEXT NOT NULL PRIMARY KEY,
  owner_key  TEXT NOT NULL,
  content    TEXT NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_owner ON draft (owner_key, updated_at);

-- A file that was uploaded into a draft, before there is a candidate to own it.
CREATE TABLE draft_document (
  id         TEXT NOT NULL PRIMARY KEY,
  draft_id   TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  stored_id  TEXT NOT NULL,
  file_name  TEXT NOT NULL,
  mime_type  TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  extraction TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_document_draft ON draft_document (draft_id);

-- topic: what the question aims at: a phrase of the job description, or the id of the note that it follows up.
CREATE TABLE suggestion (
  id            TEXT NOT NULL PRIMARY KEY,
  session_id    TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  recruiter_key TEXT NOT NULL,
  question_id   TEXT REFERENCES "INTERVIEW_QUESTIONS" (id) ON DELETE SET NULL,
  topic         TEXT NOT NULL,
  question_text TEXT NOT NULL,
  simpler_text  TEXT,
  why           TEXT NOT NULL,
  good_answer   TEXT NOT NULL,
  evidence      TEXT NOT NULL,
  made_by       TEXT NOT NULL CHECK (made_by IN ('local', 'llm')),
  state         TEXT NOT NULL DEFAULT 'offered' CHECK (state IN ('offered', 'accepted', 'later', 'dismissed')),
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL,
  decided_at    INTEGER
) STRICT;
CREATE INDEX suggestion_session ON suggestion (session_id, recruiter_key, created_at);
CREATE INDEX suggestion_question ON suggestion (question_id);

CREATE TABLE recap (
  session_id TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  kind       TEXT NOT NULL CHECK (kind IN ('local', 'llm')),
  version    INTEGER NOT NULL DEFAULT 1,
  content    TEXT NOT NULL,
  chosen     INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, kind)
) STRICT;

-- What a person wrote in place of a sentence; making the recap again never touches it.
CREATE TABLE recap_edit (
  session_id     TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  kind           TEXT NOT NULL CHECK (kind IN ('local', 'llm')),
  sentence_id    TEXT NOT NULL,
  sentence_text  TEXT NOT NULL,
  edited_by      TEXT,
  edited_by_name TEXT,
  edited_at      INTEGER NOT NULL,
  PRIMARY KEY (session_id, kind, sentence_id)
) STRICT;

-- stream: a session's id, or 'lists'.
CREATE TABLE event_stream (
  id            TEXT NOT NULL PRIMARY KEY,
  last_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  stream     TEXT NOT NULL,
  sequence   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  entity_id  TEXT NOT NULL,
  version    INTEGER NOT NULL,
  visible_to TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (stream, sequence)
) STRICT, WITHOUT ROWID;

-- The answer of a POST that carried an Idempotency-Key.
CREATE TABLE idempotency (
  owner      TEXT NOT NULL,
  route      TEXT NOT NULL,
  key        TEXT NOT NULL,
  body_hash  TEXT NOT NULL,
  status     INTEGER NOT NULL,
  response   TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (owner, route, key)
) STRICT;
CREATE INDEX idempotency_created_at ON idempotency (created_at);

CREATE TABLE call_link (
  id         TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  created_by TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX call_link_session ON call_link (session_id);

CREATE TABLE call_guest (
  id          TEXT NOT NULL PRIMARY KEY,
  session_id  TEXT NOT NULL REFERENCES "INTERVIEW_SESSIONS" (id) ON DELETE CASCADE,
  link_id     TEXT NOT NULL REFERENCES call_link (id) ON DELETE CASCADE,
  cookie_hash TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('lobby', 'admitted', 'denied', 'left')),
  created_at  INTEGER NOT NULL,
  decided_at  INTEGER,
  decided_by  TEXT
) STRICT;
CREATE INDEX call_guest_session ON call_guest (session_id);
CREATE INDEX call_guest_link ON call_guest (link_id);

-- What left the machine, without its content. No foreign key: the record outlives what it was about.
CREATE TABLE llm_call (
  id          TEXT NOT NULL PRIMARY KEY,
  session_id  TEXT,
  purpose     TEXT NOT NULL,
  model       TEXT NOT NULL,
  bytes_sent  INTEGER NOT NULL,
  prompt_hash TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX llm_call_created_at ON llm_call (created_at);
