-- Planning: seasons thought through beforehand, what was computed of them, and the past they are computed from.

CREATE TABLE planning_scenarios (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  scenario TEXT NOT NULL,                -- JSON, the same keys as a scenario's TOML
  archived BOOLEAN NOT NULL DEFAULT FALSE,
  created_by_user_id BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX planning_scenarios_by_account ON planning_scenarios (account_id, id);

-- One computation of a scenario as it stood then.
CREATE TABLE planning_runs (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  scenario_id BIGINT NOT NULL,
  scenario TEXT NOT NULL,
  options TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL,                   -- queued | running | done | cancelled | failed
  step TEXT NOT NULL DEFAULT '',         -- forecast | roster | rehearsal
  progress BIGINT NOT NULL DEFAULT 0,    -- per mille of the whole
  cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
  problem TEXT NOT NULL DEFAULT '',
  problem_field TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '{}',
  result TEXT NOT NULL DEFAULT '',       -- JSON; empty until there is one
  created_by_user_id BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  started_at BIGINT NOT NULL DEFAULT 0,
  finished_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX planning_runs_by_scenario ON planning_runs (account_id, scenario_id, id);

-- Counts that came as a file: orders of the shop, contacts of channels the desk does not see.
CREATE TABLE planning_series (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- orders | contacts
  step TEXT NOT NULL,                    -- "day", "hour", "30 minutes"
  first_time TEXT NOT NULL,
  last_time TEXT NOT NULL,
  points BIGINT NOT NULL,
  total DOUBLE PRECISION NOT NULL,
  csv TEXT NOT NULL,                     -- timestamp,value
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX planning_series_by_account ON planning_series (account_id, id);

-- The shop's calendar: the same name is the same kind of day, past or coming.
CREATE TABLE planning_events (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- campaign | launch | outage | other
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  contact_factor DOUBLE PRECISION NOT NULL DEFAULT 1,
  capacity_factor DOUBLE PRECISION NOT NULL DEFAULT 1,
  probability DOUBLE PRECISION NOT NULL DEFAULT 1,
  note TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX planning_events_by_account ON planning_events (account_id, start_date, id);
