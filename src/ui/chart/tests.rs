use qiao_index::request::Facet;
use qiao_index::statistics::{Axis, Category, Cell, Dimension, Measure, Over, Table, Tabulation};
use qiao_index::vocab::Language;

use super::bars::{bar, sparkline};
use super::grid::shade;
use super::*;

fn axis(values: &[&str], totals: &[u64]) -> Axis {
    let category = |value: &&str| match *value {
        "" => Category::NotStated,
        value => Category::Value(value.to_owned()),
    };
    Axis {
        categories: values.iter().map(category).collect(),
        totals: totals.to_vec(),
        folded: 0,
        has_several: false,
    }
}

fn figures(asked: &Tabulation, axes: Vec<Axis>, cells: &[(&[usize], u64)], total: u64) -> Figures {
    let cells = cells.iter().map(|(places, count)| Cell {
        places: places.to_vec(),
        count: *count,
        amount: None,
    });
    let table = Table {
        total,
        axes,
        cells: cells.collect(),
        ..Table::default()
    };
    Figures::new(asked, table, Language::Chinese)
}

fn look(width: usize, plain: bool) -> ChartLook {
    ChartLook {
        width,
        plain,
        columns: DisplayWidth::default(),
    }
}

#[test]
fn bars_stand_under_each_other_behind_chinese_names() {
    let asked = Tabulation {
        by: vec![Dimension::Province],
        ..Tabulation::default()
    };
    let axes = vec![axis(&["42", "31", ""], &[8, 4, 1])];
    let figures = figures(&asked, axes, &[(&[0], 8), (&[1], 4), (&[2], 1)], 13);
    assert_eq!(
        lines(&figures, &look(40, false)),
        [
            "条目数：按省份",
            "",
            "省份    条目数   占比",
            "湖北省       8  61.5%  █████████████████",
            "上海市       4  30.8%  ████████▌",
            "未注明       1   7.7%  ██▏",
        ]
    );
    assert_eq!(lines(&figures, &look(40, true))[3], "湖北省       8  61.5%");
}

#[test]
fn a_table_over_time_shows_empty_years_growth_and_the_last_years_where_room_is_scarce() {
    let asked = Tabulation {
        by: vec![Dimension::Facet(Facet::Kind)],
        over: Some(Over::Year),
        measure: Measure::Listings,
        ..Tabulation::default()
    };
    let axes = vec![
        axis(&["need", "patent"], &[6, 2]),
        axis(&["2022", "2024", "2025"], &[2, 2, 4]),
    ];
    let cells: [(&[usize], u64); 4] = [(&[0, 1], 2), (&[0, 2], 3), (&[1, 0], 2), (&[0, 0], 1)];
    let mut cells = cells;
    cells.sort_unstable();
    let figures = figures(&asked, axes, &cells, 8);
    let all = lines(&figures, &look(200, true));
    assert_eq!(
        all[2..],
        [
            "类型 ╲ 年份  2022  2023  2024  2025  合计    同比",
            "需求            1     ·     2     3     6  +50.0%",
            "专利            2     ·     ·     ·     2",
        ]
    );
    let narrow = lines(&figures, &look(40, true));
    assert_eq!(narrow[2], "类型 ╲ 年份  2024  2025  合计    同比");
    assert_eq!(narrow[5], "还有 2 列放不下：用 --format csv 得到全部");
}

#[test]
fn a_sparkline_tells_nothing_from_little() {
    assert_eq!(
        sparkline(&[Some(1.0), None, Some(4.0), Some(8.0), Some(0.0)]),
        "▁ ▄█ "
    );
    assert_eq!(sparkline(&[]), "");
    assert_eq!(bar(0.0001, 10), "▏");
    assert_eq!((shade(0.0), shade(0.01), shade(1.0)), (' ', '░', '█'));
}
