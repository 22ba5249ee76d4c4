//! The command line in Chinese: texts laid over the command that clap has built from the
//! arguments' English doc comments.
//!
//! Clap's own words (`default`, `possible values`, headings, usage) cannot be set, so they are
//! switched off, and what they would say becomes part of the text.

mod texts;

use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr};
use clap::{Arg, Command};

use crate::ui::text::DisplayWidth;
use crate::ui::wrap;
use texts::{ARGUMENTS, COMMANDS, HEADINGS, VALUE_NAMES, VALUES};

/// The command with Chinese texts. What it takes and how it ends stay the same.
pub(super) fn worded(mut command: Command) -> Command {
    command.build();
    worded_at("", command)
}

fn worded_at(path: &str, command: Command) -> Command {
    let mut command = command
        .mut_args(|argument| worded_argument(path, argument))
        .mut_subcommands(|below| {
            let path = format!("{path} {}", below.get_name());
            worded_at(path.trim_start(), below)
        })
        .subcommand_value_name("命令");
    if let Some((_, text)) = COMMANDS.iter().find(|(known, _)| *known == path) {
        let short = text.split_once("\n\n").map_or(*text, |(short, _)| short);
        command = command.about(short).long_about(*text);
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let usage = usage.replace("[OPTIONS]", "[选项]");
    let template = template(&command);
    command.override_usage(usage).help_template(template)
}

/// The parts of the help that a command has, under their headings.
fn template(command: &Command) -> String {
    let style = command.get_styles().get_header();
    let heading = |name: &str| format!("\n\n{style}{name}{style:#}\n");
    let usage = format!("\n{style}用法：{style:#}{{usage}}");
    let mut template = format!("{{before-help}}{{about-with-newline}}{usage}");
    if command.has_subcommands() {
        template += &heading("命令：");
        template += "{subcommands}";
    }
    if command.get_positionals().next().is_some() {
        template += &heading("参数：");
        template += "{positionals}";
    }
    template += &heading("选项：");
    template + "{options}{after-help}"
}

fn worded_argument(path: &str, mut argument: Arg) -> Arg {
    if let Some(names) = value_names(&argument) {
        argument = argument.value_names(names);
    }
    let Some(text) = text_of(path, &argument) else {
        return argument;
    };
    let (short, long) = helps(path, &argument, text);
    argument
        .help(short)
        .long_help(long)
        .hide_default_value(true)
        .hide_possible_values(true)
        .hide_env(true)
}

fn value_names(argument: &Arg) -> Option<Vec<&'static str>> {
    let names = argument.get_value_names()?.iter();
    let known = names.map(|name| {
        let known = VALUE_NAMES.iter().find(|(english, _)| name == english);
        known.map(|(_, chinese)| *chinese)
    });
    known.collect()
}

/// The path under which an argument's texts stand: its own command's, or the program's.
fn home<'a>(path: &'a str, argument: &Arg) -> &'a str {
    let built_in = ["help", "version"].contains(&argument.get_id().as_str());
    if argument.is_global_set() || built_in {
        return "";
    }
    path
}

fn text_of(path: &str, argument: &Arg) -> Option<&'static str> {
    let key = (home(path, argument), argument.get_id().as_str());
    let mut rows = ARGUMENTS.iter();
    let row = rows.find(|(path, id, _)| (*path, *id) == key);
    row.map(|(.., text)| *text)
}

/// The short and the long help: text, environment, default, possible values.
fn helps(path: &str, argument: &Arg, text: &str) -> (String, String) {
    let mut notes = Vec::new();
    if let Some(variable) = argument.get_env() {
        notes.push(format!("[环境变量：{}]", variable.to_string_lossy()));
    }
    let values = argument.get_possible_values();
    // Switches have values and a default too, without taking any.
    if argument.get_action().takes_values() {
        let defaults = argument.get_default_values().iter();
        notes.extend(defaults.map(|it| format!("[默认：{}]", it.to_string_lossy())));
    }
    let notes = notes.join(" ");
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    if !argument.get_action().takes_values() || names.is_empty() {
        let help = joined([text, &notes], " ");
        return (help.clone(), help);
    }
    let all = format!("[可选值：{}]", names.join("、"));
    let short = joined([text, &notes, &all], " ");
    let lines = values.iter().map(|value| {
        let name = value.get_name();
        match value_text(path, argument, name) {
            Some(text) => format!("- {name}：{text}"),
            None => format!("- {name}"),
        }
    });
    let list: Vec<_> = ["可选值：".to_owned()].into_iter().chain(lines).collect();
    (short, joined([text, &list.join("\n"), &notes], "\n\n"))
}

fn joined<const N: usize>(parts: [&str; N], separator: &str) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

fn value_text(path: &str, argument: &Arg, value: &str) -> Option<&'static str> {
    let key = (home(path, argument), argument.get_id().as_str(), value);
    let mut rows = VALUES.iter();
    let row = rows.find(|(path, id, value, _)| (*path, *id, *value) == key);
    row.map(|(.., text)| *text)
}

/// Columns in front of a help text in the list that `-h` prints: blanks, the room for a short
/// name, and the longest of the names.
fn indent(names: impl Iterator<Item = String>, short: usize) -> usize {
    let widths = names.map(|name| DisplayWidth::default().width(&name));
    GAP + short + widths.max().unwrap_or_default() + GAP
}

/// Blanks around a name.
const GAP: usize = 2;
/// Columns of `-o, `.
const SHORT_NAME: usize = 4;
/// Columns in front of a help text that stands below its name, as `--help` prints it.
const BELOW: usize = 10;
/// No text is broken narrower.
const NARROWEST: usize = 20;

/// The worded command with lines that end within a window. Clap breaks them at blanks, of which
/// Chinese has none.
pub(super) fn laid_out(command: Command, width: usize) -> Command {
    let broken = |text: Option<&StyledStr>, indent: usize| {
        let text = text.map(ToString::to_string).unwrap_or_default();
        let room = width.saturating_sub(indent).max(NARROWEST);
        let lines = wrap::wrap(DisplayWidth::default(), &text, room).into_iter();
        let lines = lines.map(|line| text.get(line).unwrap_or_default());
        lines.collect::<Vec<_>>().join("\n")
    };
    let of_values = indent(command.get_positionals().map(Arg::to_string), 0);
    let options = command.get_arguments().filter(|it| !it.is_positional());
    let of_options = indent(options.map(Arg::to_string), SHORT_NAME);
    let names = command.get_subcommands().map(Command::get_name);
    let of_commands = indent(names.map(str::to_owned), 0);
    let about = broken(command.get_long_about(), 0);
    command
        .long_about(about)
        .mut_args(|argument| {
            let indent = if argument.is_positional() {
                of_values
            } else {
                of_options
            };
            let short = broken(argument.get_help(), indent);
            let long = broken(argument.get_long_help(), BELOW);
            argument.help(short).long_help(long)
        })
        .mut_subcommands(|below| {
            let about = broken(below.get_about(), of_commands);
            laid_out(below.about(about), width)
        })
        .term_width(0)
}

/// The worded command for completions, which show the words of the possible values. It can no
/// longer read them.
pub(super) fn with_worded_values(command: Command) -> Command {
    with_worded_values_at("", command)
}

fn with_worded_values_at(path: &str, command: Command) -> Command {
    let worded = |argument: Arg| {
        let values = argument.get_possible_values();
        if !argument.get_action().takes_values() || values.is_empty() {
            return argument;
        }
        let worded = values.into_iter().map(|value| {
            let text = value_text(path, &argument, value.get_name());
            text.into_iter().fold(value, PossibleValue::help)
        });
        let worded = PossibleValuesParser::new(worded.collect::<Vec<_>>());
        // The shell lists the values itself.
        let text = text_of(path, &argument).unwrap_or_default();
        argument.value_parser(worded).help(text)
    };
    command.mut_args(worded).mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        with_worded_values_at(path.trim_start(), below)
    })
}

/// A manual page with Chinese headings, and values one a line.
pub(super) fn with_headings(page: &str) -> String {
    let lines = page.lines().map(|line| {
        if line.starts_with("\\- ") {
            return format!(".br\n{line}");
        }
        let heading = line.strip_prefix(".SH ");
        let known = heading.and_then(|heading| HEADINGS.iter().find(|row| row.0 == heading));
        known.map_or_else(|| line.to_owned(), |(_, chinese)| format!(".SH {chinese}"))
    });
    lines.map(|line| line + "\n").collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use clap::CommandFactory as _;

    use super::super::Arguments;
    use super::*;

    /// Calls with every command under its path.
    fn walk(path: &str, command: &Command, see: &mut impl FnMut(&str, &Command)) {
        see(path, command);
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            walk(path.trim_start(), below, see);
        }
    }

    fn english() -> Command {
        let mut command = Arguments::command();
        command.build();
        command
    }

    #[test]
    fn every_command_and_argument_has_a_chinese_text_and_no_text_is_left_over() {
        let mut known: HashSet<String> = HashSet::new();
        let mut lacking = Vec::new();
        let mut note = |key: String, there: bool| {
            if !there {
                lacking.push(key.clone());
            }
            known.insert(key);
        };
        walk("", &english(), &mut |path, command| {
            let has = COMMANDS.iter().any(|(known, _)| *known == path);
            note(path.to_owned(), has);
            for argument in command.get_arguments() {
                let key = format!("{}|{}", home(path, argument), argument.get_id());
                note(key.clone(), text_of(path, argument).is_some());
                for name in argument.get_value_names().unwrap_or_default() {
                    if argument.get_action().takes_values() {
                        note(format!("name {name}"), value_names(argument).is_some());
                    }
                }
                for value in argument.get_possible_values() {
                    if value.get_help().is_some() {
                        let text = value_text(path, argument, value.get_name());
                        note(format!("{key}|{}", value.get_name()), text.is_some());
                    }
                }
            }
        });
        assert_eq!(lacking, Vec::<String>::new());
        let rows = COMMANDS.iter().map(|(path, _)| (*path).to_owned());
        let arguments = ARGUMENTS.iter().map(|(path, id, _)| format!("{path}|{id}"));
        let values = VALUES.iter();
        let values = values.map(|(path, id, value, _)| format!("{path}|{id}|{value}"));
        let names = VALUE_NAMES.iter().map(|(name, _)| format!("name {name}"));
        let rows = rows.chain(arguments).chain(values).chain(names);
        let mut seen = HashSet::new();
        let twice_or_unknown = rows.filter(|row| !known.contains(row) || !seen.insert(row.clone()));
        assert_eq!(twice_or_unknown.collect::<Vec<_>>(), Vec::<String>::new());
    }

    /// Words of two Latin letters or more, in order.
    fn latin(text: &str) -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let letters = |word: &&str| word.chars().filter(char::is_ascii_alphabetic).count() > 1;
        words.filter(letters).map(str::to_owned).collect()
    }

    /// Every name that the command line has in both languages.
    fn names() -> HashSet<String> {
        let mut names = String::from("qiao CSV JSON TOML Schema NO COLOR QIAO DATA DIR shell src");
        names += " jsonl json csv tsv xls xlsx xlsb ods html spreadsheetml xml aps ris bibtex";
        names += " noteexpress endnote vcard achievement patent need expert institution";
        names += " mail letter wechat follow up templates eml md ";
        names += " Markdown toml list Q3 html htm xlsx md";
        names += " province city institution ipc filing year month deal stage contract kind";
        names += " utf gb18030 big5 16le data iCalendar local PEM ";
        walk("", &english(), &mut |path, command| {
            names.extend([path, " "]);
            for argument in command.get_arguments() {
                names.extend([argument.get_long().unwrap_or_default(), " "]);
                let values = argument.get_possible_values();
                let values = values.iter().map(|value| value.get_name().to_owned() + " ");
                names.extend(values);
            }
        });
        latin(&names).into_iter().collect()
    }

    #[test]
    fn the_help_has_no_english_words_but_names() {
        let names = names();
        let command = worded(Arguments::command());
        walk("", &command, &mut |path, command| {
            let mut command = command.clone();
            // The examples of queries are in both languages.
            command = command.after_long_help("");
            for help in [command.render_help(), command.render_long_help()] {
                let help = help.to_string();
                let words = latin(&help).into_iter();
                let odd: Vec<_> = words.filter(|word| !names.contains(word)).collect();
                assert!(odd.is_empty(), "{path}: {odd:?} in\n{help}");
            }
        });
    }

    #[test]
    fn help_says_usage_defaults_and_values_in_chinese() {
        let mut command = worded(Arguments::command());
        let search = command.find_subcommand_mut("search");
        let help = search.map(|it| it.render_help().to_string());
        let help = help.unwrap_or_default();
        for expected in [
            "列出符合检索式的条目\n\n用法：qiao search [选项] [检索式]",
            "参数：\n",
            "选项：\n",
            "--sort <顺序>",
            "结果的顺序 [默认：relevance]",
            "[可选值：relevance、newest、oldest、title、budget、added]",
            "[环境变量：QIAO_DATA_DIR]",
        ] {
            assert!(help.contains(expected), "{expected} in\n{help}");
        }
        let long = command.render_long_help().to_string();
        assert!(long.contains("命令：\n  search"), "{long}");
        assert!(long.contains("- never：从不"), "{long}");
    }

    #[test]
    fn no_line_of_the_help_is_longer_than_the_window() {
        for width in [60, 80, 120] {
            let command = laid_out(worded(Arguments::command()), width);
            walk("", &command, &mut |path, command| {
                let mut command = command.clone();
                for help in [command.render_help(), command.render_long_help()] {
                    let help = help.to_string();
                    let long = help
                        .lines()
                        .find(|line| DisplayWidth::default().width(line) > width);
                    assert_eq!(long, None, "{path} at {width}");
                }
            });
        }
    }

    #[test]
    fn headings_of_the_manual_are_known() {
        let page = ".TH qiao\n.SH NAME\nqiao\n.SH SYNOPSIS\n\\- a\n";
        let expected = ".TH qiao\n.SH 名称\nqiao\n.SH 用法\n.br\n\\- a\n";
        assert_eq!(with_headings(page), expected);
    }
}
