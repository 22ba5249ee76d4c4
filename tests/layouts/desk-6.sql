PRAGMA user_version = 6;
BEGIN TRANSACTION;
CREATE TABLE deal (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
        need TEXT NOT NULL, offer TEXT NOT NULL);
INSERT INTO "deal" VALUES(1,'2026-11-20T08:00:00Z','s:1','s:1');
CREATE TABLE deal_event (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, deal INTEGER NOT NULL,
        day TEXT NOT NULL, what TEXT NOT NULL, field TEXT NOT NULL, before TEXT NOT NULL,
        after TEXT NOT NULL, text TEXT NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL,
        chain TEXT NOT NULL);
CREATE TABLE draft (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
        listing TEXT NOT NULL, need TEXT NOT NULL, template TEXT NOT NULL, way TEXT NOT NULL,
        person TEXT NOT NULL, address TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
        sent TEXT NOT NULL);
INSERT INTO "draft" VALUES(1,'2026-11-20T08:00:00Z','s:1','','mail','mail','张示例','zhang@example.com','合作','您好','');
CREATE TABLE feedback (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
        need TEXT NOT NULL, offer TEXT NOT NULL,
        verdict TEXT NOT NULL, why TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO "feedback" VALUES(1,'2026-11-20T08:00:00Z','s:2','s:1','accepted','','');
CREATE TABLE listing (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, snapshot TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "listing" VALUES('s:1','2026-11-20T08:00:00Z','{"id":"s:1","kind":"achievement","title":"一号低温电池","contact":[{"name":"张示例","phones":["027-00000001"]}]}');
CREATE TABLE log (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, day TEXT NOT NULL,
        listing TEXT NOT NULL, how TEXT NOT NULL, person TEXT NOT NULL, text TEXT NOT NULL,
        outcome TEXT NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL, chain TEXT NOT NULL, takes_back INTEGER NOT NULL DEFAULT 0);
INSERT INTO "log" VALUES(1,'2026-11-20T08:00:00Z','2026-11-20','s:1','call','张示例','谈了价格','','00','00','00',0);
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('opened',0);
INSERT INTO "meta" VALUES('revision',9);
CREATE TABLE met (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, how TEXT NOT NULL,
        library TEXT NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL);
INSERT INTO "met" VALUES(1,'2026-11-20T08:00:00Z','fits','1a2b3c4d5e6f7081',3,'1a2b3c4d5e6f7081-91a2b3c4d5e6f708');
CREATE TABLE not_to_contact (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, name TEXT NOT NULL,
        salt TEXT NOT NULL, hash TEXT NOT NULL UNIQUE);
INSERT INTO "not_to_contact" VALUES(1,'2026-11-20T08:00:00Z','李示例','00','00');
CREATE TABLE note (listing TEXT PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "note" VALUES('s:1','2026-11-20T08:00:00Z','周五回电');
CREATE TABLE opened (
        listing TEXT PRIMARY KEY, opened TEXT NOT NULL, copied TEXT NOT NULL,
        turn INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "opened" VALUES('s:1','2026-11-20T08:00:00Z','',1);
CREATE TABLE seen (
        watch INTEGER NOT NULL, listing TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (watch, listing)) WITHOUT ROWID;
CREATE TABLE shortlist (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE, at TEXT NOT NULL);
INSERT INTO "shortlist" VALUES(1,'荆门化工','2026-11-20T08:00:00Z');
CREATE TABLE shortlisted (
        list INTEGER NOT NULL, place INTEGER NOT NULL, listing TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (list, listing)) WITHOUT ROWID;
INSERT INTO "shortlisted" VALUES(1,1,'s:1','2026-11-20T08:00:00Z');
CREATE TABLE tag (
        listing TEXT NOT NULL, tag TEXT NOT NULL COLLATE NOCASE, at TEXT NOT NULL,
        PRIMARY KEY (listing, tag)) WITHOUT ROWID;
INSERT INTO "tag" VALUES('s:1','重点','2026-11-20T08:00:00Z');
CREATE TABLE task (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, day TEXT NOT NULL,
        text TEXT NOT NULL, listing TEXT NOT NULL, client TEXT NOT NULL, deal INTEGER NOT NULL,
        done_at TEXT NOT NULL);
INSERT INTO "task" VALUES(1,'2026-11-20T08:00:00Z','2026-12-01','寄样品','s:1','',0,'');
CREATE TABLE told (
        need TEXT NOT NULL, offer TEXT NOT NULL, PRIMARY KEY (need, offer)) WITHOUT ROWID;
INSERT INTO "told" VALUES('s:2','s:1');
CREATE TABLE undo (number INTEGER PRIMARY KEY AUTOINCREMENT, changes TEXT NOT NULL);
CREATE TABLE watch (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        query TEXT NOT NULL, filters TEXT NOT NULL, listing TEXT NOT NULL, seen_at TEXT NOT NULL);
INSERT INTO "watch" VALUES(1,'电池','电池','[]','','2026-11-20T08:00:00Z');
CREATE INDEX feedback_pair ON feedback (need, offer);
CREATE INDEX log_listing ON log (listing);
CREATE INDEX opened_turn ON opened (turn);
CREATE INDEX deal_event_deal ON deal_event (deal);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feedback',1);
INSERT INTO "sqlite_sequence" VALUES('shortlist',1);
INSERT INTO "sqlite_sequence" VALUES('watch',1);
INSERT INTO "sqlite_sequence" VALUES('log',1);
INSERT INTO "sqlite_sequence" VALUES('task',1);
INSERT INTO "sqlite_sequence" VALUES('draft',1);
INSERT INTO "sqlite_sequence" VALUES('deal',1);
INSERT INTO "sqlite_sequence" VALUES('not_to_contact',1);
INSERT INTO "sqlite_sequence" VALUES('met',1);
COMMIT;
