//! Texts as they grow, and what some formats do to values.

use qiao_index::normalise::person_name;

use super::forms;

/// Changes a value.
pub(super) type Filter = fn(&str) -> String;

/// The filters of templates, by name.
const FILTERS: [(&str, Filter); 19] = [
    ("fixed-ipc", fixed_ipc),
    ("without-check-digit", without_check_digit),
    ("given-name-first", person_name),
    ("without-country", without_country),
    ("aps-kind", aps_kind),
    ("aps-country", aps_country),
    ("underscores", without_underscores),
    ("doi", doi),
    ("patent-number", forms::patent_number),
    ("publication", forms::publication),
    ("application", forms::application),
    ("kind-code", forms::kind_code),
    ("patent-type", forms::patent_type),
    ("ipc", forms::ipc),
    ("not-an-office", forms::not_an_office),
    ("address", forms::address),
    ("organisation", forms::organisation),
    ("date", forms::date),
    ("claim", forms::claim),
];

/// The filter of this name.
pub(super) fn filter(name: &str) -> Option<Filter> {
    let found = FILTERS.iter().find(|(known, _)| *known == name);
    found.map(|(_, filter)| *filter)
}

/// `G06F 1516`, `B60R  900` → `G06F15/16`, `B60R9/00`: the group in three columns behind the
/// subclass, then the subgroup (USPTO, until the eighth edition of the IPC).
fn fixed_ipc(text: &str) -> String {
    let parts = text
        .split_at_checked(4)
        .and_then(|(subclass, rest)| Some((subclass, rest.split_at_checked(3)?)));
    match parts {
        Some((subclass, (group, subgroup))) if !text.contains('/') && !subgroup.is_empty() => {
            format!("{subclass}{}/{}", group.trim(), subgroup.trim())
        }
        _ => text.to_owned(),
    }
}

/// `039373754` → `03937375`.
fn without_check_digit(text: &str) -> String {
    let mut characters = text.chars();
    characters.next_back();
    characters.as_str().to_owned()
}

/// `LEE SANG HO [KR]` → `LEE SANG HO`; `9SOLUTIONS OY,` → `9SOLUTIONS OY`.
fn without_country(text: &str) -> String {
    let bare = text
        .strip_suffix(']')
        .and_then(|text| text.rsplit_once('['));
    let name = match bare {
        Some((name, country)) if country.len() == 2 => name,
        _ => text,
    };
    name.trim_end_matches([' ', '\u{2002}', '\u{2003}', ','])
        .to_owned()
}

/// The kind code (WIPO ST.16) that a type of application had before 2001, when documents did
/// not carry one: 1 utility, 2 reissue, 4 design, 5 defensive publication, 6 plant.
fn aps_kind(text: &str) -> String {
    let kind = match text {
        "1" => "A",
        "2" => "E",
        "4" => "S",
        "5" => "I4",
        "6" => "P",
        _ => "",
    };
    kind.to_owned()
}

/// `GBX`, `DEX` → `GB`, `DE`: codes of three letters, of which the third says nothing here.
fn aps_country(text: &str) -> String {
    text.chars().take(2).collect()
}

/// `EP_1944033_A2` → `EP1944033A2`.
fn without_underscores(text: &str) -> String {
    text.replace('_', "")
}

/// `10.1000/182`, `doi:10.1000/182` → an address.
pub(in crate::import) fn doi(text: &str) -> String {
    if text.starts_with("http") {
        return text.to_owned();
    }
    let bare = text.trim_start_matches("doi:").trim_start_matches("DOI:");
    format!("https://doi.org/{}", bare.trim())
}

/// Figures above and below the line, so that `10<sup>3</sup>` does not become 103; `None` where
/// the element is another, or the text has characters that do not exist in this form.
pub(super) fn shifted(element: &str, text: &str) -> Option<String> {
    let forms = match element {
        "sup" | "SP" => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻",
        "sub" | "SB" => "₀₁₂₃₄₅₆₇₈₉₊₋",
        _ => return None,
    };
    let form = |c: char| {
        let at = match c {
            '0'..='9' => c.to_digit(10)? as usize,
            '+' => 10,
            '-' | '−' | '–' => 11,
            _ => return None,
        };
        forms.chars().nth(at)
    };
    text.trim().chars().map(form).collect()
}

/// Appends running text. Blanks with a line end or tab among them are one blank; others stay,
/// because some formats count columns.
pub(super) fn flow(so_far: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find(is_blank) {
        let (word, behind) = rest.split_at_checked(start).unwrap_or((rest, ""));
        so_far.push_str(word);
        let end = behind.find(|c| !is_blank(c)).unwrap_or(behind.len());
        let (blanks, after) = behind.split_at_checked(end).unwrap_or((behind, ""));
        if so_far.is_empty() || so_far.ends_with('\n') {
            // Nothing stands before the first word of a line.
        } else if blanks.bytes().all(|byte| byte == b' ') {
            so_far.push_str(blanks);
        } else if !so_far.ends_with(' ') {
            so_far.push(' ');
        }
        rest = after;
    }
    so_far.push_str(rest);
}

/// What XML takes for a blank; `U+3000` and the like mean something.
const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Ends the line, if one has begun.
pub(super) fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Without blanks at the ends and doubled ones.
pub(super) fn tidy(text: &str) -> String {
    let text = text.trim();
    if !text.contains("  ") {
        return text.to_owned();
    }
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            line.split(' ')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn check(name: &str, text: &str, expected: &str) {
        assert_eq!(filter(name).unwrap()(text), expected, "{name} {text}");
    }

    #[test]
    fn filters() {
        check("fixed-ipc", "G06F 1516", "G06F15/16");
        check("fixed-ipc", "B60R  900", "B60R9/00");
        check("fixed-ipc", "C07D40304", "C07D403/04");
        check("fixed-ipc", "G06F015/00", "G06F015/00");
        check("fixed-ipc", "桥桥桥", "桥桥桥");
        check("without-check-digit", "039373754", "03937375");
        check("without-check-digit", "", "");
        check("without-country", "LEE SANG HO\u{2002}[KR]", "LEE SANG HO");
        check("without-country", "9SOLUTIONS OY, ", "9SOLUTIONS OY");
        check("aps-kind", "4", "S");
        check("aps-country", "GBX", "GB");
        check("underscores", "EP_1944033_A2", "EP1944033A2");
        check("doi", "doi:10.1000/182", "https://doi.org/10.1000/182");
    }

    #[test]
    fn figures_keep_their_place_above_and_below_the_line() {
        assert_eq!(shifted("sup", "-3 ").as_deref(), Some("⁻³"));
        assert_eq!(shifted("SB", "60").as_deref(), Some("₆₀"));
        assert_eq!(shifted("sup", "th"), None);
        assert_eq!(shifted("p", "3"), None);
    }

    #[test]
    fn running_text_has_single_blanks_and_lines() {
        let mut text = String::new();
        for piece in ["\n  a\n b", " & ", "\n c", "d ", "  "] {
            flow(&mut text, piece);
        }
        end_line(&mut text);
        end_line(&mut text);
        flow(&mut text, " e");
        assert_eq!(text, "a b & cd\ne");
    }
}
