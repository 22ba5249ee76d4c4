//! From a bar or a cell to the search that finds exactly its listings.

use qiao_index::request::{Facet, Filter};
use qiao_index::statistics::{Category, Dimension, Measure, Over};
use qiao_index::vocab;

use super::StatisticsScreen;
use crate::messages::Failure;
use crate::statistics::Figures;

/// Years that a query is told one by one.
const MAX_YEARS: usize = 60;

/// What finds listings: a query, and filters.
pub(crate) type Sought = (String, Vec<Filter>);

/// Why there is no search for a cell.
fn refused(chinese: &str, english: &str) -> Failure {
    Failure::new(chinese, english)
}

impl StatisticsScreen {
    /// The search for the listings of the chosen bar or cell; `None` where none is chosen.
    ///
    /// # Errors
    /// No search finds exactly these.
    pub(crate) fn sought(&self) -> Option<Result<Sought, Failure>> {
        let (figures, sheet) = self.counted.as_ref()?;
        let row = *self.rows().get(self.choice.place()?)?;
        let mut categories: Vec<Category> = row.labels.iter().map(|(it, _)| it.clone()).collect();
        if let Some(columns) = &sheet.keys {
            categories.push(columns.get(self.column)?.clone());
        }
        Some(search_of(
            figures,
            &categories,
            (&self.query, &self.filters),
        ))
    }
}

/// The search for the listings of some categories among those of another.
fn search_of(
    figures: &Figures,
    categories: &[Category],
    (query, filters): (&str, &[Filter]),
) -> Result<Sought, Failure> {
    let mut queries: Vec<String> = Vec::new();
    match figures.measure {
        Measure::Amount | Measure::TechnologyAmount => {
            return Err(refused(
                "合同在工作台上：Alt-2",
                "contracts are on the desk: Alt-2",
            ));
        }
        Measure::Price => queries.push("price>=0".to_owned()),
        Measure::Listings | Measure::Families => {}
    }
    let mut filters = filters.to_vec();
    for (side, category) in categories.iter().enumerate() {
        let by = figures.side(side).unwrap_or(match figures.over {
            Some(Over::Month) => Dimension::Month,
            _ => Dimension::Facet(Facet::Year),
        });
        match (by, category) {
            (_, Category::Others) => {
                return Err(refused(
                    "“其余”不是一个取值，不能检索",
                    "the others are no single value: they cannot be searched for",
                ));
            }
            (Dimension::FilingYear, Category::Value(year)) => queries.push(format!("filed:{year}")),
            (Dimension::FilingYear, Category::NotStated) => {
                queries.push("-filed:1000..9999".to_owned());
            }
            (Dimension::Month, Category::Value(month)) => queries.push(format!("month:{month}")),
            (Dimension::Month, Category::NotStated) => {
                queries.extend(without_month(figures, side)?);
            }
            (_, Category::Value(value)) => {
                let facet = by.facet().unwrap_or(Facet::Year);
                only(&mut filters, facet, value)?;
            }
            (_, Category::NotStated) => filters.extend(none_of(figures, side, by)?),
        }
    }
    if queries.is_empty() {
        return Ok((query.to_owned(), filters));
    }
    if !query.trim().is_empty() {
        queries.insert(0, format!("({query})"));
    }
    Ok((queries.join(" "), filters))
}

/// What leaves only listings whose date names no month: a year alone is not in any of its months.
fn without_month(figures: &Figures, side: usize) -> Result<Vec<String>, Failure> {
    let axis = figures.table.axes.get(side);
    let months = axis.map_or(&[][..], |axis| axis.categories.as_slice());
    let months = months.iter().filter_map(Category::value);
    let mut years: Vec<&str> = months
        .filter_map(|it| Some(it.split_once('-')?.0))
        .collect();
    years.dedup();
    if years.len() > MAX_YEARS {
        return Err(too_many());
    }
    let year = |year: &&str| format!("-month:{year}-01..{year}-12");
    Ok(years.iter().map(year).collect())
}

fn too_many() -> Failure {
    refused(
        "取值太多，不能检索未注明的条目",
        "there are too many values to search for what states none",
    )
}

/// Narrows filters to one value: those of its facet that it lies in say no more than it.
fn only(filters: &mut Vec<Filter>, facet: Facet, value: &str) -> Result<(), Failure> {
    let steps = vocab::path(facet, value);
    let is_included = |it: &Filter| it.facet == facet && !it.exclude;
    let mut included = filters.iter().filter(|it| is_included(it));
    let holds = |it: &Filter| it.value == value || steps.contains(&it.value);
    let is_free = !filters.iter().any(is_included);
    if !is_free && !included.any(holds) {
        return Err(refused(
            "当前检索已按同一分面的其他值筛选，请先去掉该筛选",
            "the search is filtered by other values of this facet: remove that filter first",
        ));
    }
    filters.retain(|it| !is_included(it));
    filters.push(Filter {
        facet,
        value: value.to_owned(),
        exclude: false,
    });
    Ok(())
}

/// Filters that leave only what states no value of a side.
fn none_of(figures: &Figures, side: usize, by: Dimension) -> Result<Vec<Filter>, Failure> {
    let facet = by.facet().unwrap_or(Facet::Year);
    let exclude = |value: &str| Filter {
        facet,
        value: value.to_owned(),
        exclude: true,
    };
    if matches!(by, Dimension::Facet(_) | Dimension::Province) {
        return Ok(vec![exclude("")]);
    }
    let axis = figures.table.axes.get(side);
    let is_whole = axis.is_some_and(|axis| axis.folded == 0);
    let values = axis.map_or(&[][..], |axis| axis.categories.as_slice());
    let values: Vec<Filter> = values
        .iter()
        .filter_map(|it| Some(exclude(it.value()?)))
        .collect();
    is_whole.then_some(values).ok_or_else(too_many)
}
