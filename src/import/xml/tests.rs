use super::super::tree::faulty_lines;

#[test]
fn every_line_of_the_tables_can_be_read() {
    for table in [
        include_str!("st36.tsv"),
        include_str!("st32.tsv"),
        include_str!("st96.tsv"),
        include_str!("fulltext.tsv"),
        include_str!("early-applications.tsv"),
    ] {
        assert_eq!(faulty_lines(table), Vec::<&str>::new());
    }
}
