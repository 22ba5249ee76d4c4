//! Settings as written → [`Config`], and what is wrong with them.

use qiao_index::vocab::Language;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{COLORS, Config, KEYS, ME, ME_LINES, SETTINGS, Values};
use crate::messages::{Failure, nearest, toml_failure};
use crate::ui::action::ACTIONS;
use crate::ui::keymap::{Change, Mistake, NO_ACTION, Place};
use crate::ui::theme::{self, Role};

/// What is wrong, in Chinese and English.
type Problem = [String; 2];

/// Reads settings; what cannot be used is a warning.
pub(crate) fn read(text: &str, file: &str) -> (Config, Vec<Failure>) {
    let line = |at: usize| text.get(..at).unwrap_or("").matches('\n').count() + 1;
    let mut config = Config::default();
    let mut problems = Vec::new();
    match DeTable::parse(text) {
        Ok(table) => take_table(&mut config, table.get_ref(), &mut problems),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let failure = toml_failure(text, &error);
            let [chinese, english] =
                [Language::Chinese, Language::English].map(|language| failure.say(language));
            let words = [
                format!("{chinese}（整个文件未生效）"),
                format!("{english} (the whole file was ignored)"),
            ];
            problems.push((at, words));
        }
    }
    problems.sort();
    let worded = problems.into_iter().map(|(at, [chinese, english])| {
        let place = format!("{file}:{}: ", line(at));
        Failure::new(format!("{place}{chinese}"), format!("{place}{english}"))
    });
    (config, worded.collect())
}

fn take_table(config: &mut Config, table: &DeTable<'_>, problems: &mut Vec<(usize, Problem)>) {
    for (name, value) in table {
        let at = name.span().start;
        let taken = match (name.get_ref().as_ref(), value.get_ref()) {
            (COLORS, DeValue::Table(colors)) => {
                take_colors(config, colors, problems);
                Ok(())
            }
            (COLORS, _) => Err(no_table(COLORS)),
            (ME, DeValue::Table(me)) => {
                take_me(config, me, problems);
                Ok(())
            }
            (ME, _) => Err(no_table(ME)),
            (KEYS, DeValue::Table(places)) => {
                take_keys(config, places, problems);
                Ok(())
            }
            (KEYS, _) => Err(no_table(KEYS)),
            (name, value) => set(config, name, value),
        };
        if let Err(problem) = taken {
            problems.push((at, problem));
        }
    }
}

fn take_me(config: &mut Config, me: &DeTable<'_>, problems: &mut Vec<(usize, Problem)>) {
    for (name, value) in me {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        let known = ME_LINES.iter().find(|(known, ..)| *known == name);
        match (known, value.get_ref().as_str()) {
            (Some((_, variable, _)), Some(text)) if !text.trim().is_empty() => {
                config.me.push((variable, text.trim().to_owned()));
            }
            (Some(_), Some(_)) => {}
            (Some(_), None) => problems.push((at, no_text(name))),
            (None, _) => {
                let names = ME_LINES.map(|(name, ..)| name);
                let words = ["[me] 中没有名为 {} 的一行", "[me] has no line called {}"];
                problems.push((at, unknown(name, &names, words)));
            }
        }
    }
}

fn take_colors(config: &mut Config, colors: &DeTable<'_>, problems: &mut Vec<(usize, Problem)>) {
    for (name, style) in colors {
        match color(name.get_ref(), style) {
            Ok(color) => config.colors.push(color),
            Err(problem) => problems.push((name.span().start, problem)),
        }
    }
}

fn color(
    name: &str,
    style: &Spanned<DeValue<'_>>,
) -> Result<(Role, ratatui::style::Style), Problem> {
    let role = Role::named(name).ok_or_else(|| {
        let names = Role::NAMED.map(|(name, _)| name);
        unknown(
            name,
            &names,
            ["没有名为 {} 的颜色", "no colour is called {}"],
        )
    })?;
    let text = style.get_ref().as_str().ok_or_else(|| no_text(name))?;
    let style = theme::parse_style(text).map_err(|word| {
        let attributes = theme::ATTRIBUTES.map(|(name, _)| name);
        let words = [
            "{} 不是 bold、dim 等样式，也不是 cyan、208、#6fd3e3 这样的颜色",
            "{} is neither an attribute such as bold nor a colour such as cyan, 208 or #6fd3e3",
        ];
        unknown(word, &attributes, words).map(|words| format!("{name}: {words}"))
    })?;
    Ok((role, style))
}

fn take_keys(config: &mut Config, places: &DeTable<'_>, problems: &mut Vec<(usize, Problem)>) {
    let mut changes = Vec::new();
    for (name, keys) in places {
        let (at, name) = (name.span().start, name.get_ref());
        match (Place::named(name), keys.get_ref()) {
            (Some(place), DeValue::Table(keys)) => {
                for (keys, action) in keys {
                    let at = keys.span().start;
                    match change(place, keys.get_ref(), action.get_ref()) {
                        Ok(change) => changes.push((at, change)),
                        Err(problem) => problems.push((at, problem)),
                    }
                }
            }
            (Some(_), _) => problems.push((at, no_table(&format!("{KEYS}.{name}")))),
            (None, _) => {
                let names = Place::NAMED.map(|(name, _)| name);
                let words = ["没有名为 {} 的位置", "no place is called {}"];
                problems.push((at, unknown(name, &names, words)));
            }
        }
    }
    // In the order of the file: an action's first key is the one to be shown.
    changes.sort_by_key(|(at, _)| *at);
    config.keys = changes.into_iter().map(|(_, change)| change).collect();
}

fn change(place: Place, keys: &str, action: &DeValue<'_>) -> Result<Change, Problem> {
    let action = action.as_str().ok_or_else(|| no_text(keys))?;
    Change::parse(place, keys, action).map_err(|mistake| match mistake {
        Mistake::Keys => [
            format!("没有这样的按键 {keys}：写成 Ctrl-X、Alt-Enter、F9 或 \"g g\""),
            format!("{keys} is not a key: write Ctrl-X, Alt-Enter, F9 or \"g g\""),
        ],
        Mistake::Action => {
            let mut ids: Vec<_> = ACTIONS.iter().map(|row| row.id).collect();
            ids.push(NO_ACTION);
            let words = ["没有名为 {} 的命令", "no action is called {}"];
            unknown(action, &ids, words).map(|words| format!("{keys}: {words}"))
        }
    })
}

/// Sets one setting, or says what is wrong with it.
fn set(config: &mut Config, name: &str, value: &DeValue<'_>) -> Result<(), Problem> {
    let Some((_, values, _)) = SETTINGS.into_iter().find(|(known, ..)| *known == name) else {
        let mut names = SETTINGS.map(|(name, ..)| name).to_vec();
        names.extend([COLORS, KEYS, ME]);
        let words = ["没有名为 {} 的设置", "no setting is called {}"];
        return Err(unknown(name, &names, words));
    };
    match (values, value.as_str(), value.as_bool()) {
        (Values::OneOf(words), Some(word), _) => {
            let known = words.iter().find(|known| **known == word);
            set_word(
                config,
                name,
                known.ok_or_else(|| not_of(name, word, words))?,
            );
        }
        (Values::OneOf(words), ..) => return Err(one_of(name, words)),
        (Values::Switch, _, Some(on)) if name == "mouse" => config.mouse = on,
        (Values::Switch, _, Some(on)) if name == "remember_opened" => config.remember_opened = on,
        (Values::Switch, _, Some(on)) => config.synonyms = on,
        (Values::Switch, ..) => {
            return Err([
                format!("{name} 只能是 true 或 false"),
                format!("{name} must be true or false"),
            ]);
        }
        (Values::Text, Some(text), _) => {
            let text = Some(text.to_owned()).filter(|text| !text.is_empty());
            if name == "remote" {
                config.remote = text;
            } else {
                config.copy_command = text;
            }
        }
        (Values::Text, ..) => return Err(no_text(name)),
    }
    Ok(())
}

fn set_word(config: &mut Config, name: &str, word: &'static str) {
    match name {
        "language" => {
            config.language = match word {
                "zh" => Some(Language::Chinese),
                "en" => Some(Language::English),
                _ => None,
            }
        }
        "theme" => config.theme = word,
        "keymap" => config.keymap = word,
        "ambiguous_width" => config.ambiguous_wide = word == "wide",
        _ => config.ascii = word == "ascii",
    }
}

fn one_of(name: &str, words: &[&str]) -> Problem {
    let words = words.join(", ");
    [
        format!("{name} 只能是以下之一：{words}"),
        format!("{name} must be one of {words}"),
    ]
}

/// A word that is none of those that a setting can be, and what was probably meant.
fn not_of(name: &str, word: &str, words: &[&str]) -> Problem {
    if nearest(word, words).is_none() {
        return one_of(name, words);
    }
    unknown(word, words, ["不能是 {}", "cannot be {}"]).map(|words| format!("{name} {words}"))
}

fn no_text(name: &str) -> Problem {
    [
        format!("{name} 须是引号中的文字"),
        format!("{name} must be a text in quotation marks"),
    ]
}

fn no_table(name: &str) -> Problem {
    [
        format!("{name} 须是一个表：写成 [{name}]"),
        format!("{name} must be a table: write [{name}]"),
    ]
}

/// A name that is not known, put into words with `{}`, and what was probably meant.
fn unknown(name: &str, names: &[&str], words: [&str; 2]) -> Problem {
    let meant = nearest(name, names);
    let hint = |before: &str, after: &str| {
        meant.map_or_else(String::new, |meant| format!("{before}{meant}{after}"))
    };
    let [chinese, english] = words.map(|words| words.replace("{}", name));
    [
        format!("{chinese}{}", hint("（是否想写 ", "？）")),
        format!("{english}{}", hint(" (did you mean ", "?)")),
    ]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use ratatui::style::Style;

    use super::*;

    #[test]
    fn settings_are_read() {
        let text = "language = \"zh\"\ntheme = \"mono\"\nambiguous_width = \"wide\"\n\
            borders = \"ascii\"\nmouse = false\nsynonyms = false\ncopy_command = \"pbcopy\"\n\
            remember_opened = false\nremote = \"office\"\nkeymap = \"vim\"\n\
            [me]\nname = \" 张示例 \"\nphone = \"\"\n[colors]\nmatch = \"bold red\"\n\
            [keys.listing]\n\"z z\" = \"none\"\n\"F9\" = \"sort\"\n";
        let expected = Config {
            language: Some(Language::Chinese),
            theme: "mono",
            keymap: "vim",
            ambiguous_wide: true,
            ascii: true,
            mouse: false,
            synonyms: false,
            copy_command: Some("pbcopy".to_owned()),
            remember_opened: false,
            remote: Some("office".to_owned()),
            templates: None,
            me: vec![("user_name", "张示例".to_owned())],
            colors: vec![(Role::Match, Style::new().bold().red())],
            keys: [("z z", "none"), ("F9", "sort")]
                .map(|(keys, action)| Change::parse(Place::Listing, keys, action).unwrap())
                .into(),
        };
        assert_eq!(read(text, "x"), (expected, vec![]));
    }

    fn said(text: &str, language: Language) -> Vec<String> {
        let (_, warnings) = read(text, "c.toml");
        warnings
            .iter()
            .map(|it| it.say(language).to_owned())
            .collect()
    }

    #[test]
    fn mistakes_are_warnings_with_a_place_and_a_suggestion() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(said(text, Language::English), expected, "{text:?}");
        };
        check(
            "mouse = true\nlangage = \"zh\"",
            &["c.toml:2: no setting is called langage (did you mean language?)"],
        );
        check("sounds = 1", &["c.toml:1: no setting is called sounds"]);
        check(
            "theme = \"pink\"",
            &["c.toml:1: theme must be one of ansi, auto, dark, light, high-contrast, mono"],
        );
        check(
            "theme = \"drak\"\nkeymap = \"vmi\"\nlanguage = \"cn\"",
            &[
                "c.toml:1: theme cannot be drak (did you mean dark?)",
                "c.toml:2: keymap cannot be vmi (did you mean vim?)",
                "c.toml:3: language must be one of auto, zh, en",
            ],
        );
        check("\nmouse = 1", &["c.toml:2: mouse must be true or false"]);
        check(
            "copy_command = 1",
            &["c.toml:1: copy_command must be a text in quotation marks"],
        );
        check(
            "[me]\nnmae = \"x\"\nphone = 1",
            &[
                "c.toml:2: [me] has no line called nmae (did you mean name?)",
                "c.toml:3: phone must be a text in quotation marks",
            ],
        );
        check("me = 1", &["c.toml:1: me must be a table: write [me]"]);
        check(
            "colors = 1",
            &["c.toml:1: colors must be a table: write [colors]"],
        );
        check(
            "[colors]\ndimm = \"red\"\ndim = \"bald\"\nmatch = 1",
            &[
                "c.toml:2: no colour is called dimm (did you mean dim?)",
                "c.toml:3: dim: bald is neither an attribute such as bold nor a colour such as cyan, 208 or \
                 #6fd3e3 (did you mean bold?)",
                "c.toml:4: match must be a text in quotation marks",
            ],
        );
    }

    #[test]
    fn mistakes_in_keys_are_warnings_with_a_suggestion() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(said(text, Language::English), expected, "{text:?}");
        };
        check(
            "[keys.listing]\n\"Hyper-X\" = \"sort\"\nF9 = \"sorted\"\nF8 = 1",
            &[
                "c.toml:2: Hyper-X is not a key: write Ctrl-X, Alt-Enter, F9 or \"g g\"",
                "c.toml:3: F9: no action is called sorted (did you mean sort?)",
                "c.toml:4: F8 must be a text in quotation marks",
            ],
        );
        check(
            "[keys.lister]\n[keys]\nfacets = 1",
            &[
                "c.toml:1: no place is called lister (did you mean listing?)",
                "c.toml:3: keys.facets must be a table: write [keys.facets]",
            ],
        );
        check(
            "keys = 1",
            &["c.toml:1: keys must be a table: write [keys]"],
        );
    }

    #[test]
    fn mistakes_are_said_in_chinese_too() {
        assert_eq!(
            said("\nthem = 1", Language::Chinese),
            ["c.toml:2: 没有名为 them 的设置（是否想写 theme？）"]
        );
    }

    #[test]
    fn a_file_that_is_no_toml_changes_nothing() {
        let (config, warnings) = read("mouse = false\nmouse =", "c.toml");
        assert_eq!(config, Config::default());
        let [warning] = warnings.as_slice() else {
            panic!("{warnings:?}")
        };
        let english = warning.say(Language::English);
        assert_eq!(
            english,
            "c.toml:2: column 8: there is no value after = (the whole file was ignored)"
        );
        let chinese = warning.say(Language::Chinese);
        assert_eq!(
            chinese,
            "c.toml:2: 第 8 个字符：等号后面缺少值（整个文件未生效）"
        );
    }
}
