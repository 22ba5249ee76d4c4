//! A mistake in the arguments, said in Chinese: clap's kind of error and what it knows of it, in
//! our own words. In English clap speaks for itself.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use qiao_index::vocab::Language;

use crate::messages::{Failure, escape_controls};

/// What is wrong, what was probably meant, how the command is used.
pub(super) fn chinese(error: &Error) -> String {
    let mut lines = vec![format!("错误：{}", what(error))];
    let hints = hints(error);
    if !hints.is_empty() {
        lines.push(String::new());
        lines.extend(hints.iter().map(|hint| format!("  {hint}")));
    }
    if let Some(usage) = text(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage: ");
        lines.push(format!("\n用法：{usage}"));
    }
    lines.push("\n更多说明请用 --help".to_owned());
    lines.join("\n")
}

/// What an error knows, as text that can be shown.
fn text(error: &Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => return Some(text.to_string()),
        ContextValue::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(escape_controls(&text).into_owned()).filter(|text| !text.is_empty())
}

/// What is wrong, in a sentence.
fn what(error: &Error) -> String {
    let said = |kind| text(error, kind).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("没有选项 {argument}"),
        ErrorKind::UnknownArgument => format!("多了一个参数“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令“{}”", said(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要有一个值"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”"),
        ErrorKind::ValueValidation => {
            format!("{argument} 不能是“{value}”{}", reason(error))
        }
        ErrorKind::ArgumentConflict => conflict(error, &argument),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::NoEquals => format!("{argument} 与值之间要写 ="),
        ErrorKind::TooManyValues => format!("{argument} 的值太多：多了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 的值的个数不对")
        }
        ErrorKind::InvalidUtf8 => "有一个参数不是 UTF-8 编码".to_owned(),
        kind => format!("命令行无法解读。解析器原话：{kind}"),
    }
}

/// What the reader of the value has to say.
fn reason(error: &Error) -> String {
    let Some(source) = std::error::Error::source(error) else {
        return String::new();
    };
    match source.downcast_ref::<Failure>() {
        Some(failure) => format!("：{}", failure.say(Language::Chinese)),
        None => format!("。解析器原话：{}", escape_controls(&source.to_string())),
    }
}

fn conflict(error: &Error, argument: &str) -> String {
    let other = text(error, ContextKind::PriorArg).unwrap_or_default();
    if other == argument {
        return format!("{argument} 只能写一次");
    }
    let command = text(error, ContextKind::InvalidSubcommand);
    let argument = command.map_or_else(|| argument.to_owned(), |name| format!("命令 {name}"));
    format!("{argument} 不能与 {other} 同时使用")
}

/// What was probably meant, and what is possible.
fn hints(error: &Error) -> Vec<String> {
    let mut hints = Vec::new();
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ];
    for suggestion in suggested.into_iter().filter_map(|kind| text(error, kind)) {
        hints.push(format!("您是不是想用 {suggestion}？"));
    }
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        hints.extend(text(error, kind).map(|values| format!("可用的有：{values}")));
    }
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    if error.kind() == ErrorKind::UnknownArgument && advises_dashes(error, &argument) {
        hints.push(format!(
            "如果 {argument} 本身就是一个值，写成 -- {argument}"
        ));
    }
    let unknown = text(error, ContextKind::InvalidSubcommand);
    if let (ErrorKind::InvalidSubcommand, Some(word), []) = (error.kind(), unknown, &*hints) {
        hints.push(format!("要检索它，请用 qiao search {word}"));
    }
    hints
}

/// Whether clap thinks that the argument may be a value that begins with a dash.
fn advises_dashes(error: &Error, argument: &str) -> bool {
    let Some(ContextValue::StyledStrs(advice)) = error.get(ContextKind::Suggested) else {
        return false;
    };
    let dashes = format!("-- {argument}");
    advice.iter().any(|it| it.to_string().contains(&dashes))
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use super::*;

    #[test]
    fn mistakes_are_said_with_what_was_meant_and_what_is_possible() {
        let check = |line: &str, expected: &[&str]| {
            let words = ["qiao"].into_iter().chain(line.split_whitespace());
            let read = read(words.map(Into::into).collect(), Language::Chinese);
            let said = read.map_err(|error| (error.exit_code(), chinese(&error)));
            let Err((2, said)) = said else {
                panic!("{line}: {said:?}")
            };
            for expected in expected {
                assert!(said.contains(expected), "{line}: {expected} in\n{said}");
            }
            assert!(said.ends_with("\n\n更多说明请用 --help"), "{said}");
        };
        check(
            "search x --fromat json",
            &[
                "错误：没有选项 --fromat\n\n  您是不是想用 --format？\n",
                "\n\n用法：qiao search [选项] [检索式]\n",
            ],
        );
        check(
            "search x --format jason",
            &[
                "错误：--format <格式> 不能是“jason”",
                "您是不是想用 json？",
                "可用的有：table、json、jsonl、csv、tsv",
            ],
        );
        check(
            "search x --format",
            &["错误：--format <格式> 后面要有一个值"],
        );
        check(
            "search x --limit many",
            &["--limit <个数> 不能是“many”：应为整数，如 20"],
        );
        check("search", &["错误：缺少 <检索式>"]);
        check("serach x", &["没有命令“serach”", "search？"]);
        check("石墨烯", &["要检索它，请用 qiao search 石墨烯"]);
        check("show 1 2", &["多了一个参数“2”"]);
        check("import -x", &["没有选项 -x", "写成 -- -x"]);
        check(
            "search x --queries f",
            &["错误：[检索式] 不能与 --queries <文件> 同时使用"],
        );
        check("show 1 --why a --why b", &["--why <检索式> 只能写一次"]);
        check("search x --filter colour=red", &["没有名为 colour 的分面"]);
        check("--lang fr", &["--lang <语言> 不能是“fr”", "zh、en"]);
    }
}
