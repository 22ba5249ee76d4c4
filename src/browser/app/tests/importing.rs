//! A file is looked at before it is imported, and its columns can be chosen.

use qiao_index::normalise::Target;
use qiao_index::record::Kind;
use qiao_index::vocab::Language;

use super::{TestBrowser, status};
use crate::browser::event::{Effect, Event};
use crate::messages::Failure;
use crate::work::import::{LookOrder, look};

/// A table of needs with a column that no field takes.
pub(super) const NEEDS: &str = "名称,单位,联系电话,心事\n\
    低温电池,示例能源公司,027-00001111,零下四十度可用\n\
    石墨烯导热膜,示例材料公司,027-00002222,面内导热率\n";

/// The file that is to be looked at is there, with this content.
pub(super) fn looked(browser: &mut TestBrowser, content: &str) {
    let Some(Effect::Look(order)) = browser.others.last().cloned() else {
        panic!("{:?}", browser.others);
    };
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a.csv");
    std::fs::write(&file, content).unwrap();
    let there = LookOrder {
        typed: file,
        ..order.clone()
    };
    let mut found = look(there).unwrap();
    found.order = order;
    browser.happens(Event::Looked(Ok(Box::new(found))));
}

#[test]
fn a_file_is_shown_before_it_is_imported() {
    let mut browser = TestBrowser::english();
    browser.press("<F5>a.csv<Enter>");
    let order = LookOrder::new("a.csv".into(), Language::English);
    assert_eq!(browser.others.last(), Some(&Effect::Look(order)));
    assert!(browser.picture().contains("reading the beginning"));
    looked(&mut browser, NEEDS);
    let shown = browser.picture();
    for words in [
        "csv · UTF-8 · header in row 1",
        "2 rows: Achievement 2",
        "no field takes it",
        "零下四十度可用",
        "The first listings would be",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    browser.press("<Esc>");
    assert!(browser.picture().contains("› a.csv"), "back to the prompt");
    browser.press("<Enter>");
    looked(&mut browser, NEEDS);
    browser.press("<Enter>");
    let import = Effect::Import("a.csv".into(), Language::English);
    assert_eq!(browser.others.last(), Some(&import));
}

#[test]
fn kind_and_fields_are_chosen_and_imported_with_a_map() {
    let mut browser = TestBrowser::english();
    browser.press("<F5>a.csv<Enter>");
    looked(&mut browser, NEEDS);
    browser.press("<Space>need<Enter>");
    looked(&mut browser, NEEDS);
    assert!(
        browser.picture().contains("2 rows: Need 2"),
        "{}",
        browser.picture()
    );
    browser.press("<End><Tab>");
    assert!(browser.picture().contains("Choose a field"));
    browser.press("<Esc>");
    assert!(
        browser.picture().contains("2 rows: Need 2"),
        "nothing is lost"
    );
    let (column, row) = browser.find("心事");
    browser.click(column, row);
    browser.press("summary<Enter>");
    let Some(Effect::Look(order)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    assert_eq!(order.kind, Some(Kind::Need));
    assert_eq!(order.columns, [("心事".to_owned(), Target::Summary)]);
    looked(&mut browser, NEEDS);
    assert!(!browser.picture().contains("no field takes it"));
    browser.press("<Enter>");
    let Some(Effect::ImportMapped(mapped)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    assert!(
        mapped.map.contains("\"心事\" = \"summary\""),
        "{}",
        mapped.map
    );
    assert!(mapped.map.contains("kind = \"need\""), "{}", mapped.map);
}

#[test]
fn a_file_that_cannot_be_read_says_so_and_its_path_can_be_mended() {
    let mut browser = TestBrowser::english();
    browser.press("<F5>a.csv<Enter>");
    let failure = Failure::new("", "a.csv: there is no such file; check the path");
    browser.happens(Event::Looked(Err(failure)));
    assert!(browser.picture().contains("there is no such file"));
    let before = browser.others.len();
    browser.press("<Enter>");
    assert_eq!(browser.others.len(), before, "nothing is imported");
    browser.press("<Esc>");
    assert!(browser.picture().contains("› a.csv"));
}

#[test]
fn a_table_without_a_title_is_not_imported_before_a_column_is_chosen() {
    let mut browser = TestBrowser::english();
    browser.press("<F5>a.csv<Enter>");
    let table = "编码,心事,天气\n1,低温电池,晴\n2,导热膜,雨\n";
    looked(&mut browser, table);
    browser.press("<Enter>");
    assert!(browser.app.open.is_some(), "{}", browser.picture());
    assert!(!status(&browser).is_empty());
    assert!(
        browser
            .picture()
            .contains("none; Space takes the first row")
    );
    browser.press("<Home><Down><Space>");
    looked(&mut browser, table);
    let (column, row) = browser.find("心事");
    browser.click(column, row);
    browser.press("<Enter>");
    let said = status(&browser);
    assert!(said.starts_with("no row would be a listing yet"), "{said}");
    browser.click(column, row);
    browser.press("title<Enter>");
    looked(&mut browser, table);
    let shown = browser.picture();
    assert!(shown.contains("2 rows: Achievement 2"), "{shown}");
    browser.press("<Enter>");
    let imported = matches!(browser.others.last(), Some(Effect::ImportMapped(_)));
    assert!(imported, "{:?}", browser.others);
}
