use qiao_index::request::Facet;
use qiao_index::statistics::{Axis, Category, Cell, Dimension, Over, Table, Tabulation};
use qiao_index::vocab::Language;

use super::*;

fn figures(by: Vec<Dimension>, over: Option<Over>, sides: &[&[&str]]) -> Figures {
    let axes = sides.iter().map(|values| Axis {
        categories: values
            .iter()
            .map(|it| Category::Value((*it).to_owned()))
            .collect(),
        totals: vec![1; values.len()],
        folded: 0,
        has_several: false,
    });
    let axes: Vec<Axis> = axes.collect();
    let mut places = vec![vec![]];
    for axis in &axes {
        let longer = |place: &Vec<usize>| {
            let place = place.clone();
            (0..axis.categories.len()).map(move |at| [&place[..], &[at]].concat())
        };
        places = places.iter().flat_map(longer).collect();
    }
    let cells = (1..).zip(places).map(|(count, places)| Cell {
        places,
        count,
        amount: None,
    });
    let table = Table {
        total: 10,
        cells: cells.collect(),
        axes,
        ..Table::default()
    };
    let asked = Tabulation {
        by,
        over,
        ..Tabulation::default()
    };
    Figures::new(&asked, table, Language::Chinese)
}

/// Every picture is XML that can be read, and says these texts whole.
fn check(figures: &Figures, texts: &[&str]) {
    let svg = svg(figures);
    let mut reader = quick_xml::Reader::from_str(&svg);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}: {svg}"),
        }
    }
    for text in texts {
        assert!(svg.contains(&format!(">{text}<")), "{text}: {svg}");
    }
}

#[test]
fn names_stand_whole_in_every_picture() {
    let facet = Dimension::Facet(Facet::Institution);
    let name = "湖北省<某某>新材料产业技术研究院 & 附属中试基地";
    let shown = "湖北省&lt;某某&gt;新材料产业技术研究院 &amp; 附属中试基地";
    check(
        &figures(vec![facet], None, &[&[name, "乙"]]),
        &[shown, "乙", "1 · 10.0%"],
    );
    let years: &[&str] = &["2024", "2026"];
    check(
        &figures(vec![], Some(Over::Year), &[years]),
        &["2024", "2025", "2026"],
    );
    let over = figures(vec![facet], Some(Over::Year), &[&[name, "乙"], years]);
    check(&over, &[shown, "乙", "2025"]);
    let kinds: &[&str] = &["need", "patent"];
    let crossed = figures(
        vec![facet, Dimension::Facet(Facet::Kind)],
        None,
        &[&[name], kinds],
    );
    check(&crossed, &[shown, "需求", "专利", "1", "2"]);
    check(&figures(vec![facet], None, &[&[]]), &["条目数：按单位"]);
}
