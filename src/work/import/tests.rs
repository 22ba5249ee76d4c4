#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

use super::*;

/// Imports what is typed in a prompt; what came of it, or why nothing did.
fn typed(library: &mut Library, path: &Path) -> Result<ImportSummary, Failure> {
    let order = ImportOrder::typed(path, Language::English);
    let imported =
        order.and_then(|order| import(library, &order, &mut |_| ControlFlow::Continue(())));
    let summary = imported.map_err(|error| Failure::of(&error))?;
    summary.failure().map_or(Ok(summary), Err)
}

#[test]
fn a_file_that_needs_a_map_says_how_to_give_it_one_and_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a list.txt");
    std::fs::write(&file, "石墨烯导热膜,江城大学\n低温电池,江城大学\n").unwrap();
    let map = folder.path().join("map.toml");
    std::fs::write(
        &map,
        "header = false\n[columns]\n1 = \"title\"\n2 = \"institution\"\n",
    )
    .unwrap();
    let mut library = Library::in_memory().unwrap();
    let mut take = |path: &Path| typed(&mut library, path);
    let failure = take(&file).unwrap_err();
    let said = failure.say(Language::English);
    assert!(
        said.contains("(qiao import --print-map FILE > map.toml)"),
        "{said}"
    );
    assert!(
        said.ends_with("\nOnce the map is written, import again and type: FILE --map map.toml"),
        "{said}"
    );
    assert!(
        failure
            .say(Language::Chinese)
            .ends_with("再次导入，输入：文件 --map map.toml")
    );
    let both = format!("{} --map {}", file.display(), map.display());
    let summary = take(Path::new(&both)).unwrap();
    assert_eq!(summary.counts().new, 2);
    assert_eq!(summary.complaints(Language::English), Vec::<String>::new());
    assert!(summary.first, "the library was empty before");
    let failure = take(Path::new(&format!("{both}l"))).unwrap_err();
    assert!(
        failure.say(Language::Chinese).contains("读不出映射文件"),
        "{failure}"
    );
    std::fs::write(&map, "[columns]\na = \"titel\"\n").unwrap();
    let failure = take(Path::new(&both)).unwrap_err();
    assert!(
        failure.say(Language::English).contains("line 2: titel: "),
        "{failure}"
    );
}

#[test]
fn an_import_that_is_stopped_keeps_what_it_has_and_reads_no_more_files() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.csv", "b.csv"] {
        std::fs::write(folder.path().join(name), "名称\n石墨烯导热膜\n").unwrap();
    }
    let order = ImportOrder::typed(folder.path(), Language::English).unwrap();
    let mut library = Library::in_memory().unwrap();
    let summary = import(&mut library, &order, &mut |event| match event {
        ImportEvent::Ended(_) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let summary = summary.unwrap();
    assert!(summary.stopped && !summary.is_whole());
    assert_eq!(summary.files.len(), 1);
    assert_eq!(library.len().unwrap(), 1, "what was read is kept");
    assert!(summary.failure().is_none());
}

#[test]
fn listings_that_an_older_version_fused_are_named_with_what_parts_them() {
    let said = |number: usize| {
        let summary = ImportSummary {
            fused: (1..=number).map(|id| format!("d1:{id}")).collect(),
            ..ImportSummary::default()
        };
        summary.fused_remark(Language::English).unwrap_or_default()
    };
    assert_eq!(said(0), "");
    assert!(
        said(1).contains("1 in all: d1:1; import their files again"),
        "{}",
        said(1)
    );
    let many = said(25);
    assert!(many.contains("25 in all: d1:1, d1:2"), "{many}");
    assert!(
        many.contains("d1:20 and others") && !many.contains("d1:21"),
        "{many}"
    );
}
