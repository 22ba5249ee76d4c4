use super::*;

/// A small tree: `name(attribute=value …)` opens, `)` closes, other words are text.
fn check(table: &'static str, tree: &[&str], expected: &str) {
    assert_eq!(faulty_lines(table), Vec::<&str>::new());
    let table = Table::new(table);
    let mut mapper = Mapper::new(&table);
    for word in tree {
        match word.split_once('(') {
            Some((name, attributes)) => {
                let attributes = attributes.split(' ').filter_map(|a| a.split_once('='));
                let attributes = attributes.map(|(n, v)| (n.to_owned(), v.to_owned()));
                mapper.open(name, attributes.collect());
            }
            None if *word == ")" => mapper.close(),
            None => mapper.text(word),
        }
    }
    assert_eq!(Value::Object(mapper.finish()).to_string(), expected);
}

#[test]
fn values_are_put_together_from_elements_inside() {
    check(
        "pub/id\tnumber\tone\t{country?}{number}{kind?}\npub/id\tdate\tone\t{date}\n",
        &[
            "doc(", "pub(", "id(", "country(", "US", ")", "number(", " 12 ", ")", "date(", "2020",
            ")", ")", ")", ")",
        ],
        r#"{"number":"US12","date":"2020"}"#,
    );
    check("a\tnumber\tone\t{b}{c}", &["a(", "b(", "x", ")", ")"], "{}");
    check("a\tkind\tone\tpatent", &["a("], r#"{"kind":"patent"}"#);
    check(
        "a\tn\tone\t{@x}-{b[t=y]}",
        &["a(x=1", "b(t=z", "no", ")", "b(t=Y", "yes", ")", ")"],
        r#"{"n":"1-yes"}"#,
    );
}

#[test]
fn lines_of_the_table_come_in_order_and_the_rest_is_kept() {
    let titles = "t[lang=zh]\ttitle\tbest\t.\nt[lang=en]\ttitle\tbest\t.\nt\ttitle\tbest\t.\n";
    check(
        titles,
        &[
            "t(lang=de",
            "D",
            ")",
            "t(lang=EN",
            "E",
            ")",
            "t(lang=fr",
            "F",
            ")",
        ],
        r#"{"other title":["D","F"],"title":["E"]}"#,
    );
    check(
        "x\tn\tone\t.",
        &["x(", "1", ")", "x(", "2", ")"],
        r#"{"n":"1","other n":["2"]}"#,
    );
    check(
        "x\tn\tall\t.\ny\tn\tall\t.",
        &["y(", "1", ")", "x(", "2", ")"],
        r#"{"n":["1","2"]}"#,
    );
}

#[test]
fn running_text_keeps_its_paragraphs() {
    check(
        "body\tdescription\ttext\t.",
        &[
            "body(", " ", "heading(", "FIELD", ")", "\n ", "p(", "H", "sub(", "2", ")", "O\n and",
            ")", "p(", "b", ")", ")",
        ],
        r#"{"description":"FIELD\nH₂O and\nb"}"#,
    );
}

#[test]
fn only_the_outermost_element_is_looked_at() {
    check(
        "claim\tclaims\tall\t.\ntext\tclaims\tall\t.",
        &["claim(", "1. ", "text(", "a", ")", ")"],
        r#"{"claims":["1. a"]}"#,
    );
}

#[test]
fn unbalanced_trees_do_no_harm() {
    check("a\tn\tone\t.", &[")", "a(", "x"], "{}");
    check(
        "a\tn\tone\t{b}",
        &["a(", "b(", "x", ")", ")", ")"],
        r#"{"n":"x"}"#,
    );
}

#[test]
fn lines_that_break_the_rules_are_known() {
    for line in [
        "a",
        "a\tb",
        "a\tb\tsome\t.",
        "a\tb\tone\t{c",
        "a\tb\tone\t.|no",
        "a\tb\tone\t.\tx",
        "a\tb\tone\t",
    ] {
        assert_eq!(faulty_lines(line), [line]);
    }
}
