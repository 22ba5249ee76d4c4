//! What is written together or with blanks: figures with their units (`30kW`, `30 kW`), marks
//! with their figures (`pH7.4`, `pH 7.4`), alloys (`AlZnMg`, `Al-Zn-Mg`).

/// Units of figures.
const UNITS: &str = "W kW MW GW V kV mV A mA kA μA Ah mAh Wh kWh MWh Hz kHz MHz GHz THz m mm cm dm \
    km μm um nm pm g kg mg μg ug t L l mL ml μL ul Pa kPa MPa GPa hPa bar mbar s ms μs us ns min h \
    rpm dB dBm N kN mN J kJ MJ mol mmol μmol ppm ppb lm lx cd KB MB GB TB bps kbps Mbps Gbps px \
    eV keV MeV F mF μF uF nF pF Ω kΩ MΩ mT cP IU cfu Da kDa bp kb VA kVA MVA var Nm wt";

/// Marks that stand before figures.
const MARKS: &str = "pH TRL IP DN PN HRC HV HB ISO IEC IEEE ASTM GB Φ φ";

/// Symbols of the elements that alloys and compounds are named by.
const ELEMENTS: &str = "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu \
    Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm \
    Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Th U";

/// Fewest elements in a row that are an alloy: two are found together with a hyphen as they are.
const MIN_ELEMENTS: usize = 3;

fn is_among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Whether a word is a unit, or several with strokes between them; small letters will do.
pub(crate) fn is_unit(word: &str) -> bool {
    let small = |part: &str| {
        let lower = part.chars().all(|c| !c.is_uppercase());
        let mut units = UNITS.split_whitespace();
        lower && part.len() > 1 && units.any(|known| known.to_lowercase() == part)
    };
    word.split(['/', '·']).all(|part| {
        let part = part.replace('µ', "μ");
        is_among(UNITS, &part) || small(&part)
    })
}

/// Whether a word is a figure: digits, with a point inside at most.
fn is_figure(word: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match word.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(word),
    }
}

/// A word with blanks where it may as well be written so; `None` where there is no such place.
pub(crate) fn apart(word: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let inside = is_inside(first);
        let end = rest.find(|c| is_inside(c) != inside).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        match run_apart(run).filter(|_| inside) {
            Some(apart) => text.push_str(&apart),
            None => text.push_str(run),
        }
        rest = behind;
    }
    (text != word).then_some(text)
}

/// Whether a character belongs to a run of figures and letters.
fn is_inside(c: char) -> bool {
    c.is_ascii_alphanumeric() || "./·µμΩΦφ".contains(c)
}

fn run_apart(run: &str) -> Option<String> {
    let figure_end = run.find(|c: char| !c.is_ascii_digit() && c != '.');
    let figure_start = run.find(|c: char| c.is_ascii_digit());
    let (figure, unit) = run.split_at(figure_end.unwrap_or(run.len()));
    let (mark, behind) = run.split_at(figure_start.unwrap_or(run.len()));
    if is_figure(figure) && is_unit(unit) {
        return Some(format!("{figure} {unit}"));
    }
    if is_figure(behind) && is_among(MARKS, mark) {
        return Some(format!("{mark} {behind}"));
    }
    let elements = elements(run)?;
    (elements.len() >= MIN_ELEMENTS).then(|| elements.join(" "))
}

/// The symbols of elements that a word consists of, if it does: some of them of two letters, or
/// every abbreviation would be an alloy.
fn elements(word: &str) -> Option<Vec<&str>> {
    let mut symbols = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| !c.is_ascii_lowercase());
        let (symbol, behind) = rest.split_at(end.map_or(rest.len(), |(end, _)| end));
        if !is_among(ELEMENTS, symbol) {
            return None;
        }
        symbols.push(symbol);
        rest = behind;
    }
    let short = symbols.iter().filter(|symbol| symbol.len() == 1).count();
    (short * 2 < symbols.len()).then_some(symbols)
}

/// Two words as one, where they are a figure and its unit, or a mark and its figure.
pub(crate) fn together(first: &str, second: &str) -> Option<String> {
    let measure = is_figure(first) && is_unit(second);
    let marked = is_among(MARKS, first) && is_figure(second);
    (measure || marked).then(|| format!("{first}{second}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_units_and_alloys_are_taken_apart() {
        let check = |word: &str, expected: &str| {
            assert_eq!(
                apart(word).as_deref().unwrap_or_default(),
                expected,
                "{word}"
            );
        };
        check("30kW", "30 kW");
        check("30kw", "30 kw");
        check("2.5MPa", "2.5 MPa");
        check("100mg/L", "100 mg/L");
        check("30kW燃料电池", "30 kW燃料电池");
        check("pH7.4", "pH 7.4");
        check("TRL6", "TRL 6");
        check("AlZnMg", "Al Zn Mg");
        check("AlZnMg合金", "Al Zn Mg合金");
        check("NiCoMn", "Ni Co Mn");
        // A generation of networks is no mass, an abbreviation no alloy.
        for word in [
            "5G",
            "C60",
            "PVC",
            "AlZn",
            "kW",
            "30",
            "3.5.2",
            "COVID19",
            "石墨烯",
            "Battery",
            "",
        ] {
            check(word, "");
        }
    }

    #[test]
    fn figures_and_units_are_put_together() {
        let check = |first: &str, second: &str, expected: Option<&str>| {
            assert_eq!(
                together(first, second).as_deref(),
                expected,
                "{first} {second}"
            );
        };
        check("100", "kW", Some("100kW"));
        check("7.4", "mol/L", Some("7.4mol/L"));
        check("pH", "7.4", Some("pH7.4"));
        check("kW", "100", None);
        check("100", "电堆", None);
        check("5", "G", None);
    }
}
