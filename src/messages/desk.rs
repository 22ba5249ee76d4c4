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
    /// The marks are still there: `{key}` takes them away.
    pub(crate) marks_stay: &'static str,
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
    /// The day that was typed is none.
    pub(crate) no_such_day: &'static str,
    /// To tick off a task.
    pub(crate) task_done: &'static str,
    /// To see the listing that it is about.
    pub(crate) task_go: &'static str,
    /// To put it off until the `{day}`.
    pub(crate) task_snooze: &'static str,
    /// To remove it.
    pub(crate) task_remove: &'static str,
    /// The names of the sections of the desk screen.
    pub(crate) sections: [&'static str; 6],
    /// What each of them says when it is empty.
    pub(crate) nothing_yet: [&'static str; 6],
    /// No row fits what is typed.
    pub(crate) nothing_fits: &'static str,
    /// In the empty line that narrows the rows.
    pub(crate) narrow: &'static str,
    /// The chosen row is about no listing.
    pub(crate) about_nothing: &'static str,
    /// The chosen row cannot be removed.
    pub(crate) not_removed: &'static str,
    /// An action means nothing on the desk screen.
    pub(crate) not_here: &'static str,
    /// No day is set.
    pub(crate) no_day: &'static str,
    /// Title of the templates of letters and the drafts that are not sent.
    pub(crate) letters: &'static str,
    /// None of them fits what is typed.
    pub(crate) no_letters: &'static str,
    /// What choosing a template does.
    pub(crate) template_help: &'static str,
    /// Title of what can be done with draft `{n}`.
    pub(crate) letter: &'static str,
    /// Below it.
    pub(crate) letter_hint: &'static str,
    /// Its lines: a mail file, the mail program, the clipboard, a text file, it was sent.
    pub(crate) letter_ways: [&'static str; 5],
    /// An empty letter is not kept.
    pub(crate) letter_empty: &'static str,
    /// Title of why a letter could not be written.
    pub(crate) letter_failed: &'static str,
    /// A letter was written to `{path}`.
    pub(crate) letter_saved: &'static str,
    /// `{whom}` is not to be contacted: nothing is copied yet.
    pub(crate) held_back: &'static str,
    /// In a listing, before who in it is not to be contacted.
    pub(crate) do_not_contact: &'static str,
    /// Title of the deals.
    pub(crate) deals: &'static str,
    /// The line that begins a deal between `{titles}`.
    pub(crate) new_deal: &'static str,
    /// Title of what can happen to the deal about `{title}`.
    pub(crate) deal: &'static str,
    /// Below it.
    pub(crate) deal_hint: &'static str,
    /// In its empty line.
    pub(crate) deal_text: &'static str,
    /// Its first line.
    pub(crate) deal_both: &'static str,
    /// Its last line.
    pub(crate) deal_lost: &'static str,
    /// The line that shows what is known of it.
    pub(crate) deal_evidence: &'static str,
    /// Title of evidence about `{whom}`.
    pub(crate) evidence: &'static str,
    /// Below it: `{copy}` copies it, `{save}` writes it to a file.
    pub(crate) evidence_hint: &'static str,
    /// Nothing is known of them.
    pub(crate) no_evidence: &'static str,
    /// The chosen listing names nobody.
    pub(crate) nobody_named: &'static str,
    /// Title of those who are not to be contacted.
    pub(crate) not_to_contact: &'static str,
    /// There are none.
    pub(crate) nobody_forbidden: &'static str,
    /// The line that adds `{name}` to them.
    pub(crate) forbid: &'static str,
    /// What that line does.
    pub(crate) forbid_help: &'static str,
    /// What choosing one of them, `{name}`, does.
    pub(crate) allow_help: &'static str,
    /// Stands for a name that was forgotten.
    pub(crate) forgotten: &'static str,
    /// Such a one has to be named to be taken off.
    pub(crate) forgotten_help: &'static str,
    /// Title of the question whether to restore a backup.
    pub(crate) restore_backup: &'static str,
    /// The answer that does.
    pub(crate) restore_backup_yes: &'static str,
    /// Title of the question whether to forget what was opened and copied.
    pub(crate) clear_opened: &'static str,
    /// What that means.
    pub(crate) clear_opened_help: &'static str,
    /// The answer that does.
    pub(crate) clear_opened_yes: &'static str,
    /// A remark, and no stage to say it of.
    pub(crate) deal_stage_needed: &'static str,
    /// Title of the reasons for losing `{title}`.
    pub(crate) lose: &'static str,
    /// Below them.
    pub(crate) lose_hint: &'static str,
    /// There are no deals.
    pub(crate) no_deals: &'static str,
    /// No need and offer are chosen for a deal: `{key}` asks who answers, `{mark}` marks two.
    pub(crate) no_deal_pair: &'static str,
    /// Something cannot be shown: `{reason}`
    pub(crate) not_shown: &'static str,
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
    menu_hint: "按键选择 · Esc 关闭",
    no_match: "这里不是匹配结果：先在需求或成果上按 {key}",
    asker_is_text: "提出要求的是一段文字，不能记下决定：请先把它存为需求",
    undecided: "对这个匹配还没有做过决定",
    decline: "否决：{title}",
    decline_hint: "↑ ↓ 选择 · 可输入说明 · Enter 否决 · Esc",
    remark: "补充说明（可不填）",
    remark_needed: "选“其他”时请写明原因",
    marks_stay: "；标记仍在（{key} 取消）",
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
    log_text: "与谁：谈了什么，如 沈老师：问了价格",
    log_text_needed: "请写下谈了什么",
    task: "任务",
    task_of: "任务：{title}",
    task_hint: "↑ ↓ 期限 · 输入要做什么，可带日期 · Enter 记下 · Esc",
    task_text: "要做什么，如：周五 回电话",
    task_text_needed: "请写下要做什么",
    no_such_day: "没有这一天：请写如 12-04、周五、明天、3天后",
    task_done: "完成",
    task_go: "查看有关的条目",
    task_snooze: "推迟到 {day}",
    task_remove: "删除",
    sections: ["今天", "任务", "清单", "关注", "交易", "联系记录"],
    nothing_yet: [
        "今天没有要做的事。到期的任务、有变化的关注、待联系和将截止的需求会列在这里。",
        "没有任务。在条目上按 F2 再按 7 记下一件，如“周五 回电话”；到期的会列在今天。",
        "没有清单。在条目上按 F2 再按 3 建一个，供某项需求或某位客户用。",
        "没有关注。在检索结果上按 F2 再按 0，输入名称，即关注当前的检索；此后的新增、变化和消失会列出。",
        "没有交易。在匹配结果上按 F2 再按 9 开始一项，或先标记一条需求和一条供给；阶段、公示期和合同内容列在这里。",
        "没有联系记录。在条目上按 F2 再按 6，记下电话、邮件或会面。",
    ],
    nothing_fits: "没有符合的",
    narrow: "输入文字缩小范围",
    about_nothing: "这一行与条目无关",
    not_removed: "这一行不能删除",
    not_here: "工作台上用不到：按 Enter 到条目，或按 Alt-1 回到检索",
    no_day: "不定日期",
    letters: "写信",
    no_letters: "没有这样的模板或草稿。",
    template_help: "Enter 用编辑器打开写好的信稿，保存并退出后再选怎样发。",
    letter: "草稿 {n}",
    letter_hint: "按数字选择 · Esc 关闭，草稿已保存",
    letter_ways: [
        "存为邮件文件（.eml），用邮件程序打开后发送",
        "在邮件程序中打开",
        "复制正文，可粘贴到微信等",
        "存为文字文件（.md）",
        "已经发出：记入联系记录",
    ],
    letter_empty: "信稿是空的，没有保存",
    letter_failed: "写不成信稿",
    letter_saved: "已写入 {path}",
    held_back: "{whom} 在“不联系”之列，没有复制；确要复制请再来一次",
    do_not_contact: "不联系：",
    deals: "交易",
    new_deal: "开始交易：{titles}",
    deal: "交易：{title}",
    deal_hint: "↑ ↓ 选择 · 可输入说明或 字段=值 · Enter · Esc",
    deal_text: "说明，或如 合同金额=300万元",
    deal_both: "查看双方条目",
    deal_lost: "未成…",
    deal_evidence: "凭证…",
    evidence: "凭证：{whom}",
    evidence_hint: "{copy} 复制 · {save} 存为文件 · Esc 关闭",
    no_evidence: "没有联系记录，也没有交易。",
    nobody_named: "本条没有写明单位或联系人",
    not_to_contact: "不联系",
    nobody_forbidden: "没有不联系的人或单位：输入名称添加。",
    forbid: "不再联系：{name}",
    forbid_help: "Enter 之后，凡是写有这一名称的条目都会提醒：不写信，复制联系方式要按两次。",
    allow_help: "Enter 把“{name}”从“不联系”中去掉。",
    forgotten: "（姓名已删除）",
    forgotten_help: "姓名已删除，只留下能认出它的校验值：输入完整的名称才能去掉，用 qiao do-not-contact remove。",
    restore_backup: "恢复备份",
    restore_backup_yes: "用备份代替",
    clear_opened: "清除阅读痕迹？",
    clear_opened_help: "忘掉打开过哪些条目、复制过谁的联系方式，不能撤销。清单、笔记和联系记录不受影响。",
    clear_opened_yes: "清除",
    deal_stage_needed: "请先选一个阶段；填写合同内容如 合同金额=300万元",
    lose: "交易未成：{title}",
    lose_hint: "↑ ↓ 原因 · 可输入说明 · Enter 记下 · Esc",
    no_deals: "还没有交易：在匹配结果上开始一项，或标记一条需求和一条供给后开始。",
    no_deal_pair: "交易要有一条需求和一条供给：先用 {key} 匹配并选一条，或用 {mark} 标记两条",
    not_shown: "无法显示：{reason}",
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
    menu_hint: "press a key · Esc closes",
    no_match: "not among matches: press {key} on a need or an offer first",
    asker_is_text: "a typed text asks here, and nothing can be kept of it: make it a need first",
    undecided: "nothing has been decided about this match",
    decline: "Decline: {title}",
    decline_hint: "↑ ↓ choose · type a remark · Enter declines · Esc",
    remark: "remark (optional)",
    remark_needed: "say in the remark what it is",
    marks_stay: "; still marked ({key} unmarks)",
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
    log_text: "with whom: what was said, e.g. Shen: asked the price",
    log_text_needed: "write down what was said",
    task: "Task",
    task_of: "Task: {title}",
    task_hint: "↑ ↓ day · type what is to be done · Enter keeps it · Esc",
    task_text: "what is to be done, e.g. friday call back",
    task_text_needed: "write down what is to be done",
    no_such_day: "there is no such day: write it as 12-04, friday, tomorrow or 3d",
    task_done: "Done",
    task_go: "See the listing it is about",
    task_snooze: "Put off until {day}",
    task_remove: "Remove",
    sections: ["Today", "Tasks", "Shortlists", "Watches", "Deals", "Log"],
    nothing_yet: [
        "Nothing is to be done today. Tasks that are due, watches that moved, and needs that wait for a first contact or end soon are listed here.",
        "No tasks. Press F2, then 7 on a listing to keep one, e.g. “friday call back”; what is due is listed under today.",
        "No shortlists. Press F2, then 3 on a listing to make one, for a need or a client.",
        "No watches. Press F2, then 0 among the results and type a name to watch that search; what is new, changed and gone is listed.",
        "No deals. Press F2 and 9 on a match to begin one, or mark a need and an offer first; stages, notice periods and contracts are listed here.",
        "Nothing is logged. Press F2, then 6 on a listing to log a call, mail or meeting.",
    ],
    nothing_fits: "Nothing fits",
    narrow: "type to narrow the rows",
    about_nothing: "this row is about no listing",
    not_removed: "this row cannot be removed",
    not_here: "not on the desk: Enter goes to the listing, Alt-1 back to the search",
    no_day: "no day",
    letters: "Draft",
    no_letters: "No such template or draft.",
    template_help: "Enter opens the letter in your editor; once it is saved and closed, choose how to send it.",
    letter: "Draft {n}",
    letter_hint: "press a digit · Esc closes, the draft is kept",
    letter_ways: [
        "write a mail file (.eml), to be opened and sent by a mail program",
        "open it in your mail program",
        "copy the text, to be pasted into WeChat and the like",
        "write a text file (.md)",
        "it was sent: log it",
    ],
    letter_empty: "the letter is empty, nothing was kept",
    letter_failed: "No letter",
    letter_saved: "written to {path}",
    held_back: "{whom} is not to be contacted: nothing copied; do it again to copy all the same",
    do_not_contact: "Do not contact: ",
    deals: "Deals",
    new_deal: "begin a deal: {titles}",
    deal: "Deal: {title}",
    deal_hint: "↑ ↓ choose · type a remark or FIELD=VALUE · Enter · Esc",
    deal_text: "a remark, or as in amount=300万元",
    deal_both: "show both listings",
    deal_lost: "lost…",
    deal_evidence: "evidence…",
    evidence: "Evidence: {whom}",
    evidence_hint: "{copy} copies it · {save} writes a file · Esc closes",
    no_evidence: "Nothing is logged, and there is no deal.",
    nobody_named: "the listing names neither an institution nor a contact",
    not_to_contact: "Do not contact",
    nobody_forbidden: "Nobody yet: type the name of a person or an institution.",
    forbid: "do not contact: {name}",
    forbid_help: "Enter makes every listing with this name say so: no letters, and contacts are copied only when asked twice.",
    allow_help: "Enter takes {name} off: may be contacted again.",
    forgotten: "(forgotten)",
    forgotten_help: "The name was forgotten, only what recognises it is kept: `qiao do-not-contact remove` with the whole name takes it off.",
    restore_backup: "Restore a backup",
    restore_backup_yes: "Replace what is there",
    clear_opened: "Clear what was opened and copied?",
    clear_opened_help: "Which listings were opened and whose contacts were copied is erased and cannot be brought back. Shortlists, notes and the log stay.",
    clear_opened_yes: "Clear it for good",
    deal_stage_needed: "choose a stage first; what the contract says is written amount=300万元",
    lose: "Deal lost: {title}",
    lose_hint: "↑ ↓ why · type a remark · Enter keeps it · Esc",
    no_deals: "No deals yet: begin one on a match, or mark a need and an offer first.",
    no_deal_pair: "a deal has a need and an offer: match with {key} and choose one, or mark two with {mark}",
    not_shown: "cannot be shown: {reason}",
    watches: "Watches",
    no_watches: "No watches yet: type a name to watch this search with its filters. What is new, changed and gone will be listed here.",
    new_watch: "watch this search: {name}",
    watch_seen: "{n} {n:listing|listings} when it was looked at on {day}, and nothing has changed since. Enter lists them.",
    watch_new: "{n} new",
    watch_changed: "{n} changed",
    watch_gone: "{n} gone",
    watches_moved: "{n} {n:watch has|watches have} moved ({key} shows them)",
};
