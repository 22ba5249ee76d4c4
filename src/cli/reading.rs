//! Reading the arguments in the user's language.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, ValueEnum as _};
use qiao_index::vocab::Language;

use super::{Arguments, Lang, chinese, complain, deal, edit, exit_codes, mistake, spoken};
use crate::messages::{Messages, pick};
use crate::ui::table;

/// Language of messages before the arguments are read: what is wrong with them is told in it.
pub(super) fn spoken_before(words: &[OsString]) -> Language {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let words = words.split(|word| word == "--").next().unwrap_or_default();
    let value = |name: &str| {
        words.iter().enumerate().find_map(|(place, word)| {
            let rest = word.strip_prefix(name)?;
            match rest.strip_prefix('=') {
                None if rest.is_empty() => words.get(place + 1).map(ToString::to_string),
                value => value.map(str::to_owned),
            }
        })
    };
    let told = value("--lang").and_then(|word| Lang::from_str(&word, false).ok());
    let settings = value("--config").map(PathBuf::from);
    spoken(told.map(Lang::language), settings.as_deref())
}

/// Place in the help of the options that every command takes: behind its own.
const BEHIND_OWN: usize = 100;

/// The command line with its texts in a language.
pub(super) fn command(language: Language) -> clap::Command {
    let general = &Messages::of(language).general;
    let examples = general.examples.iter();
    let rows: Vec<_> = examples
        .map(|(example, meaning)| [format!("  {example}"), (*meaning).to_owned()])
        .collect();
    let heading = pick(language, ["检索式：", "Query language:"]);
    let examples = format!("{heading}\n{}", table::lines(&rows).join("\n"));
    let command = Arguments::command()
        .after_long_help(exit_codes::listed(language))
        .mut_args(|argument| {
            if argument.is_global_set() {
                return argument.display_order(BEHIND_OWN);
            }
            argument
        })
        .mut_subcommands(|below| match below.get_name() {
            "search" => below.after_long_help(&examples),
            "edit" => below.after_long_help(edit::fields_listed(language)),
            "deal" => below.mut_subcommand("set", |set| {
                set.after_long_help(deal::fields_listed(language))
            }),
            _ => below,
        });
    match language {
        Language::Chinese => chinese::worded(command),
        Language::English => command,
    }
}

/// Reads the arguments.
pub(super) fn read(words: Vec<OsString>, language: Language) -> Result<Arguments, clap::Error> {
    let mut command = command(language);
    if language == Language::Chinese {
        command = chinese::laid_out(command, table::room());
    }
    let matches = command.try_get_matches_from_mut(words)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Prints help, or what is wrong with the arguments.
pub(super) fn refuse(error: &clap::Error, language: Language) -> ExitCode {
    use clap::error::ErrorKind::{
        DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion,
    };
    let asked = [
        DisplayHelp,
        DisplayHelpOnMissingArgumentOrSubcommand,
        DisplayVersion,
    ];
    match language {
        Language::Chinese if !asked.contains(&error.kind()) => complain(&mistake::chinese(error)),
        // Nobody is left to tell where this fails.
        _ => drop(error.print()),
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
