//! What is said of a library beside its listings: sources, imports, deleted listings, pairs that
//! may be the same.

use qiao_index::history::RunCounts;

use super::{fill, grouped};

/// Sources, imports, deleted listings, pairs that may be the same.
#[derive(Debug)]
pub(crate) struct LibraryMessages {
    /// Remote `{name}`, `{n}` listings, `{about}`
    pub(crate) remote: &'static str,
    /// `{reason}`, `{key}` asks the library.
    pub(crate) remote_failed: &'static str,
    /// From now on the library is asked.
    pub(crate) library_asked: &'static str,
    pub(crate) remote_asked: &'static str,
    pub(crate) no_remote: &'static str,
    /// Title of the menu.
    pub(crate) menu: &'static str,
    /// Below it.
    pub(crate) menu_hint: &'static str,
    /// A list is being read.
    pub(crate) reading: &'static str,
    /// Below a question.
    pub(crate) question_hint: &'static str,
    /// The answer that changes nothing.
    pub(crate) leave: &'static str,
    /// What is ordered waits for an import.
    pub(crate) waiting: &'static str,
    /// `{reason}`
    pub(crate) failed: &'static str,
    /// Title of the list of sources.
    pub(crate) sources: &'static str,
    /// There are none.
    pub(crate) no_sources: &'static str,
    /// The line for all `{n}` of them.
    pub(crate) all_sources: &'static str,
    /// What that line does.
    pub(crate) all_sources_help: &'static str,
    /// `{path}`, last read `{at}`
    pub(crate) source: &'static str,
    /// In place of the time.
    pub(crate) never: &'static str,
    /// Title of the progress of a sync.
    pub(crate) syncing: &'static str,
    /// `{part}`, in the bottom line.
    pub(crate) syncing_part: &'static str,
    /// Below the progress.
    pub(crate) syncing_hint: &'static str,
    /// A sync is being stopped.
    pub(crate) stopping: &'static str,
    /// Title of what a sync came to.
    pub(crate) synced: &'static str,
    /// `{reason}`
    pub(crate) sync_failed: &'static str,
    /// Title of the list of imports.
    pub(crate) imports: &'static str,
    /// There are none.
    pub(crate) no_imports: &'static str,
    /// `{new}` `{updated}` `{unchanged}` `{merged}` `{rejected}`
    pub(crate) run: &'static str,
    /// `{n}`, new.
    pub(crate) run_new: &'static str,
    /// An import was taken back.
    pub(crate) run_undone: &'static str,
    /// An import did not come to its end.
    pub(crate) run_unfinished: &'static str,
    /// Title of the question: `{run}`
    pub(crate) undo: &'static str,
    /// The question: `{at}` `{files}` `{counts}`
    pub(crate) undo_help: &'static str,
    /// The answer: `{run}`
    pub(crate) undo_yes: &'static str,
    /// Import `{run}` was taken back already.
    pub(crate) undone_already: &'static str,
    /// Title of the list of deleted listings.
    pub(crate) deleted: &'static str,
    /// There are none.
    pub(crate) no_deleted: &'static str,
    /// `{id}`, deleted `{at}`
    pub(crate) deleted_help: &'static str,
    /// Title of the question: `{n}` listings
    pub(crate) delete: &'static str,
    /// The question, after the titles.
    pub(crate) delete_help: &'static str,
    /// `{n}` more titles.
    pub(crate) delete_more: &'static str,
    /// The answer.
    pub(crate) delete_yes: &'static str,
    /// The samples cannot be deleted.
    pub(crate) delete_samples: &'static str,
    /// Title of the list of pairs.
    pub(crate) duplicates: &'static str,
    /// There are none.
    pub(crate) no_duplicates: &'static str,
    /// `{common}`: what a pair has in common.
    pub(crate) in_common: &'static str,
    /// Below two listings side by side.
    pub(crate) pair_hint: &'static str,
    /// Title of the question.
    pub(crate) decide: &'static str,
    /// The question: `{one}` `{other}` `{common}`
    pub(crate) decide_help: &'static str,
    /// The answer: `{one}` keeps its id.
    pub(crate) merge: &'static str,
    /// The answer: they stay two.
    pub(crate) apart: &'static str,
}

impl LibraryMessages {
    /// The rows of an import by what became of them.
    pub(crate) fn counted(&self, counts: &RunCounts) -> String {
        let values = [
            ("new", &*grouped(counts.new)),
            ("updated", &*grouped(counts.updated)),
            ("unchanged", &*grouped(counts.unchanged)),
            ("merged", &*grouped(counts.merged)),
            ("rejected", &*grouped(counts.rejected)),
        ];
        fill(self.run, &values)
    }
}

/// In Chinese.
pub(super) const CHINESE: LibraryMessages = LibraryMessages {
    remote: "{about}远程库 {name} · {n} 条",
    remote_failed: "{reason} · {key} 改查本地资料库",
    library_asked: "改查本地资料库",
    remote_asked: "改查远程库 {name}",
    no_remote: "没有远程库可查：用 `qiao --remote 名称` 打开，`qiao remote list` 列出全部",
    menu: "资料库",
    menu_hint: "按键选择 · Esc 关闭",
    reading: "正在读取…",
    question_hint: "按数字或 Enter 选定 · Esc 返回",
    leave: "不改动",
    waiting: "导入结束后即执行",
    failed: "未能完成：{reason}",
    sources: "同步来源",
    no_sources: "还没有登记来源。在命令行用 qiao source add 名称 路径 登记要反复读取的文件或文件夹，再到这里同步。",
    all_sources: "全部来源（{n} 个）",
    all_sources_help: "依次读取各来源中有变化的文件；来源中已没有的条目标为消失。",
    source: "{path}；上次同步 {at}。Enter 读取有变化的文件，来源中已没有的条目标为消失。",
    never: "从未",
    syncing: "正在同步",
    syncing_part: "正在同步：{part}",
    syncing_hint: "Esc 停止 · Enter 转到后台",
    stopping: "正在停止同步……",
    synced: "同步报告",
    sync_failed: "未能同步：{reason}",
    imports: "导入记录",
    no_imports: "还没有导入过：按 F5 导入文件，这里就列出每次导入，可以撤销。",
    run: "新增 {new}，更新 {updated}，未变 {unchanged}，合并 {merged}，退回 {rejected}",
    run_new: "新增 {n}",
    run_undone: "已撤销",
    run_unfinished: "未完成",
    undo: "撤销第 {run} 次导入？",
    undo_help: "{at}：{files}\n{counts}\n只由这次导入带来的条目会去掉，被它更新的恢复原样；后来又导入的或您修改过的保留。",
    undo_yes: "撤销第 {run} 次导入",
    undone_already: "第 {run} 次导入已经撤销过",
    deleted: "已删除的条目",
    no_deleted: "没有删除过条目。删除的条目会列在这里，随时可以恢复。",
    deleted_help: "{id}；删除于 {at}。按 Enter 恢复。",
    delete: "删除 {n} 条？",
    delete_help: "再次导入同一文件也不会带回；在“已删除的条目”中可以恢复。",
    delete_more: "……另有 {n} 条",
    delete_yes: "删除",
    delete_samples: "示例数据不能删除：导入自己的数据后不再显示",
    duplicates: "疑似重复",
    no_duplicates: "没有疑似重复的条目。编号、名称、单位、联系方式或正文相近的会成对列在这里。",
    in_common: "相同之处：{common}",
    pair_hint: "↑ ↓ 翻看 · Enter 合并或保持分开 · Esc 返回",
    decide: "是不是同一条？",
    decide_help: "{one}\n{other}\n相同之处：{common}",
    merge: "合并，保留编号 {one}",
    apart: "不是同一条，以后不再提示",
};

/// In English.
pub(super) const ENGLISH: LibraryMessages = LibraryMessages {
    remote: "{about}{name} (remote) · {n}",
    remote_failed: "{reason} · {key} asks the local library",
    library_asked: "the local library is asked from now on",
    remote_asked: "the remote {name} is asked from now on",
    no_remote: "no remote to ask: open qiao with `--remote NAME`; `qiao remote list` lists them",
    menu: "Library",
    menu_hint: "press a key · Esc closes",
    reading: "reading …",
    question_hint: "a digit or Enter decides · Esc goes back",
    leave: "Change nothing",
    waiting: "will be done when the import has finished",
    failed: "not done: {reason}",
    sources: "Sync sources",
    no_sources: "No sources yet. On the command line, `qiao source add NAME PATH` names a file or folder to be read again and again; then it can be synced here.",
    all_sources: "All sources ({n})",
    all_sources_help: "Read whatever has changed in each source in turn; listings that are gone from their source are marked as gone.",
    source: "{path}; last synced {at}. Enter reads what has changed and marks what is gone.",
    never: "never",
    syncing: "Syncing",
    syncing_part: "syncing: {part}",
    syncing_hint: "Esc stops · Enter continues in the background",
    stopping: "stopping the sync …",
    synced: "Sync report",
    sync_failed: "not synced: {reason}",
    imports: "Imports",
    no_imports: "Nothing has been imported yet: press F5 to import a file. Every import is then listed here and can be undone.",
    run: "{new} new, {updated} updated, {unchanged} unchanged, {merged} merged, {rejected} rejected",
    run_new: "{n} new",
    run_undone: "undone",
    run_unfinished: "unfinished",
    undo: "Undo import {run}?",
    undo_help: "{at}: {files}\n{counts}\nListings that only this import brought will go, those it updated go back to what they were; what later imports brought again or you edited stays.",
    undo_yes: "Undo import {run}",
    undone_already: "import {run} has already been undone",
    deleted: "Deleted listings",
    no_deleted: "No deleted listings. What you delete is listed here and can be restored at any time.",
    deleted_help: "{id}; deleted {at}. Enter restores it.",
    delete: "Delete {n} {n:listing|listings}?",
    delete_help: "Importing the file again will not bring them back; “Deleted listings” can.",
    delete_more: "… and {n} more",
    delete_yes: "Delete",
    delete_samples: "sample listings cannot be deleted: they go when you import your own",
    duplicates: "Suspected duplicates",
    no_duplicates: "No suspected duplicates. Listings with the same number, title, institution, contact or text are listed here in pairs.",
    in_common: "in common: {common}",
    pair_hint: "↑ ↓ scroll · Enter merges or keeps apart · Esc goes back",
    decide: "The same listing?",
    decide_help: "{one}\n{other}\nIn common: {common}",
    merge: "Merge, keeping the id {one}",
    apart: "Not the same: do not ask again",
};
