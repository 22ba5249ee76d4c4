PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE change (
        row INTEGER NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL, source TEXT NOT NULL,
        fields TEXT NOT NULL);
INSERT INTO "change" VALUES(2,'2026-11-21T08:00:00Z','edited','','title');
CREATE TABLE edit (
        row INTEGER NOT NULL, field TEXT NOT NULL, at TEXT NOT NULL, value TEXT NOT NULL,
        base TEXT NOT NULL, PRIMARY KEY (row, field)) WITHOUT ROWID;
INSERT INTO "edit" VALUES(2,'title','2026-11-21T08:00:00Z','二号石墨烯膜','二号膜');
CREATE TABLE facet_value (
        facet TEXT NOT NULL, ordinal INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (facet, ordinal)) WITHOUT ROWID;
INSERT INTO "facet_value" VALUES('institution',0,'江城大学');
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('revision',2);
CREATE TABLE origin (
        source TEXT NOT NULL, file TEXT NOT NULL, row INTEGER NOT NULL, run INTEGER NOT NULL,
        PRIMARY KEY (source, file, row)) WITHOUT ROWID;
INSERT INTO "origin" VALUES('s','/nowhere/s.csv',1,1);
INSERT INTO "origin" VALUES('s','/nowhere/s.csv',2,1);
INSERT INTO "origin" VALUES('s','/nowhere/s.csv',3,1);
CREATE TABLE part (
        row INTEGER NOT NULL, source TEXT NOT NULL, json TEXT NOT NULL, raw TEXT NOT NULL,
        UNIQUE (row, source));
CREATE TABLE record (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL,
        json TEXT NOT NULL, raw TEXT NOT NULL);
INSERT INTO "record" VALUES(1,'s:1',1,'{"id":"s:1","kind":"achievement","title":"一号低温电池","summary":"第1条的简介","keywords":["电池"],"institutions":["江城大学"],"contact":[{"name":"张示例","phones":["027-00000001"],"emails":["zhang@example.com"]}],"sources":[{"name":"s","file":"s.csv","row":1,"hash":"0000000000000000000000000000000000000000000000000000000000000001","imported_at":"2026-11-20T08:00:00Z"}]}','{"编号":"1","名称":"一号低温电池"}');
INSERT INTO "record" VALUES(2,'s:2',2,'{"id":"s:2","kind":"achievement","title":"二号石墨烯膜","summary":"第2条的简介","keywords":["电池"],"institutions":["江城大学"],"contact":[{"name":"张示例","phones":["027-00000002"],"emails":["zhang@example.com"]}],"sources":[{"name":"s","file":"s.csv","row":2,"hash":"0000000000000000000000000000000000000000000000000000000000000002","imported_at":"2026-11-20T08:00:00Z"}],"edits":[{"field":"title","at":"2026-11-21T08:00:00Z","base":"二号膜"}]}','{"编号":"2","名称":"二号石墨烯膜"}');
INSERT INTO "record" VALUES(3,'s:3',1,'{"id":"s:3","kind":"achievement","title":"三号防腐涂料","summary":"第3条的简介","keywords":["电池"],"institutions":["江城大学"],"contact":[{"name":"张示例","phones":["027-00000003"],"emails":["zhang@example.com"]}],"sources":[{"name":"s","file":"s.csv","row":3,"hash":"0000000000000000000000000000000000000000000000000000000000000003","imported_at":"2026-11-20T08:00:00Z"}]}','{"编号":"3","名称":"三号防腐涂料","正文":"很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。很长的正文。"}');
CREATE TABLE removed (row INTEGER PRIMARY KEY, revision INTEGER NOT NULL);
CREATE TABLE source (
        name TEXT PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL, run INTEGER NOT NULL,
        synced TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "source" VALUES('s','/nowhere/s.csv','csv',1,'2026-11-20T08:00:00Z');
CREATE TABLE source_file (
        source TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, modified TEXT NOT NULL,
        hash TEXT NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID;
INSERT INTO "source_file" VALUES('s','/nowhere/s.csv',100,'2026-11-20T08:00:00Z','00');
CREATE TABLE version (
        row INTEGER NOT NULL, revision INTEGER NOT NULL, json TEXT NOT NULL, raw TEXT NOT NULL,
        PRIMARY KEY (row, revision)) WITHOUT ROWID;
INSERT INTO "version" VALUES(2,1,'{"id":"s:2","kind":"achievement","title":"二号膜","summary":"第2条的简介","keywords":["电池"],"institutions":["江城大学"],"contact":[{"name":"张示例","phones":["027-00000002"],"emails":["zhang@example.com"]}],"sources":[{"name":"s","file":"s.csv","row":2,"hash":"0000000000000000000000000000000000000000000000000000000000000002","imported_at":"2026-11-20T08:00:00Z"}]}','{"编号":"2","名称":"二号石墨烯膜"}');
CREATE INDEX record_revision ON record (revision);
CREATE INDEX change_row ON change (row);
COMMIT;
