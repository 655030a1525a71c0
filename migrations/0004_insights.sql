-- What was understood of messages, what agents made of it, and what a shop's model learnt from that.

-- One row a received message: what it wants, in which language, in what mood. `guessed` is what the model said where an agent changed it.
CREATE TABLE message_insights (
  account_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  intent TEXT NOT NULL DEFAULT '',       -- the first of intents; '' is none of these
  intents TEXT NOT NULL DEFAULT '[]',    -- JSON [{"label","confidence"}]
  language TEXT NOT NULL DEFAULT 'und',
  language_confidence DOUBLE PRECISION NOT NULL DEFAULT 0,
  sentiment TEXT NOT NULL DEFAULT 'neutral', -- negative | neutral | positive
  sentiment_confidence DOUBLE PRECISION NOT NULL DEFAULT 0,
  urgency TEXT NOT NULL DEFAULT 'normal', -- low | normal | high | urgent
  escalation BOOLEAN NOT NULL DEFAULT FALSE, -- a lawyer, a chargeback, the press is threatened
  entities TEXT NOT NULL DEFAULT '[]',   -- JSON [{"kind","value","detail"}]
  model_id BIGINT NOT NULL DEFAULT 0,    -- 0: the shipped one
  guessed TEXT NOT NULL DEFAULT '',      -- JSON {"intents","language","sentiment"}
  corrected_by_user_id BIGINT NOT NULL DEFAULT 0,
  corrected_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,            -- of the message
  PRIMARY KEY (account_id, message_id)
);
CREATE INDEX message_insights_by_ticket ON message_insights (account_id, ticket_id, message_id);
CREATE INDEX message_insights_by_time ON message_insights (account_id, created_at, intent, sentiment, language);
CREATE INDEX message_insights_corrected ON message_insights (account_id, corrected_at, message_id) WHERE corrected_at > 0;

-- What a ticket is about now: of its newest message that asks for something.
CREATE TABLE ticket_insights (
  account_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  intent TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'und',
  sentiment TEXT NOT NULL,
  urgency TEXT NOT NULL,
  escalation BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, ticket_id)
);
CREATE INDEX ticket_insights_by_sentiment ON ticket_insights (account_id, sentiment, ticket_id);
CREATE INDEX ticket_insights_by_urgency ON ticket_insights (account_id, urgency, ticket_id);
CREATE TABLE ticket_intents (
  account_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  intent TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (account_id, ticket_id, intent)
);
CREATE INDEX ticket_intents_by_intent ON ticket_intents (account_id, intent, ticket_id);

-- Tags that mean a label: the tickets that carry them teach it.
CREATE TABLE tag_labels (
  account_id BIGINT NOT NULL,
  tag_id BIGINT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (account_id, tag_id)
);

-- What a shop's model learnt, and how it did on corrections that it had not seen. Only the one in use keeps its bytes.
CREATE TABLE shop_models (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  state TEXT NOT NULL,                   -- in_use | replaced | refused
  corrections BIGINT NOT NULL,           -- how many it learnt from
  newest_correction_at BIGINT NOT NULL DEFAULT 0,
  took_ms BIGINT NOT NULL,
  reason TEXT NOT NULL,
  report TEXT NOT NULL DEFAULT '{}',
  bytes BYTEA,
  created_at BIGINT NOT NULL
);
CREATE INDEX shop_models_by_account ON shop_models (account_id, id);

-- Time agents spent on tickets: from one thing they did to the next, where that was soon.
CREATE TABLE agent_time (
  account_id BIGINT NOT NULL,
  day BIGINT NOT NULL,                   -- its first millisecond, UTC
  ticket_id BIGINT NOT NULL,
  ms BIGINT NOT NULL,
  PRIMARY KEY (account_id, day, ticket_id)
);
CREATE TABLE agent_last_seen (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, user_id)
);

-- Calls of the optional assistant, for its daily budget.
CREATE TABLE assistant_use (
  account_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  calls BIGINT NOT NULL,
  PRIMARY KEY (account_id, day)
);
