//! Telephone numbers that are typed with blanks and brackets: `138 0000 0009`, `(0510) 85910007`.
//!
//! One without any blank or bracket is a word, which is looked for among the numbers anyway.

/// Most groups of digits in a number, that of the country too.
const MAX_GROUPS: usize = 5;
/// Most signs between two groups: `) -`.
const MAX_BETWEEN: usize = 3;

/// Reads the start of a text as a telephone number in groups: how much of the text it takes, and
/// its digits. `abroad` says that a plus sign stands before it.
pub(super) fn read(text: &str, abroad: bool) -> Option<(usize, String)> {
    let open = usize::from(text.starts_with('('));
    let mut groups: Vec<&str> = Vec::new();
    let mut end = open;
    while groups.len() < MAX_GROUPS {
        let between = if groups.is_empty() {
            0
        } else {
            between(text.get(end..)?)
        };
        let rest = text.get(end + between..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || between == 0 && !groups.is_empty() {
            break;
        }
        groups.push(rest.get(..digits)?);
        end += between + digits;
    }
    let (written, rest) = text.split_at_checked(end)?;
    let is_grouped = written.contains([' ', '(']);
    let is_balanced = written.matches('(').count() == written.matches(')').count();
    let is_end = rest.chars().next().is_none_or(|c| " (),;".contains(c));
    let number = dialled(&groups, abroad, open > 0)?;
    (is_grouped && is_balanced && is_end).then_some((end, number))
}

/// Length of what may stand between two groups of a number.
fn between(text: &str) -> usize {
    let length = text
        .bytes()
        .take_while(|byte| b" ()-".contains(byte))
        .count();
    if length <= MAX_BETWEEN { length } else { 0 }
}

/// The digits of groups that are one number, as records have them; `None` where they are not.
fn dialled(groups: &[&str], abroad: bool, bracketed: bool) -> Option<String> {
    let (first, others) = groups.split_first()?;
    if others.is_empty() {
        return None;
    }
    let whole = groups.concat();
    if matches!(*first, "86" | "0086") {
        let home = others.concat();
        let home = home.trim_start_matches('0');
        return matches!(home.len(), 9..=11).then(|| format!("86{home}"));
    }
    if abroad {
        return matches!(whole.len(), 8..=15).then_some(whole);
    }
    let is_mobile = whole.len() == 11 && matches!(first.as_bytes(), [b'1', b'3'..=b'9', _]);
    let is_of_area = matches!(
        first.as_bytes(),
        [b'0', b'1'..=b'9', _] | [b'0', b'1'..=b'9', _, _]
    ) && matches!(whole.len(), 10..=12);
    let is_service = matches!(*first, "400" | "800") && whole.len() == 10;
    let is_american = bracketed && first.len() == 3 && whole.len() == 10;
    (is_mobile || is_of_area || is_service || is_american).then_some(whole)
}

/// Whether what is written and digits behind a blank might be read as one number.
pub(super) fn may_go_on(written: &str, next: &str) -> bool {
    let token = written.rsplit([' ', '(', '-', ':', ',']).next();
    let token = token.unwrap_or_default();
    let begins = match token.as_bytes() {
        [b'0', _, _] | [b'0', _, _, _] | [b'1', b'3'..=b'9', _] => true,
        _ => matches!(token, "400" | "800" | "86"),
    };
    begins && next.starts_with(|c: char| c.is_ascii_digit() || c == '(')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(usize, &str)>) {
        let read = read(text, false);
        let read = read.as_ref().map(|(length, number)| (*length, &**number));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn a_number_is_read_with_its_blanks_and_brackets() {
        check("138 0000 0009", Some((13, "13800000009")));
        check("138 0000 0009 石墨烯", Some((13, "13800000009")));
        check("138-0000 0009", Some((13, "13800000009")));
        check("0510 85910007", Some((13, "051085910007")));
        check("(0510) 85910007", Some((15, "051085910007")));
        check("(0510)8591-0007", Some((15, "051085910007")));
        check("027 8754 0000", Some((13, "02787540000")));
        check("86 138 0000 0009", Some((16, "8613800000009")));
        check("0086 27 87540000", Some((16, "862787540000")));
        check("86 (027) 87540000", Some((17, "862787540000")));
        check("400 800 0000", Some((12, "4008000000")));
        check("(217) 555-0100", Some((14, "2175550100")));
        assert_eq!(
            read("1 217 555 0100", true),
            Some((14, "12175550100".to_owned()))
        );
    }

    #[test]
    fn other_figures_are_words() {
        for text in [
            "2019 2020 2021",
            "1985 2000 123",
            "138",
            "13800000009",
            "138-0000-0009",
            "(138 0000 0009)",
            "(138 0000 0009",
            "138 0000 00091",
            "138 0000 0009kW",
            "100 200",
            "01 02 03",
            "",
            "(",
            "石墨烯",
        ] {
            check(text, None);
        }
    }
}
