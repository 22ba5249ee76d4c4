#![expect(clippy::unwrap_used, reason = "tests")]

use qiao_index::request::Facet;
use qiao_index::statistics::{Axis, Category, Cell, Dimension, Measure, Over, Table, Tabulation};
use qiao_index::vocab::Language;

use super::bars::bar;
use super::grid::shade;
use super::sparkline::sparkline;
use super::*;
use crate::statistics::Courses;

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
        sparkline(&[Some(1.0), None, Some(4.0), Some(8.0), Some(0.0)], false),
        "▁ ▄█ "
    );
    assert_eq!(sparkline(&[Some(1.0), Some(8.0)], true), ".@");
    assert_eq!(sparkline(&[], false), "");
    assert_eq!(bar(0.0001, 10), "▏");
    assert_eq!((shade(0.0), shade(0.01), shade(1.0)), (' ', '░', '█'));
}

/// Listings over some years.
fn over_years(years: &[(&str, u64)]) -> Figures {
    let asked = Tabulation {
        over: Some(Over::Year),
        ..Tabulation::default()
    };
    let values: Vec<&str> = years.iter().map(|(year, _)| *year).collect();
    let totals: Vec<u64> = years.iter().map(|(_, count)| *count).collect();
    let places: Vec<[usize; 1]> = (0..years.len()).map(|place| [place]).collect();
    let cells: Vec<(&[usize], u64)> = places
        .iter()
        .zip(&totals)
        .map(|(place, count)| (&place[..], *count))
        .collect();
    figures(
        &asked,
        vec![axis(&values, &totals)],
        &cells,
        totals.iter().sum(),
    )
}

fn plotted(figures: &Figures, (width, height): (usize, usize), is_ascii: bool) -> Option<Plot> {
    let courses = Courses::of(figures, &Sheet::of(figures))?;
    let room = PlotRoom {
        width,
        height,
        is_ascii,
        columns: DisplayWidth::default(),
    };
    plot(figures, &courses, room)
}

#[test]
fn a_line_says_its_figures_and_falls_to_nothing_between() {
    let figures = over_years(&[("2021", 2), ("2022", 8), ("2024", 4), ("", 3)]);
    let drawn = plotted(&figures, (40, 6), true).unwrap();
    let rows: Vec<&str> = drawn.rows.iter().map(|row| row.trim_end()).collect();
    expect_test::expect![[r"
        8 +        *****
        6 +     ***    ***               4
        4 +2 ***         ***           ***
        2 +***             ***     *****
        0 +                  *******
         2021      2022      2023      2024"]]
    .assert_eq(&rows.join("\n"));
    let drawn = plotted(&figures, (40, 6), false).unwrap();
    let rows: Vec<&str> = drawn.rows.iter().map(|row| row.trim_end()).collect();
    expect_test::expect![[r"
        8 ┤        ⣀⠔⠉⠢⡀
        6 ┤     ⣀⠔⠊    ⠈⠢⡀               4
        4 ┤2 ⢀⠤⠊         ⠈⠢⡀           ⢀⡠⠔
        2 ┤⠤⠊⠁             ⠈⠢⡀     ⢀⡠⠔⠊⠁
        0 ┤                  ⠈⠢⣀⡠⠔⠊⠁
         2021      2022      2023      2024"]]
    .assert_eq(&rows.join("\n"));
    assert_eq!(drawn.step_at(0), Some(0));
    assert_eq!(drawn.step_at(39), Some(3));
}

#[test]
fn a_line_needs_two_steps_and_room() {
    let years = over_years(&[("2021", 2), ("2022", 8)]);
    assert!(plotted(&years, (24, 5), false).is_some());
    assert_eq!(plotted(&years, (23, 5), false), None);
    assert_eq!(plotted(&years, (24, 4), false), None);
    assert_eq!(plotted(&over_years(&[("2021", 2)]), (80, 20), false), None);
    let ages = over_years(&[("0001", 1), ("9999", 1)]);
    assert_eq!(plotted(&ages, (80, 20), false), None);
}

#[test]
fn a_line_whose_figures_leave_no_room_for_it_is_not_drawn() {
    let figures = over_years(&[("2021", 2), ("2022", 8_000_000_000_000_000_000)]);
    for width in 24..60 {
        // It is drawn or is not; nothing is taken from nothing.
        let drawn = plotted(&figures, (width, 6), false);
        assert!(drawn.is_none_or(|it| it.steps.len() == 2), "{width}");
    }
    assert_eq!(plotted(&figures, (24, 6), false), None);
}

#[test]
fn months_with_nothing_for_more_than_ten_years_stand_between_others_in_a_course() {
    let asked = Tabulation {
        by: vec![Dimension::Facet(Facet::Kind)],
        over: Some(Over::Month),
        ..Tabulation::default()
    };
    let months = axis(&["2010-01", "2025-12", "2026-03"], &[4, 1, 2]);
    let axes = vec![axis(&["need"], &[7]), months];
    let cells: [(&[usize], u64); 3] = [(&[0, 0], 4), (&[0, 1], 1), (&[0, 2], 2)];
    let figures = figures(&asked, axes, &cells, 7);
    let row = |width: usize| {
        let lines = lines(&figures, &look(width, false));
        let row = lines.iter().find(|line| line.starts_with("需求"));
        row.cloned().unwrap_or_default()
    };
    assert!(row(80).ends_with(" ▄  █"), "{}", row(80));
    // Here all 195 months have room.
    let course = format!("█{}▂  ▄", " ".repeat(190));
    assert!(row(1600).ends_with(&course), "{}", row(1600));
}
