"""The history of the schema, as frozen SQL text with numbers. Never edit a released entry: add the next."""

APPLICATION_ID = 0x43616C6C  # "Call": says in the file's header whose it is

VERSION_1 = """
CREATE TABLE prospect (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  created_at TEXT NOT NULL, deleted_at TEXT,
  name TEXT NOT NULL, website TEXT NOT NULL, address TEXT NOT NULL, city TEXT NOT NULL, region TEXT NOT NULL,
  postcode TEXT NOT NULL, country TEXT NOT NULL, zone TEXT NOT NULL, source TEXT NOT NULL,
  referred_by INTEGER REFERENCES prospect(id), notes TEXT NOT NULL,
  what_they_do TEXT NOT NULL, how_they_do_it TEXT NOT NULL, sets_apart TEXT NOT NULL, how_we_fit TEXT NOT NULL,
  who_decides TEXT NOT NULL,
  stage TEXT NOT NULL, do_not_call_at TEXT, tries INTEGER NOT NULL, last_call_at TEXT, next_due TEXT,
  prepared INTEGER NOT NULL AS ((what_they_do <> '') + (how_they_do_it <> '') + (sets_apart <> '')
    + (how_we_fit <> '') + (who_decides <> '')) VIRTUAL
) STRICT;
CREATE INDEX prospect_name ON prospect(name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX prospect_city ON prospect(city COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX prospect_stage ON prospect(stage, id) WHERE deleted_at IS NULL;
CREATE INDEX prospect_postcode ON prospect(postcode COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX prospect_last ON prospect(last_call_at, id) WHERE deleted_at IS NULL;
CREATE INDEX prospect_due ON prospect(next_due, id) WHERE deleted_at IS NULL;
CREATE INDEX prospect_unstarted ON prospect(prepared DESC, id)
  WHERE deleted_at IS NULL AND last_call_at IS NULL AND next_due IS NULL AND do_not_call_at IS NULL
    AND stage NOT IN ('resting', 'closed');
CREATE INDEX prospect_referred ON prospect(referred_by) WHERE referred_by IS NOT NULL;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  prospect_id INTEGER NOT NULL REFERENCES prospect(id), position INTEGER NOT NULL,
  name TEXT NOT NULL, title TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE INDEX contact_prospect ON contact(prospect_id, position);

CREATE TABLE phone (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  prospect_id INTEGER NOT NULL REFERENCES prospect(id), contact_id INTEGER REFERENCES contact(id),
  position INTEGER NOT NULL, label TEXT NOT NULL, typed TEXT NOT NULL, e164 TEXT NOT NULL, wrong_at TEXT
) STRICT;
CREATE INDEX phone_prospect ON phone(prospect_id, position);
CREATE INDEX phone_contact ON phone(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX phone_e164 ON phone(e164) WHERE e164 <> '';

CREATE TABLE tag (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;
CREATE TABLE tagging (
  id INTEGER PRIMARY KEY, crc INTEGER NOT NULL,
  prospect_id INTEGER NOT NULL REFERENCES prospect(id), tag_id INTEGER NOT NULL REFERENCES tag(id),
  UNIQUE (prospect_id, tag_id)
) STRICT;
CREATE INDEX tagging_tag ON tagging(tag_id, prospect_id);

CREATE TABLE script (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  position INTEGER NOT NULL, name TEXT NOT NULL, direction TEXT NOT NULL, channel TEXT NOT NULL, purpose TEXT NOT NULL
) STRICT;
CREATE TABLE script_version (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  script_id INTEGER NOT NULL REFERENCES script(id), number INTEGER NOT NULL, created_at TEXT NOT NULL,
  positioning TEXT NOT NULL, value_proposition TEXT NOT NULL, gatekeeper_line TEXT NOT NULL, voicemail TEXT NOT NULL,
  UNIQUE (script_id, number)
) STRICT;
CREATE TABLE opener (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  version_id INTEGER NOT NULL REFERENCES script_version(id), position INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX opener_version ON opener(version_id, position);
CREATE TABLE question (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE prompt (
  id INTEGER PRIMARY KEY, crc INTEGER NOT NULL,
  version_id INTEGER NOT NULL REFERENCES script_version(id), question_id INTEGER NOT NULL REFERENCES question(id),
  position INTEGER NOT NULL, wording TEXT NOT NULL
) STRICT;
CREATE INDEX prompt_version ON prompt(version_id, position);
CREATE INDEX prompt_question ON prompt(question_id);
CREATE TABLE objection (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  version_id INTEGER NOT NULL REFERENCES script_version(id), position INTEGER NOT NULL,
  objection TEXT NOT NULL, reply TEXT NOT NULL
) STRICT;
CREATE INDEX objection_version ON objection(version_id, position);

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  position INTEGER NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, reached TEXT NOT NULL, result TEXT NOT NULL,
  action TEXT, proposes TEXT NOT NULL, stage TEXT, saves_itself INTEGER NOT NULL, conversation INTEGER NOT NULL,
  asks_reason INTEGER NOT NULL
) STRICT;
CREATE TABLE reason (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  position INTEGER NOT NULL, label TEXT NOT NULL
) STRICT;

CREATE TABLE call (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  prospect_id INTEGER REFERENCES prospect(id), contact_id INTEGER REFERENCES contact(id),
  phone_id INTEGER REFERENCES phone(id),
  direction TEXT NOT NULL, channel TEXT NOT NULL, purpose TEXT NOT NULL,
  version_id INTEGER REFERENCES script_version(id), opener_id INTEGER REFERENCES opener(id),
  started_at TEXT NOT NULL, zone TEXT NOT NULL, their_zone TEXT NOT NULL, their_weekday INTEGER, their_hour INTEGER,
  picked_up_at TEXT, ended_at TEXT, saved_at TEXT, seen_at TEXT, seconds INTEGER NOT NULL,
  outcome_id INTEGER REFERENCES outcome(id), outcome TEXT NOT NULL, reached TEXT, result TEXT NOT NULL,
  reason_id INTEGER REFERENCES reason(id), conversation INTEGER NOT NULL, note TEXT NOT NULL, next_text TEXT NOT NULL
) STRICT;
CREATE INDEX call_started ON call(started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX call_prospect ON call(prospect_id, started_at);
CREATE INDEX call_contact ON call(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX call_phone ON call(phone_id) WHERE phone_id IS NOT NULL;
CREATE INDEX call_version ON call(version_id) WHERE version_id IS NOT NULL;
CREATE INDEX call_outcome ON call(outcome_id, started_at);
CREATE INDEX call_opener ON call(opener_id) WHERE opener_id IS NOT NULL;
CREATE INDEX call_reason ON call(reason_id) WHERE reason_id IS NOT NULL;
CREATE INDEX call_open ON call(started_at) WHERE saved_at IS NULL AND deleted_at IS NULL;
CREATE INDEX call_unfinished ON call(prospect_id) WHERE saved_at IS NOT NULL AND outcome_id IS NULL AND deleted_at IS NULL;

CREATE TABLE answer (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  call_id INTEGER NOT NULL REFERENCES call(id), question_id INTEGER REFERENCES question(id),
  position INTEGER NOT NULL, wording TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX answer_call ON answer(call_id, position);
CREATE INDEX answer_question ON answer(question_id);

CREATE TABLE next_action (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  prospect_id INTEGER NOT NULL REFERENCES prospect(id), created_at TEXT NOT NULL, kind TEXT NOT NULL,
  due TEXT NOT NULL, zone TEXT NOT NULL, text TEXT NOT NULL,
  opened_by INTEGER REFERENCES call(id), closed_at TEXT, closed_by INTEGER REFERENCES call(id), closing TEXT
) STRICT;
CREATE UNIQUE INDEX next_action_open ON next_action(prospect_id) WHERE closed_at IS NULL AND deleted_at IS NULL;
CREATE INDEX next_action_prospect ON next_action(prospect_id);
CREATE INDEX next_action_opened ON next_action(opened_by) WHERE opened_by IS NOT NULL;
CREATE INDEX next_action_closed ON next_action(closed_by) WHERE closed_by IS NOT NULL;

CREATE TABLE stage_change (
  id INTEGER PRIMARY KEY, crc INTEGER NOT NULL,
  prospect_id INTEGER NOT NULL REFERENCES prospect(id), stage TEXT NOT NULL, at TEXT NOT NULL,
  call_id INTEGER REFERENCES call(id)
) STRICT;
CREATE INDEX stage_change_prospect ON stage_change(prospect_id, at);
CREATE INDEX stage_change_call ON stage_change(call_id) WHERE call_id IS NOT NULL;

CREATE TABLE view (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  position INTEGER NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL
) STRICT;
CREATE TABLE setting (
  id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE prospect_text USING fts5(name, people, numbers, rest,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE call_text USING fts5(body, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
"""

# Pauses, who picked up, where a meeting is, which objections came up, call blocks.
VERSION_2 = """
ALTER TABLE call ADD COLUMN paused_at TEXT;
ALTER TABLE call ADD COLUMN paused_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN answered_by INTEGER REFERENCES contact(id);
ALTER TABLE call ADD COLUMN beside TEXT NOT NULL DEFAULT '';
CREATE INDEX call_answered ON call(answered_by) WHERE answered_by IS NOT NULL;
ALTER TABLE next_action ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE next_action ADD COLUMN minutes INTEGER;

CREATE TABLE raised (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  call_id INTEGER NOT NULL REFERENCES call(id), objection_id INTEGER REFERENCES objection(id), wording TEXT NOT NULL
) STRICT;
CREATE INDEX raised_call ON raised(call_id);
CREATE INDEX raised_objection ON raised(objection_id) WHERE objection_id IS NOT NULL;

CREATE TABLE block (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL,
  name TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX block_open ON block((ended_at IS NULL)) WHERE ended_at IS NULL;
CREATE TABLE block_member (
  id INTEGER PRIMARY KEY, crc INTEGER NOT NULL,
  block_id INTEGER NOT NULL REFERENCES block(id), prospect_id INTEGER NOT NULL REFERENCES prospect(id),
  position INTEGER NOT NULL, done_at TEXT, later_at TEXT,
  UNIQUE (block_id, prospect_id)
) STRICT;
CREATE INDEX block_member_turn ON block_member(block_id, later_at, position) WHERE done_at IS NULL;
CREATE INDEX block_member_prospect ON block_member(prospect_id);
"""

# What each call counts for and the sums of each day, made anew whenever they are missing; themes of answers.
VERSION_3 = """
CREATE TABLE call_fact (
  call_id INTEGER PRIMARY KEY, prospect_id INTEGER, day TEXT NOT NULL,
  direction TEXT NOT NULL, channel TEXT NOT NULL, purpose TEXT NOT NULL, version_id INTEGER, opener_id INTEGER,
  hour INTEGER, reached TEXT, reason_id INTEGER, attempt INTEGER NOT NULL, connects INTEGER NOT NULL,
  conversations INTEGER NOT NULL, meetings INTEGER NOT NULL, held INTEGER NOT NULL, refusals INTEGER NOT NULL,
  first INTEGER NOT NULL, seconds INTEGER NOT NULL, waited INTEGER
) STRICT;
CREATE INDEX call_fact_prospect ON call_fact(prospect_id);
CREATE TABLE day_sum (
  dimension TEXT NOT NULL, what ANY NOT NULL, day TEXT NOT NULL,
  attempts INTEGER NOT NULL, connects INTEGER NOT NULL, conversations INTEGER NOT NULL, meetings INTEGER NOT NULL,
  held INTEGER NOT NULL, calls INTEGER NOT NULL, seconds INTEGER NOT NULL,
  PRIMARY KEY (dimension, what, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE answer_fact (
  answer_id INTEGER PRIMARY KEY, question_id INTEGER NOT NULL, started_at TEXT NOT NULL, call_id INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_fact_question ON answer_fact(question_id, started_at);
CREATE INDEX answer_fact_call ON answer_fact(call_id);

CREATE TABLE theme (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL, deleted_at TEXT,
  question_id INTEGER NOT NULL REFERENCES question(id), position INTEGER NOT NULL, name TEXT NOT NULL
) STRICT;
CREATE INDEX theme_question ON theme(question_id, position) WHERE deleted_at IS NULL;
CREATE TABLE answer_theme (
  id INTEGER PRIMARY KEY, crc INTEGER NOT NULL,
  answer_id INTEGER NOT NULL REFERENCES answer(id), theme_id INTEGER NOT NULL REFERENCES theme(id),
  UNIQUE (answer_id, theme_id)
) STRICT;
CREATE INDEX answer_theme_theme ON answer_theme(theme_id);
"""

MIGRATIONS: tuple[tuple[int, str], ...] = ((1, VERSION_1), (2, VERSION_2), (3, VERSION_3))
