-- The desk: who works here, who asks, what was said, and what still has to happen.
-- One SQL for SQLite and PostgreSQL: times are BIGINT milliseconds UTC, ids are made by the server, every row names its account,
-- `account_id` leads every index. JSON columns are TEXT (the server validates them); *_folded columns are case-folded by ICU.

CREATE TABLE accounts (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  domain TEXT NOT NULL DEFAULT '',
  locale TEXT NOT NULL DEFAULT 'en',
  timezone TEXT NOT NULL DEFAULT 'UTC',
  settings TEXT NOT NULL DEFAULT '{}',
  created_at BIGINT NOT NULL
);

CREATE TABLE counters (
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (account_id, name)
);

-- People who sign in.
CREATE TABLE users (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL,
  name TEXT NOT NULL,
  firstname TEXT NOT NULL DEFAULT '',
  lastname TEXT NOT NULL DEFAULT '',
  bio TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL,                    -- owner | lead | agent | observer
  password_hash TEXT NOT NULL DEFAULT '',
  totp_secret BYTEA,                     -- sealed with the instance key
  totp_enabled BOOLEAN NOT NULL DEFAULT FALSE,
  totp_last_step BIGINT NOT NULL DEFAULT 0,
  recovery_hashes TEXT NOT NULL DEFAULT '[]',
  locale TEXT NOT NULL DEFAULT 'en',
  timezone TEXT NOT NULL DEFAULT 'UTC',
  signature_html TEXT NOT NULL DEFAULT '',
  preferences TEXT NOT NULL DEFAULT '{}',
  active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX users_by_email ON users (email_folded);
CREATE INDEX users_by_account ON users (account_id, id);

CREATE TABLE sessions (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  token_hash BYTEA NOT NULL,
  csrf_token TEXT NOT NULL,
  ip TEXT NOT NULL DEFAULT '',
  user_agent TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_user ON sessions (account_id, user_id);

CREATE TABLE api_keys (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,                  -- first characters, so that a person recognises the key
  key_hash BYTEA NOT NULL,
  scopes TEXT NOT NULL,                  -- JSON array: ["tickets:read", ...]
  created_by_user_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL DEFAULT 0,
  expires_at BIGINT NOT NULL DEFAULT 0,
  revoked_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys (key_hash);
CREATE INDEX api_keys_by_account ON api_keys (account_id, id);

CREATE TABLE teams (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX teams_by_account ON teams (account_id, id);
CREATE TABLE team_members (
  account_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, team_id, user_id)
);

CREATE TABLE audit_log (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,              -- user | api_key | system
  actor_id BIGINT NOT NULL,
  action TEXT NOT NULL,                  -- "user.role_changed"
  target TEXT NOT NULL DEFAULT '',       -- "user:123"
  detail TEXT NOT NULL DEFAULT '{}',
  ip TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE INDEX audit_log_by_account ON audit_log (account_id, id);

-- People who ask.
CREATE TABLE customers (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  firstname TEXT NOT NULL DEFAULT '',
  lastname TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',        -- the primary e-mail address, for lists
  locale TEXT NOT NULL DEFAULT '',
  timezone TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  custom_fields TEXT NOT NULL DEFAULT '{}',
  external_id TEXT NOT NULL DEFAULT '',
  merged_into_id BIGINT NOT NULL DEFAULT 0,
  erased_at BIGINT NOT NULL DEFAULT 0,   -- their personal data were deleted on request
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX customers_by_account ON customers (account_id, id);
CREATE TABLE customer_addresses (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  channel TEXT NOT NULL,                 -- email | phone | chat | ...
  address TEXT NOT NULL,
  address_folded TEXT NOT NULL,
  is_primary BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_addresses_by_address ON customer_addresses (account_id, channel, address_folded);
CREATE INDEX customer_addresses_by_customer ON customer_addresses (account_id, customer_id);

-- What was asked.
CREATE TABLE tickets (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  number BIGINT NOT NULL,                -- short, per account
  subject TEXT NOT NULL DEFAULT '',
  excerpt TEXT NOT NULL DEFAULT '',      -- start of the last public message, for lists
  status TEXT NOT NULL,                  -- open | snoozed | closed
  priority BIGINT NOT NULL DEFAULT 0,    -- -1 low, 0 normal, 1 high, 2 urgent
  channel TEXT NOT NULL,                 -- channel of the first message
  via TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  customer_id BIGINT NOT NULL,
  assignee_user_id BIGINT NOT NULL DEFAULT 0,
  assignee_team_id BIGINT NOT NULL DEFAULT 0,
  mailbox_id BIGINT NOT NULL DEFAULT 0,
  is_unread BOOLEAN NOT NULL DEFAULT TRUE,
  spam BOOLEAN NOT NULL DEFAULT FALSE,
  from_agent BOOLEAN NOT NULL DEFAULT FALSE,
  last_message_from_agent BOOLEAN NOT NULL DEFAULT FALSE,
  message_count BIGINT NOT NULL DEFAULT 0,
  has_failed_message BOOLEAN NOT NULL DEFAULT FALSE,
  custom_fields TEXT NOT NULL DEFAULT '{}',
  external_id TEXT NOT NULL DEFAULT '',
  merged_into_id BIGINT NOT NULL DEFAULT 0,
  snooze_until BIGINT NOT NULL DEFAULT 0,
  opened_at BIGINT NOT NULL DEFAULT 0,
  closed_at BIGINT NOT NULL DEFAULT 0,
  trashed_at BIGINT NOT NULL DEFAULT 0,
  last_message_at BIGINT NOT NULL DEFAULT 0,
  last_received_message_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tickets_by_number ON tickets (account_id, number);
-- Before the partial ones: among equally good indexes SQLite takes the one made last.
CREATE INDEX tickets_by_activity ON tickets (account_id, last_message_at, id);
CREATE INDEX tickets_open_by_activity ON tickets (account_id, last_message_at, id)
  WHERE status = 'open' AND spam = FALSE AND trashed_at = 0;
CREATE INDEX tickets_open_by_assignee ON tickets (account_id, assignee_user_id, last_message_at, id)
  WHERE status = 'open' AND spam = FALSE AND trashed_at = 0;
CREATE INDEX tickets_open_by_team ON tickets (account_id, assignee_team_id, last_message_at, id)
  WHERE status = 'open' AND spam = FALSE AND trashed_at = 0;
CREATE INDEX tickets_open_by_priority ON tickets (account_id, priority, last_message_at, id)
  WHERE status = 'open' AND spam = FALSE AND trashed_at = 0;
CREATE INDEX tickets_by_account ON tickets (account_id, id);
CREATE INDEX tickets_by_update ON tickets (account_id, updated_at, id);
CREATE INDEX tickets_by_receipt ON tickets (account_id, last_received_message_at, id);
CREATE INDEX tickets_by_customer ON tickets (account_id, customer_id, id);
CREATE INDEX tickets_closed_by_activity ON tickets (account_id, last_message_at, id)
  WHERE status = 'closed' AND spam = FALSE AND trashed_at = 0;
CREATE INDEX tickets_snoozed_by_activity ON tickets (account_id, last_message_at, id)
  WHERE status = 'snoozed' AND spam = FALSE AND trashed_at = 0;
CREATE INDEX tickets_snoozed_due ON tickets (account_id, snooze_until) WHERE status = 'snoozed';
CREATE INDEX tickets_trashed ON tickets (account_id, last_message_at, id) WHERE trashed_at > 0;
CREATE INDEX tickets_spam ON tickets (account_id, last_message_at, id) WHERE spam = TRUE;
CREATE INDEX tickets_failed ON tickets (account_id, last_message_at, id) WHERE has_failed_message = TRUE;

CREATE TABLE tags (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  colour TEXT NOT NULL DEFAULT 'grey',
  description TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tags_by_name ON tags (account_id, name_folded);
CREATE TABLE ticket_tags (
  account_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  tag_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, ticket_id, tag_id)
);
CREATE INDEX ticket_tags_by_tag ON ticket_tags (account_id, tag_id, ticket_id);

CREATE TABLE messages (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  public BOOLEAN NOT NULL,               -- FALSE: internal note
  from_agent BOOLEAN NOT NULL,
  channel TEXT NOT NULL,
  via TEXT NOT NULL DEFAULT '',
  sender_user_id BIGINT NOT NULL DEFAULT 0,
  sender_customer_id BIGINT NOT NULL DEFAULT 0,
  source TEXT NOT NULL DEFAULT '{}',     -- JSON {"from":{"name","address"},"to":[..],"cc":[..],"bcc":[..]}
  subject TEXT NOT NULL DEFAULT '',
  body_text TEXT NOT NULL DEFAULT '',
  body_html TEXT NOT NULL DEFAULT '',    -- sanitised; remote images disarmed
  stripped_text TEXT NOT NULL DEFAULT '',-- without quoted history and signature
  stripped_html TEXT NOT NULL DEFAULT '',
  remote_images BIGINT NOT NULL DEFAULT 0, -- how many were disarmed
  message_id TEXT NOT NULL DEFAULT '',   -- Message-ID header, with no angle brackets
  external_id TEXT NOT NULL DEFAULT '',
  mailbox_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL,                   -- received | queued | sent | failed | stored (notes)
  failure_reason TEXT NOT NULL DEFAULT '',
  raw_file TEXT NOT NULL DEFAULT '',     -- name in the file store of the original mail
  created_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL DEFAULT 0,
  failed_at BIGINT NOT NULL DEFAULT 0,
  deleted_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX messages_by_ticket ON messages (account_id, ticket_id, id);

-- Every Message-ID we have seen or made, so that answers find their ticket and doubles are dropped.
CREATE TABLE mail_ids (
  account_id BIGINT NOT NULL,
  mail_id TEXT NOT NULL,
  ticket_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, mail_id)
);
CREATE INDEX mail_ids_by_ticket ON mail_ids (account_id, ticket_id);

CREATE TABLE attachments (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL DEFAULT 0,  -- 0: uploaded, not yet sent
  file TEXT NOT NULL,                    -- name in the file store (hash of the content)
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  content_id TEXT NOT NULL DEFAULT '',
  is_inline BOOLEAN NOT NULL DEFAULT FALSE,
  created_by_user_id BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE INDEX attachments_by_message ON attachments (account_id, message_id);

CREATE TABLE mentions (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, user_id, message_id)
);
CREATE INDEX mentions_by_ticket ON mentions (account_id, ticket_id);

-- What an agent has begun to write; others on the ticket see it live.
CREATE TABLE drafts (
  account_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  public BOOLEAN NOT NULL DEFAULT TRUE,
  body_html TEXT NOT NULL DEFAULT '',
  body_text TEXT NOT NULL DEFAULT '',
  to_json TEXT NOT NULL DEFAULT '{}',
  attachment_ids TEXT NOT NULL DEFAULT '[]',
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, ticket_id, user_id)
);

CREATE TABLE views (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  icon TEXT NOT NULL DEFAULT '',
  key TEXT NOT NULL DEFAULT '',          -- built-in views: "inbox", "mine", ...; their names are translated by the screen
  position BIGINT NOT NULL DEFAULT 0,
  owner_user_id BIGINT NOT NULL DEFAULT 0, -- 0: shared by all
  filter TEXT NOT NULL,                  -- the search language: "is:open assignee:me"
  order_by TEXT NOT NULL DEFAULT 'last_message_datetime:desc',
  columns TEXT NOT NULL DEFAULT '[]',
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX views_by_account ON views (account_id, position, id);

CREATE TABLE macros (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  external_id TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL,
  intent TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  actions TEXT NOT NULL,                 -- JSON, the field's shape: [{"name":"setResponseText","arguments":{...}}, ...]
  usage BIGINT NOT NULL DEFAULT 0,
  archived BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX macros_by_account ON macros (account_id, id);

CREATE TABLE custom_fields (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  object TEXT NOT NULL,                  -- ticket | customer
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  type TEXT NOT NULL,                    -- text | number | boolean | date | select
  options TEXT NOT NULL DEFAULT '[]',
  position BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX custom_fields_by_key ON custom_fields (account_id, object, key);

-- Undo for merges, splits and bulk actions: what stood there before.
CREATE TABLE undo_log (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  operation_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  change TEXT NOT NULL,                  -- JSON {"before":{...},"after":{...}}
  created_at BIGINT NOT NULL,
  undone_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX undo_log_by_operation ON undo_log (account_id, operation_id, ticket_id);
CREATE TABLE operations (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,                    -- merge | split | bulk
  actor_user_id BIGINT NOT NULL,
  detail TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL,                   -- running | done | failed | undoing | undone
  total BIGINT NOT NULL DEFAULT 0,
  done BIGINT NOT NULL DEFAULT 0,
  failed BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX operations_by_account ON operations (account_id, id);

-- E-mail accounts the desk reads and sends with.
CREATE TABLE mailboxes (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  address_folded TEXT NOT NULL,
  from_name TEXT NOT NULL DEFAULT '',
  team_id BIGINT NOT NULL DEFAULT 0,     -- new tickets go to this team
  signature_html TEXT NOT NULL DEFAULT '',
  imap_host TEXT NOT NULL DEFAULT '',
  imap_port BIGINT NOT NULL DEFAULT 993,
  imap_tls TEXT NOT NULL DEFAULT 'tls',  -- tls | starttls | none
  imap_user TEXT NOT NULL DEFAULT '',
  imap_folder TEXT NOT NULL DEFAULT 'INBOX',
  smtp_host TEXT NOT NULL DEFAULT '',
  smtp_port BIGINT NOT NULL DEFAULT 465,
  smtp_tls TEXT NOT NULL DEFAULT 'tls',
  smtp_user TEXT NOT NULL DEFAULT '',
  secrets BYTEA,                         -- sealed JSON {"imap_password","smtp_password","dkim_key"}
  dkim_domain TEXT NOT NULL DEFAULT '',
  dkim_selector TEXT NOT NULL DEFAULT '',
  reply_addressing BOOLEAN NOT NULL DEFAULT FALSE, -- the server delivers name+anything@ to name@
  send_per_minute BIGINT NOT NULL DEFAULT 60,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  uid_validity BIGINT NOT NULL DEFAULT 0,
  last_uid BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'new',     -- new | ok | failing
  last_error TEXT NOT NULL DEFAULT '',
  last_checked_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX mailboxes_by_address ON mailboxes (account_id, address_folded);
-- Mails that could not be taken in: seen, kept, explained, and stopping nothing.
CREATE TABLE set_aside_mails (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  mailbox_id BIGINT NOT NULL DEFAULT 0,
  uid BIGINT NOT NULL DEFAULT 0,
  raw_file TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  sender TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  size BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'waiting', -- waiting | taken_in | dismissed
  created_at BIGINT NOT NULL
);
CREATE INDEX set_aside_mails_by_account ON set_aside_mails (account_id, id);

CREATE TABLE forms (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  public_key TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL DEFAULT 'en',
  settings TEXT NOT NULL DEFAULT '{}',   -- title, texts, allowed origins, tags, team
  active BOOLEAN NOT NULL DEFAULT TRUE,
  submission_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX forms_by_account ON forms (account_id, id);
CREATE UNIQUE INDEX forms_by_key ON forms (public_key);

-- What happened, in order; written in the transaction that made it so. Push, search, statistics and webhooks follow by cursor.
CREATE TABLE events (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,                    -- "ticket.status_changed"
  ticket_id BIGINT NOT NULL DEFAULT 0,
  actor_kind TEXT NOT NULL,              -- user | api_key | customer | rule | system
  actor_id BIGINT NOT NULL DEFAULT 0,
  cause_id BIGINT NOT NULL DEFAULT 0,    -- the event that led to this one
  payload TEXT NOT NULL DEFAULT '{}',
  created_at BIGINT NOT NULL
);
CREATE INDEX events_by_ticket ON events (account_id, ticket_id, id);
CREATE TABLE event_cursors (
  subscriber TEXT PRIMARY KEY,
  last_event_id BIGINT NOT NULL
);

-- What still has to happen outside a transaction.
CREATE TABLE jobs (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,                    -- "email.send"
  payload TEXT NOT NULL,
  state TEXT NOT NULL,                   -- queued | running | done | dead
  attempts BIGINT NOT NULL DEFAULT 0,
  run_at BIGINT NOT NULL,
  idempotency_key TEXT NOT NULL DEFAULT '',
  last_error TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state = 'queued';
CREATE INDEX jobs_by_account ON jobs (account_id, id);
CREATE INDEX jobs_dead ON jobs (account_id, id) WHERE state = 'dead';
CREATE UNIQUE INDEX jobs_by_idempotency ON jobs (account_id, kind, idempotency_key) WHERE idempotency_key <> '';

-- The first answer to a POST with an Idempotency-Key, given again to its repeats.
CREATE TABLE idempotency_keys (
  account_id BIGINT NOT NULL,
  caller TEXT NOT NULL,                  -- "user:1" or "api_key:2": keys of two callers never meet
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,             -- method, path and body hash; another request with the same key is refused
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, caller, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
