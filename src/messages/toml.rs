//! What a parser of TOML complains of, in our own words: settings, maps and edited listings are
//! written by people.

use toml::de::Error;

use super::{Failure, escape_controls, quoted};

/// The parser's words begin so: ours, Chinese first.
type Sentence = (&'static str, [&'static str; 2]);

/// The common mistakes.
const SENTENCES: [Sentence; 19] = [
    (
        "string values must be quoted",
        [
            "文字要写在英文引号中，如 \"dark\"",
            "text must be in straight quotation marks, e.g. \"dark\"",
        ],
    ),
    (
        "invalid boolean",
        [
            "应为 true 或 false；文字要写在英文引号中",
            "expected true or false; text must be in quotation marks",
        ],
    ),
    (
        "key with no value",
        [
            "名称后面要有 = 和值",
            "a name must be followed by = and a value",
        ],
    ),
    ("extra `=`", ["多了一个 =", "there is an extra ="]),
    (
        "duplicate key",
        ["这个名称写了两次", "this name is used twice"],
    ),
    (
        "unclosed table",
        [
            "表名缺少结尾的 ]",
            "the closing ] of the table name is missing",
        ],
    ),
    (
        "unclosed array table",
        [
            "表名缺少结尾的 ]]",
            "the closing ]] of the table name is missing",
        ],
    ),
    (
        "unclosed array",
        ["列表缺少结尾的 ]", "the closing ] of the list is missing"],
    ),
    (
        "unclosed inline table",
        ["缺少结尾的 }", "the closing } is missing"],
    ),
    ("missing comma", ["值之间缺少逗号", "a comma is missing"]),
    ("extra comma", ["多了一个逗号", "there is an extra comma"]),
    (
        "extra assignment",
        ["两项之间缺少逗号", "a comma is missing between the two"],
    ),
    (
        "invalid basic string, expected `\"`",
        [
            "文字缺少结尾的引号",
            "the closing quotation mark is missing",
        ],
    ),
    (
        "invalid literal string, expected `'`",
        [
            "文字缺少结尾的引号",
            "the closing quotation mark is missing",
        ],
    ),
    (
        "missing escaped value",
        [
            "\\ 在双引号中有特殊含义：写成 \\\\，或改用单引号",
            "\\ has a special meaning in double quotation marks: write \\\\, or use single quotation marks",
        ],
    ),
    (
        "too few unicode value digits",
        [
            "\\ 在双引号中有特殊含义：写成 \\\\，或改用单引号",
            "\\ has a special meaning in double quotation marks: write \\\\, or use single quotation marks",
        ],
    ),
    (
        "unexpected key or value",
        [
            "一行只能写一项，值后面不能再有内容",
            "only a comment (#) may follow a value",
        ],
    ),
    (
        "invalid unquoted key",
        [
            "名称只能用英文字母、数字、- 和 _，其他的要写在引号中",
            "a bare name may contain only letters, digits, - and _; put any other in quotation marks",
        ],
    ),
    (
        "unquoted keys cannot be empty",
        ["这里缺少名称", "a name is missing here"],
    ),
];

/// Where a value should be and is none.
const NO_VALUE: [&str; 2] = ["等号后面缺少值", "there is no value after ="];

/// Characters of the text at fault that are shown.
const MAX_SHOWN: usize = 30;

/// What is wrong in a line, with its column and what stands there. The line's number is for the
/// caller to name, who knows the file.
pub(crate) fn toml_failure(text: &str, error: &Error) -> Failure {
    let span = error.span().unwrap_or_default();
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let column = line.chars().count() + 1;
    let there = text.get(span).unwrap_or_default();
    let there = there.lines().next().unwrap_or_default().trim();
    let there = shortened(&escape_controls(there));
    let words = words(error.message(), &there);
    let at = |before: &str, after: &str| match &*there {
        "" => String::new(),
        there => format!("{before}{there}{after}"),
    };
    Failure::new(
        format!("第 {column} 个字符{}：{}", at("“", "”"), words.chinese),
        format!("column {column}{}: {}", at(" (", ")"), words.english),
    )
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

fn words(message: &str, there: &str) -> Failure {
    let known = SENTENCES
        .iter()
        .find(|(start, _)| message.starts_with(start));
    match known {
        Some((_, [chinese, _])) if there.is_empty() && chinese.starts_with("文字要写在") => {
            Failure::new(NO_VALUE[0], NO_VALUE[1])
        }
        Some((_, [chinese, english])) => Failure::new(*chinese, *english),
        None => {
            let theirs = quoted(message);
            Failure::new(
                format!("不符合 TOML 语法。{}", theirs.chinese),
                format!("not valid TOML; {}", theirs.english),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use qiao_index::vocab::Language;
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn mistakes_are_named_with_their_place_in_our_own_words() {
        let check = |text: &str, chinese: &str, english: &str| {
            let Err(error) = DeTable::parse(text) else {
                panic!("{text}")
            };
            let failure = toml_failure(text, &error);
            assert_eq!(failure.say(Language::Chinese), chinese, "{text}");
            assert_eq!(failure.say(Language::English), english, "{text}");
        };
        check(
            "mouse = true\ntheme = dark",
            "第 9 个字符“dark”：文字要写在英文引号中，如 \"dark\"",
            "column 9 (dark): text must be in straight quotation marks, e.g. \"dark\"",
        );
        check(
            "theme =",
            "第 8 个字符：等号后面缺少值",
            "column 8: there is no value after =",
        );
        check(
            "theme = \"dark",
            "第 14 个字符：文字缺少结尾的引号",
            "column 14: the closing quotation mark is missing",
        );
        check(
            "[colors",
            "第 8 个字符：表名缺少结尾的 ]",
            "column 8: the closing ] of the table name is missing",
        );
        check(
            "a = 1\na = 2",
            "第 1 个字符“a”：这个名称写了两次",
            "column 1 (a): this name is used twice",
        );
        check(
            "颜色 = 1",
            "第 1 个字符“颜色”：名称只能用英文字母、数字、- 和 _，其他的要写在引号中",
            "column 1 (颜色): a bare name may contain only letters, digits, - and _; put any other in quotation marks",
        );
        check(
            "a = 2024-13-40",
            "第 5 个字符“2024-13-40”：不符合 TOML 语法。解析器原话：invalid date, expected month between 01 and 12",
            "column 5 (2024-13-40): not valid TOML; the parser says: invalid date, expected month between 01 and 12",
        );
    }
}
