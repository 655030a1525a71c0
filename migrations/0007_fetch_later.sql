-- Where a mail that was set aside unfetched lies on its server, with `uid`; 0: it is here, or came before this was kept.
ALTER TABLE set_aside_mails ADD COLUMN uid_validity BIGINT NOT NULL DEFAULT 0;
