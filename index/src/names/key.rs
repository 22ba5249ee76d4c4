//! By what names of companies and institutes are one: their letters, without what sources write
//! differently.
//!
//! Case, accents, punctuation, blanks, width, traditional characters and the legal form do not
//! count: `SAMSUNG ELECTRONICS CO LTD` is `Samsung Electronics Co., Ltd.` A `& Co.` is part of a
//! name (`Merck & Co., Inc.` is not `Merck KGaA`), unless a form that has it stands behind.

use std::sync::LazyLock;

use crate::analysis;

/// Legal forms: as words, with whether they may begin a name; and as what is glued to it.
struct Forms {
    words: Vec<(Vec<&'static str>, bool)>,
    glued: Vec<&'static str>,
}

/// The forms, longest first.
static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms {
        words: Vec::new(),
        glued: Vec::new(),
    };
    let lines = include_str!("legal_forms.tsv").lines().skip(1);
    for (form, place) in lines.filter_map(|line| line.split_once('\t')) {
        if place == "glued" {
            forms.glued.push(form);
        } else {
            let words = form.split(' ').collect();
            forms.words.push((words, place == "either"));
        }
    }
    forms
        .words
        .sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    forms
});

/// Names of institutions with the same key are names of one.
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded = folded_words(name);
    let words = folded.split(' ').filter(|word| !word.is_empty());
    let shortest = |word| if word == "company" { "co" } else { word };
    let mut words: Vec<&str> = words.map(shortest).collect();
    while without_form(&mut words) {}
    let key = words.concat();
    let key = without_glued(&key);
    if key.is_empty() {
        name.to_owned()
    } else {
        key.to_owned()
    }
}

/// The words of a name in small letters, a blank between two. The full stops of initials part
/// nothing: `S.p.A.` is `spa`, but `Co.Ltd` is `co ltd`.
fn folded_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut letters = 0;
    for c in name.chars() {
        match c {
            '.' | '．' if letters == 1 => letters = 0,
            '\'' | '’' | '`' => {}
            '&' | '＆' => words.push_str(" and "),
            c => analysis::fold(c, &mut |c| {
                let is_letter = c.is_alphanumeric();
                words.push(if is_letter { c } else { ' ' });
                letters = if is_letter { letters + 1 } else { 0 };
            }),
        }
    }
    words
}

/// Takes one legal form off; false where there is none, or nothing else.
fn without_form(words: &mut Vec<&str>) -> bool {
    for (form, may_begin) in &FORMS.words {
        let rest = words.len().saturating_sub(form.len());
        if rest == 0 {
            continue;
        }
        let is_name = form == &["co"] && words.get(rest - 1) == Some(&"and");
        if words.ends_with(form) && !is_name {
            words.truncate(rest);
            return true;
        }
        if *may_begin && words.starts_with(form) {
            words.drain(..form.len());
            return true;
        }
    }
    false
}

/// A name without the form that is glued to its end, or to its beginning (`株式会社日立製作所`).
fn without_glued(name: &str) -> &str {
    let bare = |form: &&str| {
        let rest = name
            .strip_suffix(*form)
            .or_else(|| name.strip_prefix(*form));
        rest.filter(|rest| !rest.is_empty())
    };
    FORMS.glued.iter().find_map(bare).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(names: &[&str]) {
        let keys: Vec<String> = names.iter().map(|name| name_key(name)).collect();
        assert!(
            keys.windows(2).all(|pair| pair[0] == pair[1]),
            "{names:?}: {keys:?}"
        );
    }

    #[test]
    fn names_that_differ_in_case_form_blanks_width_and_characters_are_one() {
        one(&[
            "SAMSUNG ELECTRONICS CO LTD",
            "Samsung Electronics Co., Ltd.",
            "Samsung Electronics Co.,Ltd",
            "SAMSUNG ELECTRONICS CO.LTD.",
            "Samsung Electronics Company Limited",
            "Samsung-Electronics",
            "ＳＡＭＳＵＮＧ　Electronics Co., Ltd.",
        ]);
        one(&["삼성전자주식회사", "삼성전자 주식회사", "(주)삼성전자"]);
        one(&[
            "株式会社日立製作所",
            "日立製作所株式会社",
            "㈱日立製作所",
            "日立製作所（株）",
        ]);
        one(&[
            "荆门示例化工有限公司",
            "荆门示例化工有限责任公司",
            "荊門示例化工股份有限公司",
            "荆门示例 化工有限公司",
        ]);
        one(&["示例科技（苏州）有限公司", "示例科技(苏州)有限公司"]);
        one(&["Muster GmbH & Co. KG", "MUSTER GMBH & CO KG", "Muster GmbH"]);
        one(&["Esempio S.p.A.", "ESEMPIO SPA"]);
        one(&["Société Exemple S.A.", "SOCIETE EXEMPLE SA"]);
        one(&["Merck & Co., Inc.", "MERCK & CO INC", "Merck and Company"]);
    }

    #[test]
    fn names_of_others_stay_apart() {
        for (one, other) in [
            ("Merck & Co., Inc.", "Merck KGaA"),
            ("삼성전자주식회사", "Samsung Electronics Co., Ltd."),
            ("荆门示例化工有限公司", "荆门示例化工集团有限公司"),
            ("武汉大学", "武汉大学医学院"),
            ("Example Ltd", "Example Systems Ltd"),
            ("Co., Ltd.", "Inc."),
            ("有限公司", "有限责任公司"),
            ("!!", "??"),
        ] {
            assert_ne!(name_key(one), name_key(other), "{one} {other}");
        }
    }
}
