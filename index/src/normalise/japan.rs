//! Numbers as the Japanese office writes them: `特開2010-123456`, `特願平5-12345`, `特許第1234567号`.
//!
//! What stands in front says what is numbered, for applications and publications are counted from 1
//! each year, each by itself. The years before 2000 are those of an emperor.

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// Applications for patents.
    Applications,
    /// Applications for utility models.
    ModelApplications,
    /// Publications whose kind code begins with this letter.
    Publications(char),
    /// International publications, printed again in Japanese.
    International,
    /// Rights, from the first on.
    Rights,
    /// A year and a number say no more.
    Unknown,
}

/// Words in front of a number, longest first, and what is written for them.
const WORDS: [(&str, &str, Counted); 29] = [
    ("実用新案登録出願", "実願", Counted::ModelApplications),
    ("登録実用新案", "実登", Counted::Rights),
    ("特許出願公開", "特開", Counted::Publications('A')),
    ("特許出願", "特願", Counted::Applications),
    ("特許公開", "特開", Counted::Publications('A')),
    ("特許公表", "特表", Counted::Publications('A')),
    ("特許公報", "特許", Counted::Rights),
    ("特許願", "特願", Counted::Applications),
    ("再公表", "再表", Counted::International),
    ("特開", "特開", Counted::Publications('A')),
    ("特开", "特開", Counted::Publications('A')),
    ("特表", "特表", Counted::Publications('A')),
    ("再表", "再表", Counted::International),
    ("特公", "特公", Counted::Publications('B')),
    ("特願", "特願", Counted::Applications),
    ("特愿", "特願", Counted::Applications),
    ("特许", "特許", Counted::Rights),
    ("特許", "特許", Counted::Rights),
    ("実開", "実開", Counted::Publications('U')),
    ("实开", "実開", Counted::Publications('U')),
    ("實開", "実開", Counted::Publications('U')),
    ("実表", "実表", Counted::Publications('U')),
    ("実公", "実公", Counted::Publications('Y')),
    ("实公", "実公", Counted::Publications('Y')),
    ("實公", "実公", Counted::Publications('Y')),
    ("実願", "実願", Counted::ModelApplications),
    ("实愿", "実願", Counted::ModelApplications),
    ("實願", "実願", Counted::ModelApplications),
    ("実登", "実登", Counted::Rights),
];

/// Names of eras, longest first: what is written for them, their letter, and the year before their
/// first.
const ERAS: [(&str, &str, char, u16); 9] = [
    ("昭和", "昭", 'S', 1925),
    ("平成", "平", 'H', 1988),
    ("令和", "令", 'R', 2018),
    ("昭", "昭", 'S', 1925),
    ("平", "平", 'H', 1988),
    ("令", "令", 'R', 2018),
    ("S", "昭", 'S', 1925),
    ("H", "平", 'H', 1988),
    ("R", "令", 'R', 2018),
];

/// Signs between year and number.
const BETWEEN: [&str; 10] = ["-", "/", "年", "‐", "‑", "–", "—", "−", "ー", "－"];
/// What may end a number.
const ENDS: [&str; 6] = ["号公報", "号公报", "號公報", "号", "號", "公報"];
/// Places of a number within its year.
const PLACES: usize = 6;
/// Places of the number of a right, of which the first ones had fewer.
const PLACES_OF_RIGHTS: std::ops::RangeInclusive<usize> = 5..=7;
/// Fewest places of a number without a word in front of it.
const MIN_PLACES_ALONE: usize = 4;

/// A number of the Japanese office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JapaneseNumber {
    word: &'static str,
    counted: Counted,
    /// As it is written: `平5`, `2010`; empty for rights.
    year: String,
    /// The year of our calendar; 0 for rights.
    in_calendar: u16,
    /// Its digits, without zeros in front.
    serial: String,
}

impl JapaneseNumber {
    /// Reads the number that starts a text; also how much of the text it takes.
    pub(crate) fn read(text: &str) -> Option<(usize, Self)> {
        let mut rest = text;
        let mut word = take_word(&mut rest);
        if let Some((_, Counted::Rights)) = word {
            let serial = take_serial(&mut rest, PLACES_OF_RIGHTS)?;
            return Some(Self::of(text, rest, word, (String::new(), 0), serial));
        }
        let year = take_year(&mut rest, word.is_some())?;
        let is_year = take(&mut rest, &BETWEEN)? == "年";
        if is_year && word.is_none() {
            word = take_word(&mut rest);
        }
        let fewest = if word.is_some() { 1 } else { MIN_PLACES_ALONE };
        let serial = take_serial(&mut rest, fewest..=PLACES)?;
        Some(Self::of(text, rest, word, year, serial))
    }

    fn of(
        text: &str,
        mut rest: &str,
        word: Option<(&'static str, Counted)>,
        (year, in_calendar): (String, u16),
        serial: String,
    ) -> (usize, Self) {
        take(&mut rest, &ENDS);
        let (word, counted) = word.unwrap_or(("", Counted::Unknown));
        let number = Self {
            word,
            counted,
            year,
            in_calendar,
            serial,
        };
        (text.len() - rest.len(), number)
    }

    /// The number that a text is, with nothing behind it.
    pub(crate) fn whole(text: &str) -> Option<Self> {
        let text = text.trim();
        let (length, number) = Self::read(text)?;
        (length == text.len()).then_some(number)
    }

    /// Whether it numbers an application.
    pub(crate) fn is_application(&self) -> bool {
        matches!(
            self.counted,
            Counted::Applications | Counted::ModelApplications
        )
    }

    /// As patent files have it, without office: `2010123456`, `H0512345`; and its kind code, where
    /// there is only one.
    pub(crate) fn in_files(&self) -> (String, &'static str) {
        let serial = &self.serial;
        let number = match self.counted {
            Counted::Rights => serial.clone(),
            Counted::International => format!("WO{}{serial:0>6}", self.in_calendar),
            _ => match letter(self.in_calendar) {
                Some((letter, year)) => format!("{letter}{year:02}{serial}"),
                None => format!("{}{serial:0>6}", self.in_calendar),
            },
        };
        let kind = match self.counted {
            Counted::Publications('A') => "A",
            Counted::Publications('U') => "U",
            Counted::International => "A1",
            _ => "",
        };
        (number, kind)
    }

    /// The terms of the index under which listings with this number are found.
    pub(crate) fn keys(&self) -> Vec<String> {
        let (number, _) = self.in_files();
        let key = |tag: &str| format!("JP.{tag}.{}", year_and_serial(&number).unwrap_or_default());
        match self.counted {
            Counted::Applications => vec![key("R")],
            Counted::ModelApplications => vec![key("RU")],
            Counted::Publications(letter) => vec![key(&format!("P{letter}")), key("P")],
            Counted::International | Counted::Rights => vec![format!("JP{number}")],
            Counted::Unknown => ["R", "RU", "PA", "PB", "PU", "PY", "P"].map(key).to_vec(),
        }
    }
}

impl std::fmt::Display for JapaneseNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let between = if self.year.is_empty() { "" } else { "-" };
        write!(f, "{}{}{between}{}", self.word, self.year, self.serial)
    }
}

/// The term of the index for a number of an application or publication in the form of patent files
/// (`2010123456`, `H0512345`); `None` where it has another.
pub(crate) fn key_of(number: &str, kind: &str, is_application: bool) -> Option<String> {
    let is_model = kind.starts_with(['U', 'Y']);
    let tag = match (is_application, is_model) {
        (true, true) => "RU".to_owned(),
        (true, false) => "R".to_owned(),
        (false, _) => format!("P{}", kind.get(..1).unwrap_or_default()),
    };
    Some(format!("JP.{tag}.{}", year_and_serial(number)?))
}

/// Whether a word may stand in front of a number.
pub(crate) fn is_word(text: &str) -> bool {
    WORDS.iter().any(|(word, ..)| *word == text)
}

/// A number in the other forms that patent files have for it: `H0512345` is `05012345` and
/// `1993012345`.
pub(crate) fn other_forms(number: &str) -> Vec<String> {
    let Some((year, serial)) = parts(number) else {
        return Vec::new();
    };
    let mut forms = vec![format!("{year}{serial:0>6}")];
    if let Some((letter, of_era)) = letter(year) {
        forms.push(format!("{letter}{of_era:02}{serial}"));
        forms.push(format!("{letter}{of_era:02}{serial:0>6}"));
        forms.push(format!("{of_era:02}{serial:0>6}"));
    }
    forms.retain(|form| form != number);
    forms
}

fn year_and_serial(number: &str) -> Option<String> {
    let (year, serial) = parts(number)?;
    Some(format!("{year}-{serial}"))
}

/// Year of our calendar and number within it.
fn parts(number: &str) -> Option<(u16, &str)> {
    let (letter, digits) = match number.chars().next()? {
        letter @ ('S' | 'H' | 'R') => (Some(letter), number.get(1..)?),
        _ => (None, number),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let places = match (letter, digits.len()) {
        (Some(_), 3..=8) | (None, 8) => 2,
        (None, 10) => 4,
        _ => return None,
    };
    let (year, serial) = digits.split_at_checked(places)?;
    let year: u16 = year.parse().ok()?;
    let year = match letter {
        Some(letter) => before(letter)? + year,
        // The emperors' years that are written without their letter.
        None if places == 2 && year >= 38 => before('S')? + year,
        None if places == 2 => before('H')? + year,
        None => year,
    };
    let serial = serial.trim_start_matches('0');
    ((1900..2100).contains(&year) && !serial.is_empty()).then_some((year, serial))
}

fn before(letter: char) -> Option<u16> {
    let era = ERAS.iter().find(|(.., known, _)| *known == letter);
    era.map(|(.., before)| *before)
}

/// Letter and year of the emperor for a year before 2000.
fn letter(year: u16) -> Option<(char, u16)> {
    match year {
        1926..1989 => Some(('S', year - 1925)),
        1989..2000 => Some(('H', year - 1988)),
        _ => None,
    }
}

fn take<'t>(rest: &mut &str, known: &[&'t str]) -> Option<&'t str> {
    let found = known.iter().find(|known| rest.starts_with(**known))?;
    *rest = rest.get(found.len()..)?;
    Some(found)
}

fn take_word(rest: &mut &str) -> Option<(&'static str, Counted)> {
    let found = WORDS.iter().find(|(word, ..)| rest.starts_with(word))?;
    *rest = rest.get(found.0.len()..)?;
    take(rest, &[" "]);
    Some((found.1, found.2))
}

/// A year as it is written, and that of our calendar.
fn take_year(rest: &mut &str, after_word: bool) -> Option<(String, u16)> {
    let is_known = |name: &str| rest.starts_with(name) && (after_word || !name.is_ascii());
    let era = ERAS.iter().find(|(name, ..)| is_known(name));
    if let Some((name, ..)) = era {
        *rest = rest.get(name.len()..)?;
    }
    let digits = take_digits(rest)?;
    let year: u16 = digits.parse().ok()?;
    match era {
        Some((_, written, _, before)) if digits.len() <= 2 && year > 0 => {
            Some((format!("{written}{year}"), before + year))
        }
        None if digits.len() == 4 && (1900..2100).contains(&year) && after_word => {
            Some((digits, year))
        }
        _ => None,
    }
}

fn take_serial(rest: &mut &str, places: std::ops::RangeInclusive<usize>) -> Option<String> {
    take(rest, &["第"]);
    let digits = take_digits(rest)?;
    let serial = digits.trim_start_matches('0');
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (!goes_on && places.contains(&digits.len()) && !serial.is_empty()).then(|| serial.to_owned())
}

/// Digits, which commas may part in threes.
fn take_digits(rest: &mut &str) -> Option<String> {
    let is_part = |(at, c): &(usize, char)| {
        let behind = rest.get(at + 1..).unwrap_or_default();
        let three = behind.bytes().take(3).filter(u8::is_ascii_digit).count() == 3;
        c.is_ascii_digit() || *c == ',' && *at > 0 && three
    };
    let taken: String = rest
        .char_indices()
        .take_while(is_part)
        .map(|(_, c)| c)
        .collect();
    *rest = rest.get(taken.len()..)?;
    (!taken.is_empty()).then(|| taken.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_office_writes_them() {
        for (text, written, in_files, kind) in [
            ("特開2010-123456", "特開2010-123456", "2010123456", "A"),
            ("特开2010-1234", "特開2010-1234", "2010001234", "A"),
            (
                "特開2010-123456号公報",
                "特開2010-123456",
                "2010123456",
                "A",
            ),
            ("特開平5-12345", "特開平5-12345", "H0512345", "A"),
            ("特開H05-012345", "特開平5-12345", "H0512345", "A"),
            ("特開昭60−12345号", "特開昭60-12345", "S6012345", "A"),
            ("特公平7-12345", "特公平7-12345", "H0712345", ""),
            ("特表2005-512345", "特表2005-512345", "2005512345", "A"),
            ("再表2010/123456", "再表2010-123456", "WO2010123456", "A1"),
            ("特願2009-98765", "特願2009-98765", "2009098765", ""),
            ("平成5年特許願第12345号", "特願平5-12345", "H0512345", ""),
            ("実開昭60-12345", "実開昭60-12345", "S6012345", "U"),
            ("特許第1,234,567号", "特許1234567", "1234567", ""),
            ("特許 第5123456号", "特許5123456", "5123456", ""),
            ("昭60-12345", "昭60-12345", "S6012345", ""),
            ("特開令1-12345", "特開令1-12345", "2019012345", "A"),
        ] {
            let number = JapaneseNumber::whole(text);
            let shown = number.as_ref().map(ToString::to_string);
            assert_eq!(shown.as_deref(), Some(written), "{text}");
            assert_eq!(JapaneseNumber::whole(written), number, "{text}");
            let files = number.map(|number| number.in_files());
            assert_eq!(files, Some((in_files.to_owned(), kind)), "{text}");
        }
    }

    #[test]
    fn words_and_other_numbers_are_none() {
        for text in [
            "特開",
            "特開2010",
            "特開2010-",
            "特開2010-1234567",
            "特許2010-123456",
            "特許経営2010",
            "平5-12",
            "平米2010-123456",
            "2010-123456",
            "H5-12345",
            "特開2010-12B",
            "",
        ] {
            assert_eq!(JapaneseNumber::whole(text), None, "{text}");
        }
    }

    #[test]
    fn an_application_is_not_the_publication_with_its_number() {
        let keys = |text: &str| {
            JapaneseNumber::whole(text)
                .map(|it| it.keys())
                .unwrap_or_default()
        };
        let finds = |text: &str, number: &str, kind: &str, is_application: bool| {
            let key = key_of(number, kind, is_application);
            key.is_some_and(|key| keys(text).contains(&key))
        };
        assert!(finds("特開2010-123456", "2010123456", "A", false));
        assert!(finds("特開2010-123456", "2010123456", "", false));
        assert!(!finds("特開2010-123456", "2010123456", "A", true));
        assert!(!finds("特開昭60-12345", "S6012345", "U", false));
        assert!(finds("特願2010-123456", "2010123456", "A", true));
        for number in ["H0512345", "05012345", "1993012345"] {
            assert!(finds("特開平5-12345", number, "A", false), "{number}");
        }
    }

    #[test]
    fn a_number_has_the_forms_of_all_files() {
        let forms = other_forms("H0512345");
        assert_eq!(forms, ["1993012345", "H05012345", "05012345"]);
        assert_eq!(other_forms("2010123456"), [""; 0]);
        assert_eq!(other_forms("5123456"), [""; 0]);
    }
}
