//! The user's settings: an optional TOML file. What it does not say is as in the tables here.
//!
//! A mistake in the file is a warning with file, line and what was probably meant; the
//! program starts all the same. The commented defaults and the JSON schema are printed from the
//! tables that the file is read by.

mod reading;

use std::path::{Path, PathBuf};

use anyhow::Context;
use qiao_index::vocab::Language;
use ratatui::style::Style;

use crate::messages::{Failure, pick};
use crate::ui::action::ACTIONS;
use crate::ui::keymap::{self, Change, Place};
use crate::ui::theme::{self, Role};

pub(crate) use reading::read;

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// One of these words, the first unless told.
    OneOf(&'static [&'static str]),
    /// Yes or no, yes unless told.
    Switch,
    /// Any text, empty unless told.
    Text,
}

/// One setting: name, values, what it is for (Chinese first).
type Setting = (&'static str, Values, [&'static str; 2]);

const SETTINGS: [Setting; 10] = [
    (
        "language",
        Values::OneOf(&["auto", "zh", "en"]),
        [
            "界面语言；auto 随系统区域设置",
            "display language; auto follows the locale",
        ],
    ),
    (
        "theme",
        Values::OneOf(&theme::NAMES),
        [
            "配色；ansi 用终端自己的十六色，auto 看终端背景选 dark 或 light，mono 不用颜色",
            "colours: ansi uses the terminal's own sixteen, auto asks for the background and picks dark or light, mono uses none",
        ],
    ),
    (
        "keymap",
        Values::OneOf(&keymap::PRESET_NAMES),
        [
            "按键方案；见下面的 [keys.…]",
            "keys; [keys.…] below changes individual ones",
        ],
    ),
    (
        "ambiguous_width",
        Values::OneOf(&["narrow", "wide"]),
        [
            "终端把 “ ” … ① ℃ 等字符画成一列还是两列；qiao doctor 可测",
            "how wide the terminal draws characters like “ ” … ① ℃; qiao doctor measures it",
        ],
    ),
    (
        "borders",
        Values::OneOf(&["unicode", "ascii"]),
        ["线条和标记所用的字符", "characters for lines and marks"],
    ),
    (
        "mouse",
        Values::Switch,
        [
            "接管鼠标；按住 Shift 拖动仍可选取文字",
            "use the mouse; dragging with Shift still selects text",
        ],
    ),
    (
        "synonyms",
        Values::Switch,
        [
            "检索时加上同义词（无人机 = drone = uav）；单个词加引号则只查该词",
            "add words that mean the same to queries (无人机 = drone = uav); quotes ask for a word alone",
        ],
    ),
    (
        "copy_command",
        Values::Text,
        [
            "把标准输入放入剪贴板的命令；留空则自动寻找",
            "command that copies its input to the clipboard; empty to find one",
        ],
    ),
    (
        "remember_opened",
        Values::Switch,
        [
            "记住打开过哪些条目、复制过谁的联系方式；qiao desk clear opened 清除",
            "remember which listings were opened and whose contact was copied; `qiao desk clear opened` forgets it",
        ],
    ),
    (
        "remote",
        Values::Text,
        [
            "search、facets、show、export、match 和浏览界面在哪个远程库上查（qiao remote list）；留空则查本地资料库",
            "the remote that search, facets, show, export, match and the browser ask (`qiao remote list`); empty for the local library",
        ],
    ),
];

/// The folder of the user's own templates, beside the settings.
const TEMPLATES: &str = "templates";

/// The table of what the user says of himself.
const ME: &str = "me";
/// What it is for.
const ME_PURPOSE: [&str; 2] = [
    "您自己，写在信稿的落款处；模板中写作 {user_name}、{user_phone} 等",
    "yourself, for the end of letters; templates name it {user_name}, {user_phone} and so on",
];
/// Its lines: name, what templates call it, what it is.
const ME_LINES: [(&str, &str, [&str; 2]); 5] = [
    ("name", "user_name", ["姓名", "your name"]),
    (
        "organisation",
        "user_organisation",
        ["单位", "your organisation"],
    ),
    ("phone", "user_phone", ["电话", "your telephone number"]),
    ("email", "user_email", ["邮箱", "your e-mail address"]),
    ("wechat", "user_wechat", ["微信号", "your WeChat id"]),
];

/// The table of the user's own colours.
const COLORS: &str = "colors";
/// What it is for.
const COLORS_PURPOSE: [&str; 2] = [
    "在配色之上改动：bold dim italic underlined reversed，颜色名、0 到 255 或 #rrggbb，on 后为底色",
    "changes to the theme: bold dim italic underlined reversed, a colour by name, 0 to 255 or #rrggbb; the background colour follows on",
];

/// The table of the user's own keys, one table a place in it.
const KEYS: &str = "keys";
/// What it is for.
const KEYS_PURPOSE: [&str; 2] = [
    "在按键方案之上改动，\"none\" 取消按键；全部命令名见 qiao config schema",
    "changes to the keys, \"none\" unbinds a key; qiao config schema lists all actions",
];
/// A line of it, as an example.
const KEYS_EXAMPLE: &str = "# \"F9\" = \"sort\"";

/// The settings as read.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the file of settings"
)]
pub(crate) struct Config {
    /// Language of the screen, where the file names one.
    pub(crate) language: Option<Language>,
    /// One of [`theme::NAMES`].
    pub(crate) theme: &'static str,
    /// One of [`keymap::PRESET_NAMES`].
    pub(crate) keymap: &'static str,
    /// Ambiguous characters are two columns wide.
    pub(crate) ambiguous_wide: bool,
    /// Lines and marks in ASCII.
    pub(crate) ascii: bool,
    /// Take the mouse.
    pub(crate) mouse: bool,
    /// Add words that mean the same to queries.
    pub(crate) synonyms: bool,
    /// Command that copies.
    pub(crate) copy_command: Option<String>,
    /// Remember what was opened and whose contact was copied.
    pub(crate) remember_opened: bool,
    /// The remote that is asked instead of the library.
    pub(crate) remote: Option<String>,
    /// What the user says of himself, by the names that templates have for it.
    pub(crate) me: Vec<(&'static str, String)>,
    /// Where the user's own templates lie: beside the file.
    pub(crate) templates: Option<PathBuf>,
    /// Changes to the theme.
    pub(crate) colors: Vec<(Role, Style)>,
    /// Changes to the keys.
    pub(crate) keys: Vec<Change>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: None,
            theme: "ansi",
            keymap: "default",
            ambiguous_wide: false,
            ascii: false,
            mouse: true,
            synonyms: true,
            copy_command: None,
            remember_opened: true,
            remote: None,
            me: Vec::new(),
            templates: None,
            colors: Vec::new(),
            keys: Vec::new(),
        }
    }
}

/// Where the file is looked for unless told otherwise.
pub(crate) fn path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "qiao")?;
    Some(folders.config_dir().join("config.toml"))
}

/// All settings with their defaults, as a file.
pub(crate) fn print_default(language: Language) -> String {
    let lines = SETTINGS.map(|(name, values, purpose)| {
        let (default, choice) = match values {
            Values::OneOf(words) => {
                let default = words.first().copied().unwrap_or_default();
                (format!("\"{default}\""), format!(" ({})", words.join(", ")))
            }
            Values::Switch => ("true".to_owned(), " (true, false)".to_owned()),
            Values::Text => ("\"\"".to_owned(), String::new()),
        };
        let purpose = pick(language, purpose);
        format!("# {purpose}{choice}\n{name} = {default}\n")
    });
    let me = ME_LINES.map(|(name, _, what)| {
        let what = pick(language, what);
        format!("{name} = \"\" # {what}\n")
    });
    let colors = Role::NAMED.map(|(name, _)| format!("# {name} = \"\"\n"));
    let keys = Place::NAMED.map(|(place, _)| format!("[{KEYS}.{place}]\n{KEYS_EXAMPLE}\n"));
    format!(
        "{}\n# {}\n[{ME}]\n{}\n# {}\n[{COLORS}]\n{}\n# {}\n{}",
        lines.concat(),
        pick(language, ME_PURPOSE),
        me.concat(),
        pick(language, COLORS_PURPOSE),
        colors.concat(),
        pick(language, KEYS_PURPOSE),
        keys.concat(),
    )
}

/// The settings as a JSON schema, for editors.
pub(crate) fn schema(language: Language) -> serde_json::Value {
    let mut properties = serde_json::Map::new();
    for (name, values, purpose) in SETTINGS {
        let mut property = match values {
            Values::OneOf(words) => {
                serde_json::json!({ "enum": words, "default": words.first() })
            }
            Values::Switch => serde_json::json!({ "type": "boolean", "default": true }),
            Values::Text => serde_json::json!({ "type": "string", "default": "" }),
        };
        describe(&mut property, purpose, language);
        properties.insert(name.to_owned(), property);
    }
    let mut me = object(ME_LINES.map(|(name, _, what)| {
        let mut line = serde_json::json!({ "type": "string", "default": "" });
        describe(&mut line, what, language);
        (name.to_owned(), line)
    }));
    describe(&mut me, ME_PURPOSE, language);
    properties.insert(ME.to_owned(), me);
    let style = || serde_json::json!({ "type": "string" });
    let mut colors = object(Role::NAMED.map(|(name, _)| (name.to_owned(), style())));
    describe(&mut colors, COLORS_PURPOSE, language);
    properties.insert(COLORS.to_owned(), colors);
    properties.insert(KEYS.to_owned(), keys_schema(language));
    let mut schema = object(properties);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "qiao".into();
    schema
}

/// In every place any keys with the id of an action.
fn keys_schema(language: Language) -> serde_json::Value {
    let actions: Vec<_> = ACTIONS
        .iter()
        .map(|row| serde_json::json!({ "const": row.id, "description": pick(language, row.help) }))
        .chain([serde_json::json!({ "const": keymap::NO_ACTION })])
        .collect();
    let place = serde_json::json!({
        "type": "object",
        "additionalProperties": { "oneOf": actions },
    });
    let mut keys = object(Place::NAMED.map(|(name, _)| (name.to_owned(), place.clone())));
    describe(&mut keys, KEYS_PURPOSE, language);
    keys
}

/// An object with these properties and no others.
fn object(properties: impl IntoIterator<Item = (String, serde_json::Value)>) -> serde_json::Value {
    let properties: serde_json::Map<_, _> = properties.into_iter().collect();
    serde_json::json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn describe(schema: &mut serde_json::Value, purpose: [&'static str; 2], language: Language) {
    schema["description"] = pick(language, purpose).into();
}

/// Reads the file that the user named, or the usual one where it exists; with warnings.
///
/// # Errors
/// A file that the user named cannot be read.
pub(crate) fn load(named: Option<&Path>) -> anyhow::Result<(Config, Vec<Failure>)> {
    let usual = path();
    let Some(file) = named.or(usual.as_deref()) else {
        return Ok((Config::default(), Vec::new()));
    };
    let (config, warnings) = load_file(file, named.is_some())?;
    let templates = file.parent().map(|folder| folder.join(TEMPLATES));
    Ok((
        Config {
            templates,
            ..config
        },
        warnings,
    ))
}

fn load_file(file: &Path, is_named: bool) -> anyhow::Result<(Config, Vec<Failure>)> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(read(&text, &file.display().to_string())),
        Err(error) if !is_named && error.kind() == std::io::ErrorKind::NotFound => {
            Ok((Config::default(), Vec::new()))
        }
        Err(error) => {
            let failed = Err(error).with_context(|| {
                let file = file.display();
                Failure::new(
                    format!("读不出配置文件 {file}"),
                    format!("cannot read the settings file {file}"),
                )
            });
            match failed {
                Err(error) if !is_named => Ok((Config::default(), vec![Failure::of(&error)])),
                failed => failed,
            }
        }
    }
}

/// The language of the screen: as told on the command line, in the file, by the locale.
pub(crate) fn language(told: Option<Language>, config: &Config, locale: &str) -> Language {
    let spoken = if locale.starts_with("zh") {
        Language::Chinese
    } else {
        Language::English
    };
    told.or(config.language).unwrap_or(spoken)
}

/// The locale of messages, from the environment.
pub(crate) fn locale() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(set)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn the_printed_defaults_are_the_defaults() {
        for language in [Language::Chinese, Language::English] {
            let printed = print_default(language);
            assert_eq!(read(&printed, "x"), (Config::default(), vec![]));
        }
    }

    #[test]
    fn the_schema_has_every_setting() {
        let schema = schema(Language::English);
        let properties = schema["properties"].as_object().unwrap();
        for (name, ..) in SETTINGS {
            assert!(properties[name]["description"].is_string(), "{name}");
        }
        assert_eq!(properties["theme"]["enum"][0], "ansi");
        assert_eq!(properties["colors"]["properties"]["dim"]["type"], "string");
        let listing = &properties["keys"]["properties"]["listing"];
        let actions = listing["additionalProperties"]["oneOf"].as_array().unwrap();
        assert_eq!(actions.len(), ACTIONS.len() + 1);
    }

    #[test]
    fn a_named_file_must_be_there() {
        let error = load(Some(Path::new("/no/such/file")))
            .unwrap_err()
            .to_string();
        assert_eq!(error, "cannot read the settings file /no/such/file");
    }

    #[test]
    fn the_command_line_goes_before_the_file_before_the_locale() {
        let (zh, en) = (Language::Chinese, Language::English);
        let file = |language| Config {
            language,
            ..Config::default()
        };
        let check = |told, written, locale: &str, expected| {
            assert_eq!(language(told, &file(written), locale), expected);
        };
        check(Some(en), Some(zh), "zh_CN.UTF-8", en);
        check(None, Some(zh), "C", zh);
        check(None, None, "zh_CN.UTF-8", zh);
        check(None, None, "C", en);
        check(None, None, "", en);
    }
}
