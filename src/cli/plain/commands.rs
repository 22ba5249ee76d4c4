//! What can be said in a plain session: one table, read by the reader of lines and by the help.

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// Nothing: the next results.
    Nothing,
    /// The result with this number, from 1.
    Open(usize),
    /// A command and what stands behind it.
    Command(Command, &'a str),
    /// A command that is not known.
    Unknown(&'a str),
    /// A query.
    Query(&'a str),
}

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// The next results.
    Next,
    /// The results before.
    Previous,
    /// The values of a facet.
    Values,
    /// Add a filter, or say which there are.
    Filter,
    /// Remove all filters.
    Reset,
    /// Change the order.
    Sort,
    /// Copy a part of the listing.
    Copy,
    /// Open the listing's web address.
    Link,
    /// Say what can be said.
    Help,
    /// Leave.
    Quit,
}

/// A command's words, Chinese first.
#[derive(Debug)]
pub(super) struct Described {
    /// The command.
    pub(super) command: Command,
    /// Its names.
    pub(super) names: [&'static str; 2],
    /// What can stand behind it.
    pub(super) argument: [&'static str; 2],
    /// What it does.
    pub(super) help: [&'static str; 2],
}

const fn row(
    command: Command,
    names: [&'static str; 2],
    argument: [&'static str; 2],
    help: [&'static str; 2],
) -> Described {
    Described {
        command,
        names,
        argument,
        help,
    }
}

/// All commands. Their English names begin with different letters: the letter is enough.
#[rustfmt::skip]
pub(super) const COMMANDS: [Described; 10] = [
    row(Command::Next, ["下一页", "next"], ["", ""], ["后面的结果；直接按回车也可", "the next results; an empty line does it too"]),
    row(Command::Previous, ["上一页", "previous"], ["", ""], ["前面的结果", "the results before"]),
    row(Command::Values, ["取值", "values"], ["分面", "FACET"], ["某个分面有哪些值，各有多少条", "the values of a facet, with counts"]),
    row(Command::Filter, ["筛选", "filter"], ["分面=值 或 分面!=值", "FACET=VALUE or FACET!=VALUE"], ["加一个筛选；不写则列出已有的", "add a filter; alone: say which there are"]),
    row(Command::Reset, ["清除筛选", "reset"], ["", ""], ["去掉全部筛选", "remove all filters"]),
    row(Command::Sort, ["排序", "sort"], ["相关度、最新、最早 或 标题", "relevance, newest, oldest or title"], ["按什么顺序", "in which order"]),
    row(Command::Copy, ["复制", "copy"], ["1 到 7", "1 to 7"], ["1 电话 2 邮箱 3 姓名单位 4 全部联系方式 5 引文 6 名片 7 号码", "1 phone, 2 e-mail, 3 name, 4 whole contact, 5 citation, 6 vCard, 7 number"]),
    row(Command::Link, ["打开链接", "link"], ["", ""], ["在网络浏览器中打开", "open the listing's address in a web browser"]),
    row(Command::Help, ["帮助", "help"], ["", ""], ["这些说明", "this"]),
    row(Command::Quit, ["退出", "quit"], ["", ""], ["离开", "leave"]),
];

/// Reads a line; a number up to `results` opens one of them.
pub(super) fn read(line: &str, results: usize) -> Said<'_> {
    let line = line.trim();
    if line.is_empty() {
        return Said::Nothing;
    }
    if let Some(said) = line.strip_prefix([':', '：', '/', '／']) {
        let (name, argument) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        return match command(&name.to_lowercase()) {
            Some(command) => Said::Command(command, argument.trim()),
            None => Said::Unknown(name),
        };
    }
    match number(line) {
        Some(number) if (1..=results).contains(&number) => Said::Open(number),
        _ => Said::Query(line),
    }
}

/// A command by its name, its beginning in English, or its pinyin.
fn command(name: &str) -> Option<Command> {
    let found = |fits: &dyn Fn(&Described) -> bool| COMMANDS.iter().find(|row| fits(row));
    found(&|row| row.names.contains(&name))
        .or_else(|| found(&|row| !name.is_empty() && row.names[1].starts_with(name)))
        .or_else(|| found(&|row| qiao_index::spells(name, row.names[0])))
        .map(|row| row.command)
}

/// A number in digits of either width.
fn number(text: &str) -> Option<usize> {
    let narrow = |letter| match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter => letter,
    };
    let digits: String = text.chars().map(narrow).collect();
    let all = digits.chars().all(|letter| letter.is_ascii_digit());
    all.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let check = |line: &str, expected| assert_eq!(read(line, 8), expected, "{line:?}");
        check("", Said::Nothing);
        check("  ", Said::Nothing);
        check("石墨烯 防腐", Said::Query("石墨烯 防腐"));
        check("3", Said::Open(3));
        check("３", Said::Open(3));
        check("0", Said::Query("0"));
        check("9", Said::Query("9"));
        check("201710601862.3", Said::Query("201710601862.3"));
        check(":next", Said::Command(Command::Next, ""));
        check(":n", Said::Command(Command::Next, ""));
        check(
            "：筛选 地区=湖北",
            Said::Command(Command::Filter, "地区=湖北"),
        );
        check("／copy  1", Said::Command(Command::Copy, "1"));
        check(":xyy", Said::Command(Command::Next, ""));
        check(":QUIT", Said::Command(Command::Quit, ""));
        check(":dance now", Said::Unknown("dance"));
        check(":", Said::Unknown(""));
        check("next", Said::Query("next"));
    }

    #[test]
    fn a_letter_is_enough() {
        for row in &COMMANDS {
            let letter = row.names[1].chars().next().map(String::from);
            let found = letter.as_deref().and_then(command);
            assert_eq!(found, Some(row.command), "{letter:?}");
        }
    }
}
