//! Everything that a user can do, as one table: names and help in both languages.
//!
//! The keymap, the palette and the help screen read it; nothing else knows an action's words.

/// Something that a user can do, whatever the way: key, palette, mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// Show the help.
    Help,
    /// Begin the tour, or go on with its next step.
    Tour,
    /// Show all actions.
    Palette,
    /// Show what of the listing can be copied.
    CopyMenu,
    /// Copy one thing.
    Copy(Part),
    /// Open the listing's web address.
    OpenLink,
    /// Next order of the results.
    Sort,
    /// One listing per patent family, or all.
    Families,
    /// Write the results to a file.
    Export,
    /// Take in a file.
    Import,
    /// Stop the import that is running.
    StopImport,
    /// What can be done with the library as a whole.
    LibraryMenu,
    /// Ask the library in the place of the remote, or the remote again.
    SwitchRemote,
    /// Read sources again.
    Sync,
    /// The imports, to take one back.
    Imports,
    /// Pairs of listings that may be the same.
    Duplicates,
    /// Listings whose sources say something else than the user's edits.
    Conflicts,
    /// Delete listings.
    Delete,
    /// The deleted listings, to bring one back.
    Deleted,
    /// Change the listing's fields.
    Edit,
    /// Read the listing in the user's pager.
    Pager,
    /// The listing across the whole window, or beside the results again.
    Zoom,
    /// What the last import or export has to say.
    Report,
    /// Remove all filters.
    ResetFilters,
    /// Remove the filter that was chosen last.
    RemoveFilter,
    /// Ask what a mistyped query may mean.
    Suggestion,
    /// Go to the filters.
    Filters,
    /// Choose a filter's value.
    Toggle,
    /// Exclude a filter's value.
    Exclude,
    /// Choose a filter's value and no other of its facet.
    Only,
    /// Open a branch of the filters.
    Expand,
    /// Close a branch of the filters.
    Collapse,
    /// One up.
    Up,
    /// One down.
    Down,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Open or carry out what is chosen.
    Accept,
    /// One step back.
    Back,
    /// To the next pane.
    NextPane,
    /// To the pane before.
    PreviousPane,
    /// To the next match in the listing.
    NextMatch,
    /// To the match before.
    PreviousMatch,
    /// Mark the listing, or take its mark away.
    Mark,
    /// Mark all that is found.
    MarkAll,
    /// Take all marks away.
    ClearMarks,
    /// The marked listings side by side.
    Compare,
    /// The next hit, without leaving the listing.
    NextHit,
    /// The hit before.
    PreviousHit,
    /// Back to where the reader was.
    Earlier,
    /// Forward again.
    Later,
    /// Ask who answers this listing.
    Matches,
    /// The screen that searches.
    SearchScreen,
    /// The screen of what is kept.
    DeskScreen,
    /// The screen of figures.
    StatisticsScreen,
    /// Count by the next field.
    NextField,
    /// Count by the field before.
    PreviousField,
    /// Count by another second field.
    NextSecondField,
    /// Count something else.
    NextMeasure,
    /// Remove what is chosen from the desk.
    RemoveFromDesk,
    /// Take back what was done on the desk last.
    UndoDesk,
    /// What can be kept of the listing, and of its match.
    DeskMenu,
    /// What can be said of the match.
    Decide,
    /// Say that the listing is a match.
    AcceptMatch,
    /// Say that it is none, and why.
    DeclineMatch,
    /// Take back what was said of the match.
    UndecideMatch,
    /// The matches that the last import has brought.
    NewMatches,
    /// Put listings on a shortlist, or take them off.
    Shortlist,
    /// Put a tag on listings, or take it off.
    Tag,
    /// Write a note on the listing.
    Note,
    /// Log whom the user has reached about the listing.
    Log,
    /// Write down what is to be done, and by which day.
    Task,
    /// Write a letter about the listing.
    Draft,
    /// The deals by stage, and a new one with the chosen match.
    Deals,
    /// The watches, and what has happened.
    Watches,
    /// Whom the user does not want to contact.
    DoNotContact,
    /// What shows who was introduced to whom.
    Evidence,
    /// Write library and desk to one file.
    Backup,
    /// Put a backup in the place of library and desk.
    RestoreBackup,
    /// Write what the user keeps as JSON Lines.
    ExportDesk,
    /// Read what was written so.
    ImportDesk,
    /// Forget which listings were opened, and whose contacts were copied.
    ClearOpened,
    /// Ask for listings like this one.
    MoreLikeThis,
    /// Ask for the listings of the same institution.
    SameInstitution,
    /// Ask for the listings that this one names.
    References,
    /// The query before this one.
    OlderQuery,
    /// The query after this one.
    NewerQuery,
    /// Mouse on or off.
    ToggleMouse,
    /// Chinese or English.
    ToggleLanguage,
    /// Draw everything anew.
    Redraw,
    /// Stop for a while.
    Suspend,
    /// Leave.
    Quit,
}

/// What can be copied from a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// Name and organisation of the contact.
    NameAndOrganisation,
    /// All that is known of the contact.
    Contact,
    /// Citation.
    Citation,
    /// vCard.
    Vcard,
    /// Application, publication or registration number.
    Number,
    /// Everything shown, to be selected with the mouse.
    ShownText,
}

/// An action's words, Chinese first.
#[derive(Debug)]
pub(crate) struct Described {
    /// The action.
    pub(crate) action: Action,
    /// Its name in `keymap.toml`.
    pub(crate) id: &'static str,
    /// Its name on screen.
    pub(crate) name: [&'static str; 2],
    /// What it does.
    pub(crate) help: [&'static str; 2],
}

const fn row(
    action: Action,
    id: &'static str,
    name: [&'static str; 2],
    help: [&'static str; 2],
) -> Described {
    Described {
        action,
        id,
        name,
        help,
    }
}

/// All actions, in the order in which help and palette list them.
#[rustfmt::skip]
pub(crate) const ACTIONS: &[Described] = &[
    row(Action::Help, "help", ["帮助", "Help"], ["所有按键及说明", "all keys and what they do"]),
    row(Action::Tour, "tour", ["入门", "Tour"], ["三分钟学会；进行中则跳到下一步", "the basics in three minutes; during the tour, the next step"]),
    row(Action::Palette, "palette", ["命令面板", "All commands"], ["按名称查找并执行命令", "find a command by name and run it"]),
    row(Action::CopyMenu, "copy-menu", ["复制…", "Copy…"], ["复制联系人、引文或号码", "copy contact, citation or number"]),
    row(Action::OpenLink, "open-link", ["打开链接", "Open link"], ["在浏览器中打开本条的网址", "open the listing's web page in a browser"]),
    row(Action::Sort, "sort", ["排序", "Sort"], ["相关度、最新、最早、标题、预算、入库，依次切换", "cycle through relevance, newest, oldest, title, budget, added"]),
    row(Action::Families, "families", ["每族一条", "One per family"], ["同一专利族只列最相关的一条，再按一次全部列出", "only the best listing of each patent family; again to show all"]),
    row(Action::Export, "export", ["导出…", "Export…"], ["把当前结果写入文件", "write the current results to a file"]),
    row(Action::Import, "import", ["导入…", "Import…"], ["把文件导入资料库", "add a file to the library"]),
    row(Action::StopImport, "stop-import", ["停止导入", "Stop import"], ["停止正在进行的导入或同步，已读入的会保留", "stop the running import or sync; what was read is kept"]),
    row(Action::LibraryMenu, "library-menu", ["资料库…", "Library…"], ["同步来源、撤销导入、查重、删除和恢复", "sync sources, undo imports, find duplicates, delete and restore"]),
    row(Action::SwitchRemote, "switch-remote", ["远程库／本地资料库", "Remote / local library"], ["改查本地资料库，或重新查询远程库", "ask the local library, or the remote again"]),
    row(Action::Sync, "sync", ["同步来源…", "Sync sources…"], ["重新读取登记过的文件夹中有变化的文件", "read again what has changed in the folders named as sources"]),
    row(Action::Imports, "imports", ["导入记录…", "Imports…"], ["列出每次导入，可以撤销", "list the imports; each can be undone"]),
    row(Action::Duplicates, "duplicates", ["查重…", "Duplicates…"], ["并排查看疑似重复的条目，合并或保持分开", "compare suspected duplicates, merge them or keep them apart"]),
    row(Action::Conflicts, "conflicts", ["说法冲突", "Conflicts"], ["各来源之间，或来源与您的修改不一致的条目", "listings whose sources differ from each other or you"]),
    row(Action::Delete, "delete", ["删除…", "Delete…"], ["删除本条或已标记的条目，可以恢复", "delete this listing or the marked ones; they can be restored"]),
    row(Action::Deleted, "deleted", ["已删除的条目…", "Deleted listings…"], ["列出已删除的条目，可以恢复", "list deleted listings and restore them"]),
    row(Action::Edit, "edit", ["修改…", "Edit…"], ["在编辑器中修改本条的字段，导入不会覆盖", "edit the listing's fields in your editor; imports will not overwrite them"]),
    row(Action::Pager, "pager", ["分页阅读", "Read in pager"], ["用 PAGER（没有则用 less）读本条全文，可在其中查找、保存", "open the whole listing in $PAGER (or less) to search or save it"]),
    row(Action::Zoom, "zoom", ["放大条目", "Widen listing"], ["条目占满窗口，再按一次恢复", "show the listing across the whole window; again to go back"]),
    row(Action::Report, "report", ["导入报告", "Import report"], ["最近一次导入或导出的结果，含退回的行及原因", "how the last import or export went, with every rejected row and why"]),
    row(Action::Filters, "filters", ["筛选", "Filters"], ["转到筛选栏；直接输入可缩小选项", "go to the filters; typing narrows the values"]),
    row(Action::ResetFilters, "reset-filters", ["清除筛选", "Reset filters"], ["去掉所有筛选条件", "remove all filters"]),
    row(Action::RemoveFilter, "remove-filter", ["去掉上一个筛选", "Remove last filter"], ["去掉最后选的筛选条件；检索框为空时按退格键亦可", "remove the filter chosen last; so does Backspace in an empty query"]),
    row(Action::Suggestion, "suggestion", ["采用建议", "Accept suggestion"], ["改为检索“是不是要查”后的词", "search for what is suggested after “did you mean”"]),
    row(Action::Toggle, "toggle", ["选中", "Select value"], ["选中或取消一个筛选值", "select or deselect a filter value"]),
    row(Action::Exclude, "exclude", ["排除", "Exclude value"], ["排除带有此值的条目", "leave out listings with this value"]),
    row(Action::Only, "only", ["只选此值", "Only this"], ["只按此值筛选，取消同组的其他值", "filter by this value alone"]),
    row(Action::Expand, "expand", ["展开", "Expand"], ["展开下级或整组", "show the values under this one or the whole group"]),
    row(Action::Collapse, "collapse", ["收起", "Collapse"], ["收起下级", "hide the values under this one"]),
    row(Action::Accept, "accept", ["打开", "Open"], ["打开条目，执行所选", "open the listing, or carry out the selected item"]),
    row(Action::Back, "back", ["返回", "Back"], ["退一步：关闭、清空", "one step back: close, then clear"]),
    row(Action::NextPane, "next-pane", ["下一栏", "Next pane"], ["结果、条目、筛选之间切换", "cycle through results, listing and filters"]),
    row(Action::PreviousPane, "previous-pane", ["上一栏", "Previous pane"], ["反向切换", "cycle the other way"]),
    row(Action::Up, "up", ["向上", "Up"], ["上移一行", "up one line"]),
    row(Action::Down, "down", ["向下", "Down"], ["下移一行", "down one line"]),
    row(Action::PageUp, "page-up", ["上一页", "Page up"], ["上移一屏", "up one screen"]),
    row(Action::PageDown, "page-down", ["下一页", "Page down"], ["下移一屏", "down one screen"]),
    row(Action::First, "first", ["最前", "First"], ["到开头", "to the beginning"]),
    row(Action::Last, "last", ["最后", "Last"], ["到末尾", "to the end"]),
    row(Action::NextMatch, "next-match", ["下一处匹配", "Next match"], ["跳到条目中的下一处匹配", "jump to the next match in the listing"]),
    row(Action::PreviousMatch, "previous-match", ["上一处匹配", "Previous match"], ["跳到条目中的上一处匹配", "jump to the previous match in the listing"]),
    row(Action::Mark, "mark", ["标记", "Mark"], ["标记本条或取消，以便比较、复制、导出；右键也可", "mark or unmark this listing, to compare, copy or export; so does a right click"]),
    row(Action::MarkAll, "mark-all", ["标记全部", "Mark all"], ["标记全部结果", "mark all results"]),
    row(Action::ClearMarks, "clear-marks", ["取消标记", "Clear marks"], ["去掉全部标记", "remove all marks"]),
    row(Action::Compare, "compare", ["比较", "Compare"], ["把标记的条目并排比较", "show the marked listings side by side"]),
    row(Action::NextHit, "next-hit", ["下一条", "Next listing"], ["不离开条目，看下一条结果", "the next result, without leaving the listing"]),
    row(Action::PreviousHit, "previous-hit", ["上一条", "Previous listing"], ["不离开条目，看上一条结果", "the previous result, without leaving the listing"]),
    row(Action::Earlier, "earlier", ["后退", "Go back"], ["回到之前看的条目", "back to the listing read before"]),
    row(Action::Later, "later", ["前进", "Go forward"], ["后退之后再前进", "forward again after going back"]),
    row(Action::Matches, "matches", ["供需匹配", "Matches"], ["谁能满足这条需求，或谁需要这项成果，附理由", "who answers this need, or needs this offer, and why"]),
    row(Action::SearchScreen, "search-screen", ["检索", "Search"], ["回到检索", "back to the search"]),
    row(Action::DeskScreen, "desk-screen", ["工作台", "Desk"], ["今天要做的事、任务、清单、关注、联系记录", "what is to be done today; tasks, shortlists, watches, the log"]),
    row(Action::StatisticsScreen, "statistics-screen", ["统计", "Statistics"], ["按字段和年份统计当前结果", "the current results counted by fields and years"]),
    row(Action::NextField, "next-field", ["换字段", "Next field"], ["按下一个字段统计", "count by the next field"]),
    row(Action::PreviousField, "previous-field", ["上一个字段", "Previous field"], ["按上一个字段统计", "count by the field before"]),
    row(Action::NextSecondField, "second-field", ["换第二字段", "Second field"], ["交叉表的第二个字段；按时间看时换年或月", "another second field of the cross table; over time years or months"]),
    row(Action::NextMeasure, "next-measure", ["换指标", "Next measure"], ["条目、专利族、合同金额、技术交易额、报价，依次切换", "listings, families, contract amounts, technology amounts, prices in turn"]),
    row(Action::RemoveFromDesk, "remove-from-desk", ["从工作台删除", "Remove from desk"], ["删除选中的任务、清单或关注", "remove the chosen task, shortlist or watch"]),
    row(Action::UndoDesk, "undo-desk", ["撤销保存", "Undo on the desk"], ["撤销工作台上的上一步；联系记录由更正的一行撤销", "take back what was kept last; a line of the log by a correcting line"]),
    row(Action::DeskMenu, "desk-menu", ["工作台…", "Desk…"], ["匹配、清单、标签、笔记、联系记录", "match, shortlists, tags, notes, contact log"]),
    row(Action::Decide, "decide", ["评价匹配…", "Decide match…"], ["采纳或否决这个匹配，或撤销决定", "accept or decline this match, or take it back"]),
    row(Action::AcceptMatch, "accept-match", ["采纳匹配", "Accept match"], ["记下本条能满足需求，以后标明已采纳", "remember that this listing answers"]),
    row(Action::DeclineMatch, "decline-match", ["否决匹配…", "Decline match…"], ["说明原因，以后匹配时不再列出", "say why; it is left out of matches from now on"]),
    row(Action::UndecideMatch, "undecide-match", ["撤销决定", "Undo decision"], ["撤销对这个匹配的采纳或否决", "take back what you said of this match"]),
    row(Action::NewMatches, "new-matches", ["新的匹配…", "New matches…"], ["最近一次导入带来的、与需求匹配的条目", "what the last import brought that matches needs"]),
    row(Action::Shortlist, "shortlist", ["清单…", "Shortlist…"], ["把本条或已标记的条目加入清单，或去掉", "put it, or the marked ones, on a shortlist"]),
    row(Action::Tag, "tag", ["标签…", "Tag…"], ["给本条或已标记的条目加标签，或去掉", "put a tag on it, or on the marked ones"]),
    row(Action::Note, "note", ["笔记…", "Note…"], ["在本条上写笔记，note:词 可以查到", "write a note on this listing; note:WORD finds it"]),
    row(Action::Log, "log", ["记录联系…", "Log contact…"], ["记下今天的电话、邮件或会面，is:contacted 可以查到", "log a call, mail or meeting of today"]),
    row(Action::Task, "task", ["任务…", "Task…"], ["记下要做的事和期限，今天列出到期的", "what is to be done, and by which day"]),
    row(Action::Draft, "draft", ["写信…", "Draft…"], ["用模板写邮件、信函或微信；也列出未发出的草稿", "write a mail, a letter or a message from a template"]),
    row(Action::Deals, "deals", ["交易…", "Deals…"], ["与匹配的条目开始交易；按阶段列出，推进、填写、记未成", "begin one with this match; list them, move one, lose one"]),
    row(Action::Watches, "watches", ["关注…", "Watches…"], ["关注的检索有哪些变化；输入名称则关注当前检索", "what watched searches have to tell; type a name to watch this one"]),
    row(Action::DoNotContact, "do-not-contact", ["不联系…", "Do not contact…"], ["本条的联系人或单位不再联系，或重新允许；列出全部", "never contact its person or institution; list them all"]),
    row(Action::Evidence, "evidence", ["凭证", "Evidence"], ["与本条的单位有关的联系记录和交易，可保存、复制", "the log and deals with its institution, to save or copy"]),
    row(Action::Backup, "backup", ["备份…", "Back up…"], ["把资料库和您保存的内容写入一个文件", "write the library and what you keep to one file"]),
    row(Action::RestoreBackup, "restore-backup", ["恢复备份…", "Restore backup…"], ["用一份备份代替资料库和您保存的内容，先询问", "replace all this with a backup, after a question"]),
    row(Action::ExportDesk, "export-desk", ["导出工作台…", "Export desk…"], ["把清单、笔记、记录等写成 JSON Lines，可在别处导入", "write shortlists, notes, log and more as JSON Lines"]),
    row(Action::ImportDesk, "import-desk", ["导入工作台…", "Import desk…"], ["读入另一处导出的工作台，已有的不会被代替", "add what was exported elsewhere; nothing is replaced"]),
    row(Action::ClearOpened, "clear-opened", ["清除阅读痕迹…", "Clear opened…"], ["忘掉打开过哪些条目、复制过谁的联系方式，先询问", "erase what was opened and copied, after a question"]),
    row(Action::MoreLikeThis, "more-like-this", ["更多类似", "More like this"], ["与本条内容相近的条目（like:编号），检索式可再修改", "listings that resemble this one (like:ID); the query can be edited"]),
    row(Action::SameInstitution, "same-institution", ["同一单位", "Same institution"], ["本单位的全部条目", "all listings from this institution"]),
    row(Action::References, "related", ["关联条目", "Related listings"], ["成果的专利、专利的成果、完成人等", "an achievement's patents, a patent's achievement, its experts"]),
    row(Action::OlderQuery, "older-query", ["上一个检索式", "Previous query"], ["取回之前的检索式", "bring back the previous query"]),
    row(Action::NewerQuery, "newer-query", ["下一个检索式", "Next query"], ["回到之后的检索式", "forward to a more recent query"]),
    row(Action::Copy(Part::Phone), "copy-phone", ["复制电话", "Copy phone"], ["联系人的电话", "the contact's telephone number"]),
    row(Action::Copy(Part::Email), "copy-email", ["复制邮箱", "Copy e-mail"], ["联系人的邮箱", "the contact's e-mail address"]),
    row(Action::Copy(Part::NameAndOrganisation), "copy-name", ["复制姓名和单位", "Copy name and organisation"], ["联系人的姓名和单位", "the contact's name and organisation"]),
    row(Action::Copy(Part::Contact), "copy-contact", ["复制全部联系方式", "Copy whole contact"], ["联系人的全部信息", "everything known about the contact"]),
    row(Action::Copy(Part::Citation), "copy-citation", ["复制引文", "Copy citation"], ["一行引文", "a one-line citation"]),
    row(Action::Copy(Part::Vcard), "copy-vcard", ["复制 vCard", "Copy vCard"], ["可导入通讯录的名片", "a card for your address book"]),
    row(Action::Copy(Part::Number), "copy-number", ["复制号码", "Copy number"], ["申请号、公开号或登记号", "application, publication or registration number"]),
    row(Action::Copy(Part::ShownText), "show-text", ["显示全文供选取", "Show text to select"], ["放开鼠标，用终端自己的方式选取", "release the mouse so that the terminal can select text"]),
    row(Action::ToggleMouse, "toggle-mouse", ["鼠标开关", "Mouse on/off"], ["关闭后由终端选取文字（或按住 Shift 拖动）", "when off, the terminal selects text (so does dragging with Shift)"]),
    row(Action::ToggleLanguage, "toggle-language", ["语言 中文／English", "Language English／中文"], ["切换界面语言", "switch the display language"]),
    row(Action::Redraw, "redraw", ["重画屏幕", "Redraw"], ["重新画出整个屏幕", "redraw the whole screen"]),
    row(Action::Suspend, "suspend", ["挂起", "Suspend"], ["回到命令行，用 fg 返回", "back to the shell; fg returns"]),
    row(Action::Quit, "quit", ["退出", "Quit"], ["离开程序", "quit the program"]),
];

impl Action {
    /// Its row in the table.
    pub(crate) fn described(self) -> Option<&'static Described> {
        ACTIONS.iter().find(|row| row.action == self)
    }

    /// The action with this name in `keymap.toml`.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        ACTIONS
            .iter()
            .find(|row| row.id == id)
            .map(|row| row.action)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_is_described_once_in_both_languages() {
        let mut seen = HashSet::new();
        for row in ACTIONS {
            assert!(seen.insert(row.id), "{} is there twice", row.id);
            assert_eq!(Action::from_id(row.id), Some(row.action), "{}", row.id);
            for words in row.name.iter().chain(&row.help) {
                assert!(!words.is_empty(), "{} lacks words", row.id);
            }
        }
    }
}
