//! What can be said in a plain session: one table, read by the reader of lines and by the help.

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// Nothing: the next results.
    Nothing,
    /// The result with this number; the line as it was written, which may be a query all the same.
    Number(usize, &'a str),
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
    /// Count what is found by fields and over time.
    Statistics,
    /// The network of institutions with its targets.
    Network,
    /// Ask the library from now on, and no remote.
    AskLibrary,
    /// Add a filter, or say which there are.
    Filter,
    /// Remove the last filter, or all of them.
    Reset,
    /// Change the order.
    Sort,
    /// One listing of every patent family, or all.
    Families,
    /// Ask what a mistyped query may mean.
    Suggestion,
    /// The queries before, or one of them again.
    History,
    /// To the question before.
    Back,
    /// All of the listing's text.
    Whole,
    /// Copy a part of the listing.
    Copy,
    /// Open the listing's web address.
    Link,
    /// Who answers this listing.
    Matches,
    /// Say that a result is a match.
    AcceptMatch,
    /// Say that it is none, and why.
    DeclineMatch,
    /// Take back what was said of it.
    UndecideMatch,
    /// What the last import has brought that matches needs.
    NewMatches,
    /// Put listings on a shortlist.
    Shortlist,
    /// Take them off.
    Unlist,
    /// Put a tag on listings.
    Tag,
    /// Take it off.
    Untag,
    /// Write a note on the open listing.
    Note,
    /// Log whom the user has reached about the open listing.
    Log,
    /// Take back what was kept last.
    UndoDesk,
    /// Say what is to be done today, or show what it is about.
    Today,
    /// Keep a task, or say what is to be done.
    Task,
    /// Write a letter about the open listing, or list templates and drafts.
    Draft,
    /// A draft was sent.
    Sent,
    /// Begin, move, lose and read deals.
    Deal,
    /// Contact somebody no longer, or say who is not to be contacted.
    DoNotContact,
    /// Contact them again.
    MayContact,
    /// What shows who was introduced to whom.
    Evidence,
    /// Write library and desk to a file.
    Backup,
    /// Put a backup in the place of library and desk.
    RestoreBackup,
    /// Write what the user keeps as JSON Lines.
    ExportDesk,
    /// Read what was written so.
    ImportDesk,
    /// Forget which listings were opened, and whose contacts were copied.
    ClearOpened,
    /// Watch what is searched for, or say what watched searches have to tell.
    Watch,
    /// Listings like this one.
    MoreLikeThis,
    /// The listings of the same institution.
    SameInstitution,
    /// The listings that this one names.
    Related,
    /// Mark results.
    Mark,
    /// Take marks away.
    Unmark,
    /// Say what is marked.
    Marks,
    /// The marked listings against each other.
    Compare,
    /// Take in files.
    Import,
    /// Write listings to a file.
    Export,
    /// Change a field of the open listing.
    Edit,
    /// Read sources again.
    Sync,
    /// List the imports.
    Imports,
    /// Take an import back.
    Undo,
    /// Delete listings.
    Delete,
    /// Bring a deleted listing back.
    Restore,
    /// List pairs that may be the same.
    Duplicates,
    /// Join a pair.
    Merge,
    /// Keep a pair apart.
    Apart,
    /// Do what was asked about.
    Confirm,
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

/// Commands of one kind under their heading, Chinese first.
type Group = ([&'static str; 2], &'static [Described]);

/// All commands. The first whose English name begins so is meant: a letter is enough for those
/// that are needed most.
#[rustfmt::skip]
pub(super) const GROUPS: [Group; 7] = [
    (["一般", "General"], &[
        row(Command::Help, ["帮助", "help"], ["", ""], ["这些说明；:帮助 检索式 说明怎样写检索式", "this list; `:help query` explains the query language"]),
        row(Command::Quit, ["退出", "quit"], ["", ""], ["离开", "leave"]),
    ]),
    (["查找", "Find"], &[
        row(Command::Next, ["下一页", "next"], ["", ""], ["后面的结果；直接按回车也可", "the next results; so does an empty line"]),
        row(Command::Previous, ["上一页", "previous"], ["", ""], ["前面的结果", "the previous results"]),
        row(Command::Filter, ["筛选", "filter"], ["分面=值 或 分面!=值", "FACET=VALUE or FACET!=VALUE"], ["加一个筛选；不写则列出已有的", "add a filter; on its own, list those in force"]),
        row(Command::Values, ["取值", "values"], ["分面", "FACET"], ["某个分面有哪些值，各有多少条", "the values of a facet, with counts"]),
        row(Command::Reset, ["清除筛选", "reset"], ["", ""], ["去掉全部筛选；写 :清除筛选 上一个 则只去掉最后加的", "remove all filters; `:reset last` removes only the last one"]),
        row(Command::Sort, ["排序", "sort"], ["相关度、最新、最早、标题、预算 或 入库", "relevance, newest, oldest, title, budget or added"], ["按什么顺序", "the order of the results"]),
        row(Command::Families, ["每族一条", "families"], ["", ""], ["同一专利族只列一条，再说一次全部列出", "one listing per patent family; again for all"]),
        row(Command::Suggestion, ["采用建议", "take"], ["", ""], ["改为检索“是不是要查”后的词", "search for what is suggested after “did you mean”"]),
        row(Command::History, ["历史", "history"], ["编号", "N"], ["之前的检索式；写编号则再查一次", "earlier queries; with a number, run that one again"]),
        row(Command::Statistics, ["统计", "stats"], ["字段[,字段] [逐年 或 逐月] [指标]", "FIELD[,FIELD] [yearly or monthly] [MEASURE]"], ["按字段、年月统计结果；指标有 listings、families、amount、technology-amount、price", "count the results by fields and over time; measures are listings, families, amount, technology-amount and price"]),
        row(Command::Network, ["网络", "network"], ["", ""], ["各级机构及其下级的数量，目标完成情况", "the network: what each institution has with all below it, and how far it is from its targets"]),
        row(Command::Back, ["后退", "back"], ["", ""], ["回到上一次的检索", "back to the previous search"]),
    ]),
    (["读条目", "Read a listing"], &[
        row(Command::Whole, ["全文", "whole"], ["", ""], ["读出打开的条目的全部内容", "the full text of the open listing"]),
        row(Command::Copy, ["复制", "copy"], ["1 到 7", "1 to 7"], ["1 电话 2 邮箱 3 姓名单位 4 全部联系方式 5 引文 6 名片 7 号码", "1 phone, 2 e-mail, 3 name, 4 whole contact, 5 citation, 6 vCard, 7 number"]),
        row(Command::Link, ["打开链接", "link"], ["", ""], ["在网络浏览器中打开", "open the listing's web page in a browser"]),
        row(Command::Edit, ["修改", "edit"], ["字段=值 或 字段", "FIELD=VALUE or FIELD"], ["改一个字段，导入不会覆盖；只写字段则恢复为来源所说；不写则列出各字段", "change a field for good, whatever imports say; FIELD alone goes back to the source's value; on its own, list the fields"]),
        row(Command::Matches, ["匹配", "who"], ["", ""], ["谁能满足打开的需求，或谁需要打开的成果，附理由", "who answers the open need, or needs the open offer, and why"]),
        row(Command::MoreLikeThis, ["类似", "alike"], ["", ""], ["与打开的条目类似的条目", "listings similar to the open one"]),
        row(Command::SameInstitution, ["同一单位", "institution"], ["", ""], ["同一单位的全部条目", "all listings from the same institution"]),
        row(Command::Related, ["关联", "related"], ["", ""], ["成果的专利、专利的成果、完成人等", "an achievement's patents, a patent's achievement, its experts"]),
    ]),
    (["标记", "Mark"], &[
        row(Command::Mark, ["标记", "mark"], ["编号… 或 全部", "N… or all"], ["标记结果；不写则标记打开的条目", "mark results; on its own, the open listing"]),
        row(Command::Unmark, ["取消标记", "unmark"], ["编号…", "N…"], ["取消标记；不写则全部取消", "remove marks; on its own, all of them"]),
        row(Command::Marks, ["已标记", "marks"], ["", ""], ["列出已标记的条目", "list the marked listings"]),
        row(Command::Compare, ["比较", "compare"], ["", ""], ["比较已标记的条目", "compare the marked listings"]),
    ]),
    (["工作台", "Desk"], &[
        row(Command::AcceptMatch, ["采纳", "accept"], ["编号", "N"], ["采纳一个匹配；不写编号则是打开的条目", "accept a match; on its own, that of the open listing"]),
        row(Command::DeclineMatch, ["否决", "decline"], ["编号 原因 [说明]", "N REASON [REMARK]"], ["否决一个匹配，以后不再列出；不写则列出各种原因", "decline a match, which is left out from now on; on its own, list the reasons"]),
        row(Command::UndecideMatch, ["撤销决定", "undecide"], ["编号", "N"], ["撤销对一个匹配的决定", "take back what you said of a match"]),
        row(Command::Shortlist, ["清单", "shortlist"], ["名称", "NAME"], ["把已标记的或打开的条目加入清单；不写则列出各清单", "put the marked listings or the open one on a shortlist; on its own, list the shortlists"]),
        row(Command::Unlist, ["移出清单", "unlist"], ["名称", "NAME"], ["从清单中去掉已标记的或打开的条目", "take the marked listings or the open one off a shortlist"]),
        row(Command::Tag, ["标签", "tag"], ["标签", "TAG"], ["给已标记的或打开的条目加标签；不写则列出各标签", "put a tag on the marked listings or the open one; on its own, list the tags"]),
        row(Command::Untag, ["去掉标签", "untag"], ["标签", "TAG"], ["去掉标签", "take a tag off"]),
        row(Command::Note, ["笔记", "note"], ["文字 或 -", "TEXT or -"], ["在打开的条目上写笔记，- 为删除；不写则读出", "write a note on the open listing, - removes it; on its own, read what is kept of it"]),
        row(Command::Log, ["记录", "log"], ["电话 谈了什么", "call TEXT"], ["记下今天关于打开的条目的电话、邮件、拜访、会面或消息；不写则读出记录", "log today's call, mail, visit, meeting or message about the open listing; on its own, read the log"]),
        row(Command::UndoDesk, ["撤销保存", "revert"], ["", ""], ["撤销工作台上的上一步", "take back what was kept last"]),
        row(Command::Today, ["今天", "today"], ["编号", "N"], ["今天要做的事：到期的任务、有变化的关注、待联系的需求；写编号则列出有关的条目", "what is to be done today: tasks, watches that moved, needs that wait; with a number, the listings it is about"]),
        row(Command::Task, ["任务", "task"], ["周五 回电话 或 完成 编号、推迟 编号 日期、删除 编号", "friday TEXT, or done N, later N DATE, remove N"], ["记下要做的事，打开了条目则与它有关；不写则列出", "keep what is to be done, about the open listing if there is one; on its own, list the tasks"]),
        row(Command::Draft, ["写信", "draft"], ["模板", "TEMPLATE"], ["用模板就打开的条目写信；不写则列出模板和未发出的草稿", "write a letter about the open listing from a template; on its own, list the templates and the drafts that wait"]),
        row(Command::Sent, ["已发出", "sent"], ["编号", "N"], ["草稿已发出，记入联系记录", "a draft was sent: log it"]),
        row(Command::Deal, ["交易", "deal"], ["编号 阶段 [说明]", "N STAGE [REMARK]"], ["推进一项交易；:交易 新 用打开的匹配或两个标记的条目开始一项，:交易 编号 读出，编号 字段=值 填写，编号 未成 原因；不写则列出", "move a deal; `:deal new` begins one with the open match or two marked listings, `:deal N` reads one, N FIELD=VALUE sets a field, N lose REASON ends it; on its own, list them"]),
        row(Command::Watch, ["关注", "watches"], ["名称", "NAME"], ["关注当前的检索；不写则说出各项关注的变化", "watch this search under a name; on its own, say what watched searches have to tell"]),
        row(Command::DoNotContact, ["不联系", "do-not-contact"], ["名称 或 本条", "NAME or this"], ["某人或某单位不再联系；本条 是打开的条目的联系人，没有则是单位；不写则列出", "contact a person or an institution no more; `this` is the contact of the open listing, or its institution; on its own, list them"]),
        row(Command::MayContact, ["可以联系", "may-contact"], ["名称 或 本条", "NAME or this"], ["把名称从“不联系”中去掉", "contact them again"]),
        row(Command::Evidence, ["凭证", "evidence"], ["交易编号 或 名称", "DEAL or NAME"], ["读出谁在何时介绍给谁、谈了什么；不写则是打开的条目的单位", "who was introduced to whom, when, and what was said; on its own, of the institution of the open listing"]),
        row(Command::NewMatches, ["新的匹配", "new"], ["编号", "N"], ["最近一次导入带来的、与需求匹配的条目；写编号则列出该需求的匹配", "what the last import brought that matches needs; with a number, the matches of that need"]),
    ]),
    (["文件", "Files"], &[
        row(Command::AskLibrary, ["本地", "local"], ["", ""], ["不再查远程库，改查本地资料库", "ask the local library from now on, and no remote"]),
        row(Command::Import, ["导入", "import"], ["文件… [--map 映射]", "FILE… [--map MAP]"], ["把文件或文件夹导入资料库", "add files or folders to the library"]),
        row(Command::Export, ["导出", "export"], ["文件 [格式]", "FILE [FORMAT]"], ["写入已标记的条目，没有标记则写入全部结果", "write the marked listings, or all results if none is marked"]),
    ]),
    (["资料库", "Library"], &[
        row(Command::Sync, ["同步", "sync"], ["来源", "SOURCE"], ["重新读取来源中有变化的文件；不写则读全部", "read again what has changed in a source; on its own, in all of them"]),
        row(Command::Imports, ["导入记录", "imports"], ["", ""], ["列出每次导入", "list the imports"]),
        row(Command::Undo, ["撤销导入", "undo"], ["编号", "N"], ["撤销一次导入", "take an import back"]),
        row(Command::Delete, ["删除", "delete"], ["编号…", "N…"], ["删除结果；不写则删除已标记的或打开的条目", "delete results; on its own, the marked listings or the open one"]),
        row(Command::Restore, ["恢复", "restore"], ["编号", "N"], ["恢复已删除的条目；不写则列出", "bring a deleted listing back; on its own, list them"]),
        row(Command::Duplicates, ["查重", "duplicates"], ["编号", "N"], ["列出疑似重复的条目；写编号则比较一对", "list suspected duplicates; with a number, compare a pair"]),
        row(Command::Merge, ["合并", "merge"], ["编号", "N"], ["把一对合并为一条", "merge a pair into one listing"]),
        row(Command::Apart, ["分开", "apart"], ["编号", "N"], ["一对不是同一条，以后不再提示", "a pair is not the same: do not ask again"]),
        row(Command::Backup, ["备份", "backup"], ["文件", "FILE"], ["把资料库和您保存的内容写入一个文件", "write the library and what you keep to one file"]),
        row(Command::RestoreBackup, ["恢复备份", "restore-backup"], ["文件", "FILE"], ["用一份备份代替资料库和您保存的内容", "replace the library and what you keep with a backup"]),
        row(Command::ExportDesk, ["导出工作台", "export-desk"], ["文件", "FILE"], ["把清单、笔记、记录等写成 JSON Lines", "write shortlists, notes, log and the like as JSON Lines"]),
        row(Command::ImportDesk, ["导入工作台", "import-desk"], ["文件", "FILE"], ["读入导出的工作台，已有的不会被代替", "read an exported desk; nothing that is there is replaced"]),
        row(Command::ClearOpened, ["清除阅读痕迹", "clear-opened"], ["", ""], ["忘掉打开过哪些条目、复制过谁的联系方式", "erase which listings were opened and whose contacts were copied"]),
        row(Command::Confirm, ["确认", "yes"], ["", ""], ["执行刚才询问的操作", "do what was just asked about"]),
    ]),
];

/// A command's words.
pub(super) fn described(command: Command) -> Option<&'static Described> {
    rows().find(|row| row.command == command)
}

fn rows() -> impl Iterator<Item = &'static Described> {
    GROUPS.iter().flat_map(|(_, rows)| rows.iter())
}

/// Reads a line.
pub(super) fn read(line: &str) -> Said<'_> {
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
        Some(number) => Said::Number(number, line),
        None => Said::Query(line),
    }
}

/// A command by its name, its beginning in English, or its pinyin.
fn command(name: &str) -> Option<Command> {
    let found = |fits: &dyn Fn(&Described) -> bool| rows().find(|row| fits(row));
    found(&|row| row.names.contains(&name))
        .or_else(|| found(&|row| !name.is_empty() && row.names[1].starts_with(name)))
        .or_else(|| found(&|row| qiao_index::spells(name, row.names[0])))
        .map(|row| row.command)
}

/// A number in digits of either width.
pub(super) fn number(text: &str) -> Option<usize> {
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
        let check = |line: &str, expected| assert_eq!(read(line), expected, "{line:?}");
        check("", Said::Nothing);
        check("  ", Said::Nothing);
        check("石墨烯 防腐", Said::Query("石墨烯 防腐"));
        check("3", Said::Number(3, "3"));
        check("３", Said::Number(3, "３"));
        check("0", Said::Number(0, "0"));
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
    fn every_command_has_names_of_its_own_and_the_commonest_a_letter() {
        for row in rows() {
            for name in row.names {
                assert_eq!(command(name), Some(row.command), "{name}");
            }
            let words = [row.names, row.help].concat();
            assert!(words.iter().all(|words| !words.is_empty()), "{row:?}");
        }
        let check = |letter: &str, expected| assert_eq!(command(letter), Some(expected));
        check("n", Command::Next);
        check("p", Command::Previous);
        check("f", Command::Filter);
        check("v", Command::Values);
        check("r", Command::Reset);
        check("s", Command::Sort);
        check("c", Command::Copy);
        check("l", Command::Link);
        check("m", Command::Mark);
        check("e", Command::Edit);
        check("h", Command::Help);
        check("quit", Command::Quit);
        check("q", Command::Quit);
    }
}
