PRAGMA user_version = 2;
BEGIN TRANSACTION;
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
        outcome TEXT NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL, chain TEXT NOT NULL);
INSERT INTO "log" VALUES(1,'2026-11-20T08:00:00Z','2026-11-20','s:1','call','张示例','谈了价格','','00','00','00');
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('revision',9);
CREATE TABLE note (listing TEXT PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "note" VALUES('s:1','2026-11-20T08:00:00Z','周五回电');
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
CREATE TABLE watch (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        query TEXT NOT NULL, filters TEXT NOT NULL, listing TEXT NOT NULL, seen_at TEXT NOT NULL);
INSERT INTO "watch" VALUES(1,'电池','电池','[]','','2026-11-20T08:00:00Z');
CREATE INDEX feedback_pair ON feedback (need, offer);
CREATE INDEX log_listing ON log (listing);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feedback',1);
INSERT INTO "sqlite_sequence" VALUES('shortlist',1);
INSERT INTO "sqlite_sequence" VALUES('watch',1);
INSERT INTO "sqlite_sequence" VALUES('log',1);
INSERT INTO "sqlite_sequence" VALUES('task',1);
COMMIT;
