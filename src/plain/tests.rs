#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

use qiao_index::record::Kind;
use qiao_index::vocab::Language;
use tempfile::TempDir;

use super::*;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;

/// Says lines to a session on the samples; what it answers.
fn said(language: Language, lines: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    said_at(&home, language, lines)
}

/// Says lines to a session whose library lies in `home`; what it answers.
fn said_at(home: &TempDir, language: Language, lines: &str) -> String {
    let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), true);
    let folder = home.path().join("library");
    let library = OpenLibrary::open(&folder).unwrap();
    let mut session = Session::new(library, folder, look, Vec::new());
    session.copy_command = Some("cat >/dev/null".to_owned());
    session.writing.me = vec![("user_name", "张示例".to_owned())];
    session.begin().unwrap();
    session.hold(lines.as_bytes(), false).unwrap();
    String::from_utf8(session.out).unwrap()
}

#[track_caller]
fn check_has(answers: &str, expected: &[&str]) {
    for expected in expected {
        assert!(answers.contains(expected), "{expected} in {answers}");
    }
}

#[test]
fn results_are_counted_by_fields_and_over_time() {
    let answers = said(
        Language::English,
        ":stats kind\n:stats kind yearly\n:stats colour\n",
    );
    check_has(
        &answers,
        &[
            "Achievement        79",
            "Kind ╲ Year",
            "nothing can be counted by colour",
        ],
    );
    let answers = said(
        Language::Chinese,
        "石墨烯\n:统计 省份，类型\n:tj 报价中位数\n",
    );
    check_has(&answers, &["条目数：按省份、类型", "湖北省", "报价中位数"]);
}

#[test]
fn a_phone_number_is_found_and_copied() {
    let answers = said(Language::English, "石墨烯 防腐\n1\n:copy 1\n:quit\nnever\n");
    check_has(
        &answers,
        &["Understood as", ", relevance; 1 to ", "0724-0000316"],
    );
    let last = answers.lines().last().unwrap();
    assert_eq!(last, "Sent to cat >/dev/null: 0724-0000316");
}

#[test]
fn an_import_is_taken_back_and_a_listing_deleted_after_a_question() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("需求.csv");
    std::fs::write(&file, "名称,心事\n低温电池,甲\n石墨烯导热膜,乙\n").unwrap();
    let lines = format!(
        ":import {}\n:delete 1\n:next\n:yes\n:delete 1\n:yes\n:restore\n:restore 1\n\
        :imports\n:undo 1\n:yes\n:undo 1\n:yes\n:duplicates\n:sync\n",
        file.display()
    );
    let answers = said_at(&home, Language::English, &lines);
    check_has(
        &answers,
        &[
            "1 column no field took, kept only with the row as it came: 心事",
            "Delete 1 listing? (:yes does it",
            "There is nothing to confirm",
            "1 listing deleted",
            "1 listing:\n1. 石墨烯导热膜",
            ":restore N brings one back",
            " restored",
            "2 new, 0 updated",
            "Undo import 1?",
            "Import 1 undone: 2 listings removed",
            "Import 1 has already been undone",
            "No suspected duplicates.",
            "No sources yet.",
        ],
    );
}

#[test]
fn filters_orders_and_pages_are_said_in_chinese_that_can_be_typed() {
    let lines = "：取值 类型\n：筛选 类型=专利\n：排序 最新\n\n：上一页\n：取值 地区\n\
        ：清除筛选\n：筛选\n";
    let answers = said(Language::Chinese, lines);
    check_has(
        &answers,
        &[
            "164 条结果，按相关度；第 1 到 10 条：",
            "类型=专利，40 条",
            "40 条结果，按相关度；第 1 到 10 条：\n筛选：类型=专利\n",
            "40 条结果，按最新；第 11 到 20 条：\n筛选：类型=专利\n11. ",
            "地区=湖北省，",
            "没有筛选",
        ],
    );
}

#[test]
fn values_of_open_facets_are_taken_as_they_are_said_or_by_a_part() {
    let lines =
        ":筛选 单位=荆门漳河新材料研究院\n:清除筛选\n:筛选 单位=漳河\n:筛选 source=samples\n";
    for language in [Language::Chinese, Language::English] {
        let answers = said(language, lines);
        let found = answers.matches("=荆门漳河新材料研究院\n1. ").count();
        assert_eq!(found, 2, "{answers}");
        check_has(&answers, &["=samples\n1. "]);
    }
}

#[test]
fn who_answers_the_open_need_is_listed_and_read_with_reasons() {
    let answers = said(Language::English, "num:\"sample:n001\"\n1\n:who\n1\n");
    check_has(
        &answers,
        &[
            "1. 石墨烯改性水性环氧重防腐涂料及其施工工艺",
            "strong  + 中性盐雾不少于 3000 小时: 中性盐雾 4000 小时",
            "+ VOC 不超过 200 克每升: VOC 实测 86 克每升",
        ],
    );
    let answers = said(Language::Chinese, "num:\"sample:n001\"\n1\n:匹配\n2\n");
    check_has(&answers, &["很匹配", "? 价格", "+ 专利有效"]);
}

#[test]
fn what_cannot_be_done_is_said_with_what_can() {
    let check = |lines: &str, expected: &str| {
        let answers = said(Language::English, lines);
        let last = answers.lines().last().unwrap();
        assert!(last.contains(expected), "{lines:?}: {last}");
    };
    check(":dance", "No command is called dance: :help lists them");
    check(":copy 1", "Open a listing first by typing its number");
    check(":alike", "Open a listing first by typing its number");
    check("1\n:copy x", "1 phone, 2 e-mail");
    check(":values colour", "Facets: Kind, Field");
    check(":filter region", "Write FACET=VALUE");
    check(
        ":filter kind=patnt",
        "Kind has no value patnt: `:values Kind` lists them",
    );
    check(":sort size", "Orders: relevance, newest");
    check("year:1990..1991 防腐", "Drop ");
    check("\n".repeat(20).as_str(), "There are no more results");
    check(":compare", "Mark at least two to compare");
    check(":mark 3 999", "1 marked");
    check(":back", "No more history in this direction");
    check(":import", "Give a file or folder");
    check(
        ":import nowhere.csv",
        "Not imported: nowhere.csv: there is no such file",
    );
    check(
        ":export",
        "it may end in .csv, .jsonl, .vcf, .ris, .bib, .md, .xlsx",
    );
    check(":take", "No spelling suggestion for this query");
}

#[test]
fn a_number_opens_a_result_and_none_is_asked_for_by_mistake() {
    let answers = said(Language::English, "164\n999\n");
    check_has(
        &answers,
        &[
            "Kind: ",
            "There are only 164 results; to search for this number, put it in quotation marks: \"999\"",
        ],
    );
    assert!(!answers.contains("Understood as 999"), "{answers}");
    let answers = said(Language::Chinese, "201710601862\n");
    check_has(&answers, &["理解为 "]);
}

#[test]
fn what_is_left_out_of_the_results_is_left_out_of_their_export() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("all.jsonl");
    let answers = said(Language::English, &format!(":export {}\n", file.display()));
    check_has(&answers, &["1 withdrawn listing left out", "164 listings"]);
    let written = std::fs::read_to_string(file).unwrap();
    assert_eq!(written.lines().count(), 164);
}

#[test]
fn marked_listings_are_compared_and_exported() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("marked.csv");
    let lines = format!(
        ":标记 1 2\n:已标记\n:比较\n:取消标记 2\n:导出 {0}\n:导出 {0}\n:取消标记\n",
        file.display()
    );
    let answers = said_at(&home, Language::Chinese, &lines);
    check_has(
        &answers,
        &[
            "已标记 2 条\n成果，",
            "不同之处：\n",
            "相同之处：\n类型：成果\n",
            "已标记 1 条",
            "已将 1 条写入 ",
            "未能导出：已有文件 ",
            "已取消全部标记",
        ],
    );
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written.matches("\r\nsample:").count(), 1, "{written}");
}

#[test]
fn imported_files_replace_the_samples() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("两 条.csv");
    let rows = "名称,单位\n示例石墨烯涂层,示例大学\n,示例研究所\n示例导热膜,示例大学\n";
    std::fs::write(&file, rows).unwrap();
    let lines = format!(":mark 1\n:import {}\n:marks\n", file.display());
    let answers = said_at(&home, Language::English, &lines);
    check_has(
        &answers,
        &[
            "3 rows: 2 new",
            ": row 3: no title",
            "2 listings, relevance; 1 to 2:",
            "0 marked",
        ],
    );
}

#[test]
fn a_field_is_changed_and_comes_back_from_its_source() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a.csv");
    std::fs::write(&file, "名称,单位\n示例石墨烯涂层,示例大学\n").unwrap();
    let lines = format!(
        "1\n:修改 title=x\n:导入 {}\n1\n:修改 title=新的名称\n:全文\n:修改 title\n:修改\n:修改 colour=1\n",
        file.display()
    );
    let answers = said_at(&home, Language::Chinese, &lines);
    check_has(
        &answers,
        &[
            "示例数据不能修改：请先导入自己的数据",
            "已修改 1 个字段，导入不会覆盖\n新的名称\n",
            "title",
            "colour",
        ],
    );
    let fields = answers.rsplit_once("已修改 1 个字段").unwrap().1;
    assert!(fields.contains("示例石墨烯涂层"), "{answers}");
}

#[test]
fn queries_are_remembered_and_the_way_back_too() {
    let answers = said(
        Language::English,
        "石墨烯\n1\n:institution\n:back\n电池\n:history\n:history 2\n",
    );
    check_has(
        &answers,
        &[
            "Filters: Institution=",
            "1. 电池\n2. 石墨烯\n`:history N` runs one of them again\n",
        ],
    );
    assert_eq!(
        answers.matches("Understood as 石墨烯").count(),
        3,
        "{answers}"
    );
}

#[test]
fn the_help_is_in_groups_and_the_query_language_apart() {
    let answers = said(Language::Chinese, ":帮助\n");
    check_has(
        &answers,
        &["查找：\n:下一页  ", "标记：\n:标记 编号… 或 全部  "],
    );
    assert!(!answers.contains("NEAR/5"), "{answers}");
    let answers = said(Language::English, ":help query\n");
    check_has(&answers, &["(a OR b) NEAR/5 c  within five words"]);
}

#[test]
fn nothing_is_written_that_a_screen_reader_would_read_as_noise() {
    let lines = "石墨烯\n1\n:help\n:values region\n:filter region!=42\n:mark 1 2\n:compare\n";
    for language in [Language::Chinese, Language::English] {
        let answers = said(language, lines);
        let noise = |c: char| c != '\n' && (c.is_control() || "│─╭▌▸▾━┃●".contains(c));
        assert!(!answers.contains(noise), "{answers}");
    }
}

#[test]
fn a_match_is_declined_with_a_reason_and_taken_back() {
    let lines = "num:\"sample:n001\"\n:accept\n1\n:who\n:decline 1\n:decline 1 过早 试验未完\n\
        :decline 1 too early: no trial\n:back\nmatch:sample:n001 is:declined\n1\n:undecide\n\
        match:sample:n001\n:undecide 1\n:accept 1\n1\n";
    let answers = said(Language::English, lines);
    check_has(
        &answers,
        &[
            "Not among matches: press :who",
            "the reasons are:\nearly  too early",
            "Declined and no longer listed: ",
            "1 declined match left out (is:declined)",
            "declined on ",
            ": too early; no trial",
            "No longer decided: ",
            "Nothing has been decided about this match",
            "Accepted: ",
            "accepted on ",
        ],
    );
    let answers = said(
        Language::Chinese,
        "match:sample:n001\n:否决 1 阶段过早，试验未完\n:否决 1 其他\n",
    );
    check_has(&answers, &["已否决，不再列出：", "选“其他”时请写明原因"]);
}

#[test]
fn what_an_import_brings_that_matches_needs_is_announced() {
    let home = tempfile::tempdir().unwrap();
    let lines: Vec<_> = crate::work::samples::records().unwrap();
    let written = |name: &str, wanted: &dyn Fn(&Record) -> bool| {
        let path = home.path().join(name);
        let records = lines.iter().filter(|record| wanted(record));
        let text: Vec<_> = records
            .map(|record| serde_json::to_string(record).unwrap())
            .collect();
        std::fs::write(&path, text.join("\n")).unwrap();
        path.display().to_string()
    };
    let needs = written("needs.jsonl", &|it| it.kind == Kind::Need);
    let offers = written("offers.jsonl", &|it| it.id == "sample:a001");
    let lines = format!(":new\n:import {needs}\n:import {offers}\n:new\n:new 1\n");
    let answers = said_at(&home, Language::English, &lines);
    check_has(
        &answers,
        &[
            "The last import brought nothing that matches needs.",
            "1 new match with needs (:new shows them)",
            "strong: 石墨烯改性水性环氧重防腐涂料及其施工工艺",
            "Understood as match:sample:n001",
        ],
    );
}

#[test]
fn letters_are_written_from_templates_read_out_and_logged_when_they_are_sent() {
    let lines = ":draft mail\n:draft\nnum:\"sample:n001\"\n1\n:who\n1\n:draft dove\n:draft mail\n\
        :draft wechat-offer\n:draft\n:sent 1\n:sent 9\n:log\n:已发出\n";
    let answers = said(Language::English, lines);
    check_has(
        &answers,
        &[
            "Open a listing first",
            "mail-follow-up  mail: follow up on an earlier contact",
            "There is no template dove; there are mail-need",
            "Subject: Enquiry about “石墨烯改性水性环氧重防腐涂料及其施工工艺”",
            "What the company needs: 沿江化工罐区钢储罐内外壁长效防护",
            "Kept as draft 1; once it is sent: `:sent 1`",
            "Hello 邓伯言, this is 张示例",
            "No WeChat account of the addressee",
            " · not sent: A technology for your need",
            "Draft 1 is sent and logged for ",
            "there is no draft 9",
            "mail · 陆知夏: draft 1 sent: Enquiry about",
        ],
    );
}

#[test]
fn listings_are_shortlisted_tagged_and_noted_and_found_by_that() {
    let lines = ":shortlist\nnum:\"sample:a001\"\n1\n:note\n:note 周五回电\n:note\n:tag 急\n:tag\n\
        :shortlist 荆门化工\n:shortlist\nlist:荆门 tag:急 note:回电 is:noted\n:unlist 荆门化工\n\
        is:listed\n1\n:note -\n:untag 急\n:unlist nowhere\n\
        num:\"sample:a001\"\n1\n:log call 谈了价格\n:记录\nis:contacted\n:watches\n:watches 找过的\n:关注\n\
        :today\n:task\n:task yesterday 寄样品\n:今天\n:today 1\n:task 2030-01-04 寄样品\n:task done 7\n:task later 1 someday\n:任务 推迟 1 2030-02-01\n:任务\n:task done 1\n";
    let answers = said(Language::English, lines);
    check_has(
        &answers,
        &[
            "No shortlists yet",
            "Nothing is kept of it",
            "Note kept: 石墨烯",
            "Note: 周五回电",
            "1 tag added: 急",
            "急: 1",
            "1 listing added to the shortlist 荆门化工",
            "荆门化工: 1",
            "Nothing is to be done today",
            "Nothing is to be done: ",
            "1. Overdue: 寄样品 · 石墨烯改性水性环氧重防腐涂料及其施工工艺 · 1 day overdue",
            "Task 2 kept for 2030-01-04: 寄样品",
            "there is no task 7",
            "Someday is no date",
            "1. 2030-02-01 寄样品 · 石墨烯改性水性环氧重防腐涂料",
            "Done: 寄样品",
            "Understood as list:荆门 tag:急 note:回电 is:noted\n1 listing:",
            "1 listing taken off the shortlist 荆门化工",
            "No listing matches all of this.",
            "there is no shortlist called nowhere",
            "Logged for ",
            "call: 谈了价格",
            "No watches yet",
            "Watching 找过的: 1 listing now",
            "1. 找过的\n",
        ],
    );
}

#[test]
fn deals_are_begun_moved_filled_in_lost_and_read() {
    let lines = ":deal\n:deal new\nmatch:\"sample:n001\"\n1\n:deal new\n:deal new\n:交易 1 洽谈 见了面\n\
        :deal 1 amount=300万元\n:deal 1 technology-amount=400万元\n:deal 1 lose\n\
        :deal 1 lose price too much\n:deal 1 dance\n:deal 9\n:deal 1\n:deal\n";
    let answers = said(Language::English, lines);
    check_has(
        &answers,
        &[
            "No deals yet",
            "A deal has a need and an offer: match with :who",
            "Deal 1 begun: 石墨烯",
            "the two have deal 1 already",
            "Deal 1: talks (",
            "skipped: contacted",
            "Deal 1: contract amount: CNY 3,000,000",
            "cannot be above the contract amount",
            "too expensive",
            "Deal 1 lost (",
            "Say it as :deal 2 talks",
            "there is no deal 9; the nearest is 1",
            "Deal 1: lost: too expensive (",
            "talks: 见了面",
            "lost: too expensive: too much",
            "1. lost: too expensive (",
        ],
    );
}

#[test]
fn whom_not_to_contact_evidence_and_a_backup_are_said() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("all.backup");
    let lines = format!(
        ":do-not-contact\n:do-not-contact this\n石墨烯 防腐\n1\n:do-not-contact this\n1\n\
        :do-not-contact\n:log call talked\n:evidence\n:evidence 9\n:may-contact this\n\
        :may-contact this\n:backup\n:backup {0}\n:backup {0}\n",
        file.display()
    );
    let answers = said_at(&home, Language::English, &lines);
    check_has(
        &answers,
        &[
            "Nobody: `:do-not-contact NAME` adds",
            "Not to be contacted: ",
            "Careful: ",
            "Evidence: ",
            "call: talked",
            "there is no deal",
            "May be contacted again: ",
            "this is not on the list",
            "Give a file, e.g. :backup qiao.backup",
            "backed up to ",
            "already exists: choose another name",
        ],
    );
}

#[test]
fn a_backup_and_a_desk_are_read_back_in_a_plain_session() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).display().to_string();
    let lines = format!(
        "石墨烯 防腐\n1\n:note before\n:backup {0}\n:export-desk {1}\n:note after\n\
        :restore-backup {0}\n:yes\n:1\n石墨烯 防腐\n1\n:note\n:note - \n:import-desk {1}\n:note\n\
        :clear-opened\n:yes\n:restore-backup {1}\n",
        path("all.backup"),
        path("desk.jsonl")
    );
    let answers = said_at(&home, Language::English, &lines);
    let (before, after) = answers.split_once("is restored: ").unwrap();
    check_has(
        before,
        &[
            "backed up to ",
            "rows written to ",
            "Replace the library and what you keep with ",
        ],
    );
    let (restored, imported) = after.split_once("imported, ").unwrap();
    assert!(restored.contains("Note: before"), "{restored}");
    assert!(!restored.contains("Note: after"), "{restored}");
    let after_import = [
        "Note: before",
        "Clear what was opened and copied?",
        "opened or copied",
        "is no backup of qiao",
    ];
    check_has(imported, &after_import);
}
