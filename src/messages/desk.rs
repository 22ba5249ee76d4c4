//! What is said of what the user keeps.

/// The desk: matches accepted and declined, new matches.
#[derive(Debug)]
pub(crate) struct DeskMessages {
    /// Title of the menu.
    pub(crate) menu: &'static str,
    /// Title of what can be said of a match.
    pub(crate) decide: &'static str,
    /// Below it.
    pub(crate) menu_hint: &'static str,
    /// The listing answers nobody: `{key}` asks who answers one.
    pub(crate) no_match: &'static str,
    /// Who asks is a typed text: it cannot be kept.
    pub(crate) asker_is_text: &'static str,
    /// Nothing was said of the match yet.
    pub(crate) undecided: &'static str,
    /// Title of the reasons for declining `{title}`.
    pub(crate) decline: &'static str,
    /// Below them.
    pub(crate) decline_hint: &'static str,
    /// In the empty line for a remark.
    pub(crate) remark: &'static str,
    /// "Something else" needs a remark.
    pub(crate) remark_needed: &'static str,
    /// Something could not be kept: `{reason}`
    pub(crate) not_kept: &'static str,
    /// Title of the list of new matches.
    pub(crate) new_matches: &'static str,
    /// There are none.
    pub(crate) no_new_matches: &'static str,
    /// `{n}` listings are new matches of needs, or match new needs: `{key}` shows them.
    pub(crate) news: &'static str,
    /// Too much has come in.
    pub(crate) too_many_new: &'static str,
    /// `{n}` new matches of a need.
    pub(crate) new_of_need: &'static str,
    /// No more than `{n}` can ask at once.
    pub(crate) too_many_ask: &'static str,
    /// Title of the shortlists.
    pub(crate) shortlists: &'static str,
    /// There are none.
    pub(crate) no_shortlists: &'static str,
    /// What choosing `{name}` with `{n}` listings does.
    pub(crate) shortlist_help: &'static str,
    /// The line that makes `{name}`.
    pub(crate) new_shortlist: &'static str,
    /// Title of the tags.
    pub(crate) tags: &'static str,
    /// There are none.
    pub(crate) no_tags: &'static str,
    /// What choosing `{name}` with `{n}` listings does.
    pub(crate) tag_help: &'static str,
    /// The line that makes `{name}`.
    pub(crate) new_tag: &'static str,
    /// Title of the note.
    pub(crate) note: &'static str,
    /// Below it.
    pub(crate) note_hint: &'static str,
    /// Title of the ways of reaching somebody about `{title}`.
    pub(crate) log: &'static str,
    /// Below them.
    pub(crate) log_hint: &'static str,
    /// In the empty line for what was said.
    pub(crate) log_text: &'static str,
    /// Nothing was said.
    pub(crate) log_text_needed: &'static str,
    /// Title of the days by which something can have to be done.
    pub(crate) task: &'static str,
    /// The same about `{title}`.
    pub(crate) task_of: &'static str,
    /// Below them.
    pub(crate) task_hint: &'static str,
    /// In the empty line for what is to be done.
    pub(crate) task_text: &'static str,
    /// Nothing was said.
    pub(crate) task_text_needed: &'static str,
    /// No day is set.
    pub(crate) no_day: &'static str,
    /// Title of the watches.
    pub(crate) watches: &'static str,
    /// There are none.
    pub(crate) no_watches: &'static str,
    /// The line that watches what is searched for as `{name}`.
    pub(crate) new_watch: &'static str,
    /// Nothing has changed since the `{day}` on which it was last looked at; `{n}` listings were there.
    pub(crate) watch_seen: &'static str,
    /// `{n}` are new.
    pub(crate) watch_new: &'static str,
    /// `{n}` have changed.
    pub(crate) watch_changed: &'static str,
    /// `{n}` have gone.
    pub(crate) watch_gone: &'static str,
    /// `{n}` watches have moved: `{key}` shows them.
    pub(crate) watches_moved: &'static str,
}

/// In Chinese.
pub(super) const CHINESE: DeskMessages = DeskMessages {
    menu: "工作台",
    decide: "评价匹配",
    menu_hint: "按数字选择 · Esc 关闭",
    no_match: "这里不是匹配结果：先在需求或成果上按 {key}",
    asker_is_text: "提出要求的是一段文字，不能记下决定：请先把它存为需求",
    undecided: "对这个匹配还没有做过决定",
    decline: "否决：{title}",
    decline_hint: "↑ ↓ 选择 · 可输入说明 · Enter 否决 · Esc",
    remark: "补充说明（可不填）",
    remark_needed: "选“其他”时请写明原因",
    not_kept: "未能记下：{reason}",
    new_matches: "新的匹配",
    no_new_matches: "最近一次导入没有带来与需求匹配的条目。每次导入后都会检查，有则在底部提示。",
    news: "新的供需匹配 {n} 条（{key} 查看）",
    too_many_new: "这次导入太多，未逐条匹配：请用 qiao match --all --new",
    new_of_need: "{n} 条",
    too_many_ask: "一次最多匹配 {n} 条需求",
    shortlists: "清单",
    no_shortlists: "还没有清单：输入名称建一个，例如某项需求或某位客户。",
    shortlist_help: "“{name}”有 {n} 条。Enter 把条目加入；本条已在清单上则去掉。list:{name} 可以查到。",
    new_shortlist: "新建清单：{name}",
    tags: "标签",
    no_tags: "还没有标签：输入一个。",
    tag_help: "“{name}”用于 {n} 条。Enter 加上；本条已有则去掉。tag:{name} 可以查到。",
    new_tag: "新标签：{name}",
    note: "笔记",
    note_hint: "Enter 保存 · Tab 在编辑器中写 · Esc 返回",
    log: "联系记录：{title}",
    log_hint: "↑ ↓ 方式 · 输入谈了什么 · Enter 记下 · Esc",
    log_text: "与谁，谈了什么",
    log_text_needed: "请写下谈了什么",
    task: "任务",
    task_of: "任务：{title}",
    task_hint: "↑ ↓ 期限 · 输入要做什么，可带日期 · Enter 记下 · Esc",
    task_text: "要做什么，如：周五 回电话",
    task_text_needed: "请写下要做什么",
    no_day: "不定日期",
    watches: "关注",
    no_watches: "还没有关注：输入名称，即关注当前的检索式和筛选；此后的新增、变化和消失会在这里列出。",
    new_watch: "关注当前检索：{name}",
    watch_seen: "{day} 看时有 {n} 条，此后没有变化。Enter 列出。",
    watch_new: "新增 {n}",
    watch_changed: "变化 {n}",
    watch_gone: "消失 {n}",
    watches_moved: "{n} 项关注有变化（{key} 查看）",
};

/// In English.
pub(super) const ENGLISH: DeskMessages = DeskMessages {
    menu: "Desk",
    decide: "Decide match",
    menu_hint: "press a digit · Esc closes",
    no_match: "not among matches: press {key} on a need or an offer first",
    asker_is_text: "a typed text asks here, and nothing can be kept of it: make it a need first",
    undecided: "nothing has been decided about this match",
    decline: "Decline: {title}",
    decline_hint: "↑ ↓ choose · type a remark · Enter declines · Esc",
    remark: "remark (optional)",
    remark_needed: "say in the remark what it is",
    not_kept: "not kept: {reason}",
    new_matches: "New matches",
    no_new_matches: "The last import brought nothing that matches needs. Every import is looked through, and what it brings is announced at the bottom.",
    news: "{n} new {n:match|matches} with needs ({key} shows them)",
    too_many_new: "too many new listings to match in passing: use `qiao match --all --new`",
    new_of_need: "{n}",
    too_many_ask: "no more than {n} needs can be matched at once",
    shortlists: "Shortlists",
    no_shortlists: "No shortlists yet: type a name to make one, for a need or a client.",
    shortlist_help: "{name} has {n} {n:listing|listings}. Enter adds; a listing that is on it is taken off. list:{name} finds them.",
    new_shortlist: "new shortlist: {name}",
    tags: "Tags",
    no_tags: "No tags yet: type one.",
    tag_help: "{name} is on {n} {n:listing|listings}. Enter puts it on; a listing that has it loses it. tag:{name} finds them.",
    new_tag: "new tag: {name}",
    note: "Note",
    note_hint: "Enter keeps it · Tab opens your editor · Esc goes back",
    log: "Log contact: {title}",
    log_hint: "↑ ↓ how · type what was said · Enter logs it · Esc",
    log_text: "with whom, what was said",
    log_text_needed: "write down what was said",
    task: "Task",
    task_of: "Task: {title}",
    task_hint: "↑ ↓ day · type what is to be done · Enter keeps it · Esc",
    task_text: "what is to be done, e.g. friday call back",
    task_text_needed: "write down what is to be done",
    no_day: "no day",
    watches: "Watches",
    no_watches: "No watches yet: type a name to watch this search with its filters. What is new, changed and gone will be listed here.",
    new_watch: "watch this search: {name}",
    watch_seen: "{n} {n:listing|listings} when it was looked at on {day}, and nothing has changed since. Enter lists them.",
    watch_new: "{n} new",
    watch_changed: "{n} changed",
    watch_gone: "{n} gone",
    watches_moved: "{n} {n:watch has|watches have} moved ({key} shows them)",
};
