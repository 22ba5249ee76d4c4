//! What the parsers of BibTeX, XML and JSON complain of, in our own words, both languages. The
//! place is named by whoever knows the file.

use biblatex::{ParseErrorKind, Token};
use quick_xml::errors::{Error, IllFormedError, SyntaxError};

use crate::messages::{Failure, escape_controls, quoted};

/// What is wrong with an entry of BibTeX.
pub(super) fn bibtex(kind: &ParseErrorKind) -> Failure {
    match kind {
        ParseErrorKind::UnexpectedEof => Failure::new(
            "内容在中间就结束了，可能缺少 } 或引号",
            "it is cut off in the middle: a } or a quotation mark may be missing",
        ),
        ParseErrorKind::Unexpected(token) => {
            let [chinese, english] = name(*token);
            Failure::new(
                format!("这里不该有{chinese}"),
                format!("unexpected {english}"),
            )
        }
        ParseErrorKind::Expected(token) => {
            let [chinese, english] = name(*token);
            Failure::new(format!("这里缺少{chinese}"), format!("missing {english}"))
        }
        ParseErrorKind::UnknownAbbreviation(name) => {
            let name = escape_controls(name);
            Failure::new(
                format!("缩写 {name} 没有用 @string 定义；文字要写在花括号或引号中"),
                format!(
                    "{name} is not defined by @string; text must be in braces or quotation marks"
                ),
            )
        }
        ParseErrorKind::MalformedCommand => {
            Failure::new("TeX 命令不完整", "incomplete TeX command")
        }
        ParseErrorKind::DuplicateKey(key) => {
            let key = escape_controls(key);
            Failure::new(
                format!("引用键 {key} 出现了两次"),
                format!("the key {key} appears twice"),
            )
        }
        kind => quoted(&kind.to_string()),
    }
}

fn name(token: Token) -> [&'static str; 2] {
    match token {
        Token::Identifier => ["名称", "name"],
        Token::OpeningBrace => ["左花括号 {", "opening brace {"],
        Token::ClosingBrace => ["右花括号 }", "closing brace }"],
        Token::Comma => ["逗号", "comma"],
        Token::QuotationMark => ["双引号", "quotation mark"],
        Token::Equals => ["等号 =", "equals sign ="],
        Token::DecimalPoint => ["小数点", "decimal point"],
    }
}

/// What is wrong with a document of XML.
pub(super) fn xml(error: &Error) -> Failure {
    match error {
        Error::Syntax(error) => syntax(*error),
        Error::IllFormed(error) => ill_formed(error),
        error => quoted(&error.to_string()),
    }
}

fn syntax(error: SyntaxError) -> Failure {
    let (chinese, english, end) = match error {
        SyntaxError::InvalidBangMarkup => {
            return Failure::new(
                "<! 之后不是注释、CDATA 或 DOCTYPE",
                "<! is not followed by a comment, CDATA or DOCTYPE",
            );
        }
        SyntaxError::UnclosedPI => ("处理指令", "the processing instruction", "?>"),
        SyntaxError::UnclosedXmlDecl => ("XML 声明", "the XML declaration", "?>"),
        SyntaxError::UnclosedComment => ("注释", "the comment", "-->"),
        SyntaxError::UnclosedDoctype => ("DOCTYPE", "the DOCTYPE", ">"),
        SyntaxError::UnclosedCData => ("CDATA", "the CDATA", "]]>"),
        SyntaxError::UnclosedTag => ("标签", "the tag", ">"),
        SyntaxError::UnclosedSingleQuotedAttributeValue => ("属性值", "the attribute's value", "'"),
        SyntaxError::UnclosedDoubleQuotedAttributeValue => {
            ("属性值", "the attribute's value", "\"")
        }
    };
    Failure::new(
        format!("{chinese}没有结束，缺少 {end}"),
        format!("{english} is not closed with {end}"),
    )
}

fn ill_formed(error: &IllFormedError) -> Failure {
    match error {
        IllFormedError::MissingEndTag(tag) => {
            let tag = escape_controls(tag);
            Failure::new(
                format!("元素 <{tag}> 没有结束"),
                format!("<{tag}> is not closed"),
            )
        }
        IllFormedError::UnmatchedEndTag(tag) => {
            let tag = escape_controls(tag);
            Failure::new(
                format!("多了一个结束标签 </{tag}>"),
                format!("</{tag}> does not match an opening tag"),
            )
        }
        IllFormedError::MismatchedEndTag { expected, found } => {
            let [expected, found] = [expected, found].map(|tag| escape_controls(tag));
            Failure::new(
                format!("应为 </{expected}>，却是 </{found}>"),
                format!("expected </{expected}>, found </{found}>"),
            )
        }
        IllFormedError::DoubleHyphenInComment => {
            Failure::new("注释中不能有 --", "a comment must not contain --")
        }
        IllFormedError::UnclosedReference => Failure::new(
            "& 引用没有以 ; 结束；& 本身要写成 &amp;",
            "a & reference does not end with ;. Write & itself as &amp;",
        ),
        IllFormedError::MissingDeclVersion(_)
        | IllFormedError::UnknownVersion
        | IllFormedError::MissingDoctypeName => quoted(&error.to_string()),
    }
}

/// The parser's words, and ours, Chinese first.
const OF_JSON: [(&str, [&str; 2]); 14] = [
    ("expected value", ["此处应有一个值", "a value is missing"]),
    (
        "expected `,` or `}`",
        ["此处应为“,”或“}”", "`,` or `}` is missing"],
    ),
    (
        "expected `,` or `]`",
        ["此处应为“,”或“]”", "`,` or `]` is missing"],
    ),
    ("expected `:`", ["此处应为“:”", "`:` is missing"]),
    (
        "key must be a string",
        ["键应写在双引号中", "keys must be in double quotation marks"],
    ),
    ("trailing comma", ["多余的逗号", "trailing comma"]),
    (
        "trailing characters",
        ["对象之后有多余的内容", "unexpected text after the object"],
    ),
    (
        "recursion limit exceeded",
        ["嵌套太深", "nested too deeply"],
    ),
    (
        "invalid escape",
        ["无效的转义符", "invalid escape after \\"],
    ),
    (
        "expected ident",
        [
            "此处应为 true、false 或 null",
            "expected true, false or null",
        ],
    ),
    ("invalid number", ["无效的数字", "not a valid number"]),
    (
        "number out of range",
        ["数字太大", "the number is too large"],
    ),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        [
            "文字中有换行、制表符等控制字符，应写成 \\n、\\t",
            "a text contains a raw line break, tab or similar: write \\n or \\t",
        ],
    ),
    (
        "lone leading surrogate in hex escape",
        [
            "\\u 转义的字符不完整",
            "the character written with \\u is incomplete",
        ],
    ),
];

/// What is wrong with JSON, by the words of its parser.
pub(super) fn json(words: &str) -> Failure {
    let known = OF_JSON.iter().find(|(theirs, _)| *theirs == words);
    known.map_or_else(
        || quoted(words),
        |(_, [chinese, english])| Failure::new(*chinese, *english),
    )
}

#[cfg(test)]
mod tests {
    use biblatex::Bibliography;
    use qiao_index::vocab::Language;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    fn check(failure: &Failure, chinese: &str, english: &str) {
        assert_eq!(failure.say(Language::Chinese), chinese);
        assert_eq!(failure.say(Language::English), english);
    }

    #[test]
    fn bibtex_errors_are_told_in_our_own_words() {
        let complaint = |text: &str| match Bibliography::parse(text) {
            Ok(_) => panic!("{text}"),
            Err(error) => bibtex(&error.kind),
        };
        check(
            &complaint("@article{a, title {x}}"),
            "这里缺少等号 =",
            "missing equals sign =",
        );
        check(
            &complaint("@article{a, title = {x"),
            "内容在中间就结束了，可能缺少 } 或引号",
            "it is cut off in the middle: a } or a quotation mark may be missing",
        );
        check(
            &complaint("@article{a, title = nobody}"),
            "缩写 nobody 没有用 @string 定义；文字要写在花括号或引号中",
            "nobody is not defined by @string; text must be in braces or quotation marks",
        );
    }

    #[test]
    fn xml_errors_are_told_in_our_own_words() {
        let complaint = |text: &str| {
            let mut reader = Reader::from_str(text);
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => panic!("{text}"),
                    Ok(_) => {}
                    Err(error) => return xml(&error),
                }
            }
        };
        check(
            &complaint("<a><b></a>"),
            "应为 </b>，却是 </a>",
            "expected </b>, found </a>",
        );
        check(
            &complaint("<a"),
            "标签没有结束，缺少 >",
            "the tag is not closed with >",
        );
        check(
            &complaint("<!-- x"),
            "注释没有结束，缺少 -->",
            "the comment is not closed with -->",
        );
    }

    #[test]
    fn what_is_not_known_is_a_quotation() {
        check(
            &json("something odd"),
            "解析器原话：something odd",
            "the parser says: something odd",
        );
        check(&json("trailing comma"), "多余的逗号", "trailing comma");
    }
}
