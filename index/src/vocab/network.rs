//! Places in the network of institutions: the names from its top down, in one text.

/// Between the steps of a place.
const STEP: char = '/';

/// The place with a name below another place.
pub(crate) fn place(above: Option<&str>, name: &str) -> String {
    // What parts the steps cannot be in one of them.
    let name = name.trim().replace(STEP, "／");
    match above {
        Some(above) => format!("{above}{STEP}{name}"),
        None => name,
    }
}

/// The way from the root of the network to a place in it, both included.
pub(super) fn path(value: &str) -> Vec<String> {
    let ends = value.match_indices(STEP).map(|(at, _)| at);
    let ends = ends.chain([value.len()]);
    ends.filter_map(|end| value.get(..end).map(str::to_owned))
        .collect()
}

/// The name of what stands at a place.
pub(super) fn label(value: &str) -> &str {
    value.rsplit(STEP).next().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_its_names_from_the_top_down() {
        let value = place(Some(&place(None, "湖北 A/B")), " 荆门");
        assert_eq!(value, "湖北 A／B/荆门");
        assert_eq!(label(&value), "荆门");
        assert_eq!(path(&value), ["湖北 A／B", "湖北 A／B/荆门"]);
        assert_eq!(path("甲"), ["甲"]);
    }
}
