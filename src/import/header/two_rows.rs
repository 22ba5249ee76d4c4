//! Headers of two rows: a name over several columns, and below it what each of them holds.

use std::collections::HashMap;

use qiao_index::normalise::is_known_header;

use super::tidy;

/// What stands over columns that lie side by side.
#[derive(Debug)]
struct Group<'t> {
    upper: &'t str,
    lower: Vec<&'t str>,
}

/// One name for every column of two rows that are a header together: `联系人/姓名` where
/// `联系人` stands over `姓名` and `手机号`. `None` where the lower row is no part of a header.
pub(super) fn joined(upper: &[String], lower: &[String]) -> Option<Vec<String>> {
    let width = upper.len().max(lower.len());
    let cell = |row: &'_ [String], at: usize| row.get(at).map_or("", |cell| tidy(cell)).to_owned();
    let columns: Vec<_> = (0..width)
        .map(|at| (cell(upper, at), cell(lower, at)))
        .collect();
    let (groups, places) = groups(&columns)?;
    let names = upper_names(&groups);
    let names = columns.iter().zip(places).map(|((upper, lower), place)| {
        let over = place.and_then(|place| names.get(place));
        match over {
            Some(over) if !over.is_empty() => format!("{over}/{lower}"),
            Some(_) => lower.clone(),
            None if upper.is_empty() => lower.clone(),
            None => upper.clone(),
        }
    });
    Some(names.collect())
}

/// The groups of columns, and for each column which of them it is in; `None` where the rows do not
/// fit together as a header.
fn groups(columns: &[(String, String)]) -> Option<(Vec<Group<'_>>, Vec<Option<usize>>)> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: Vec<Option<usize>> = Vec::new();
    for (upper, lower) in columns {
        let is_below = !lower.is_empty() && lower != upper;
        let open = places.last().copied().flatten().filter(|_| is_below);
        let goes_on = |at: &usize| {
            let same = |group: &Group| upper.is_empty() || *upper == group.upper;
            groups
                .get(*at)
                .is_some_and(|group| same(group) && !group.lower.contains(&&**lower))
        };
        let place = match open.filter(goes_on) {
            Some(at) => Some(at),
            None if is_below && !upper.is_empty() => {
                groups.push(Group {
                    upper,
                    lower: Vec::new(),
                });
                Some(groups.len() - 1)
            }
            None => None,
        };
        if let Some(group) = place.and_then(|at| groups.get_mut(at)) {
            group.lower.push(lower);
        }
        places.push(place);
    }
    fit(columns, &groups, &places).then_some((groups, places))
}

/// Whether what stands in the lower row are names of columns, and the upper row tells some of them
/// apart. One name over all columns is the title of a table.
fn fit(columns: &[(String, String)], groups: &[Group], places: &[Option<usize>]) -> bool {
    let below = groups.iter().flat_map(|group| &group.lower);
    let known = below.clone().filter(|name| is_known_header(name)).count();
    let lone = columns.iter().zip(places).all(|((upper, lower), place)| {
        place.is_some() || lower.is_empty() || lower == upper || is_known_header(lower)
    });
    let tops = columns
        .iter()
        .filter(|(upper, _)| !upper.is_empty())
        .count();
    let tells = groups.iter().any(|group| {
        group.lower.len() > 1 && (is_known_header(group.upper) || repeats(groups, group))
    });
    tops > 1 && lone && tells && known * 2 > below.count()
}

/// Whether a name below a group stands below another one, too.
fn repeats(groups: &[Group], group: &Group) -> bool {
    let others = groups.iter().filter(|other| !std::ptr::eq(*other, group));
    let mut below = others.flat_map(|other| &other.lower);
    below.any(|name| group.lower.contains(name))
}

/// What goes in front of the names below each group: nothing where it says nothing of them. Groups
/// of one name are numbered.
fn upper_names(groups: &[Group]) -> Vec<String> {
    let mut times = HashMap::new();
    let names = groups.iter().map(|group| {
        if !is_known_header(group.upper) && !repeats(groups, group) {
            return String::new();
        }
        let times = times.entry(group.upper).or_insert(0_u32);
        *times += 1;
        match times {
            1 => group.upper.to_owned(),
            times => format!("{} ({times})", group.upper),
        }
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(upper: &str, lower: &str, expected: Option<&str>) {
        let row = |text: &str| -> Vec<String> { text.split('|').map(str::to_owned).collect() };
        let names = joined(&row(upper), &row(lower)).map(|names| names.join("|"));
        assert_eq!(names.as_deref(), expected, "{upper} over {lower}");
    }

    #[test]
    fn a_name_over_several_columns_goes_in_front_of_theirs() {
        let expected =
            Some("成果名称|联系人/姓名|联系人/手机号|负责人/姓名|负责人/手机号|所属领域");
        check(
            "成果名称|联系人||负责人||所属领域",
            "|姓名|手机号|姓名|手机号|",
            expected,
        );
        // Cells that are merged downwards stand in both rows, merged ones of pages in all columns.
        check(
            "成果名称|联系人|联系人|负责人|负责人|所属领域",
            "成果名称|姓名|手机号|姓名|手机号|所属领域",
            expected,
        );
        check(
            "成果名称|联系人||联系人|",
            "|姓名|电话|姓名|电话",
            Some("成果名称|联系人/姓名|联系人/电话|联系人 (2)/姓名|联系人 (2)/电话"),
        );
        check(
            "Title|Contact person||Notes",
            "|Name|Phone|",
            Some("Title|Contact person/Name|Contact person/Phone|Notes"),
        );
        check(
            "基本情况||联系人|",
            "成果名称|完成单位|姓名|电话",
            Some("成果名称|完成单位|联系人/姓名|联系人/电话"),
        );
    }

    #[test]
    fn titles_and_rows_of_listings_are_no_part_of_a_header() {
        check("湖北省成果汇总表||", "成果名称|完成单位|电话", None);
        check("技术需求||", "需求名称|单位|电话", None);
        check("成果名称|联系人|", "一种电池|张某|13800000000", None);
        check(
            "成果名称|完成单位|电话",
            "一种电池|江城大学|13800000000",
            None,
        );
        check("成果名称|完成单位|电话", "", None);
    }
}
