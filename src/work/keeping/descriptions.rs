//! What came of taking back, deleting, joining and parting, in both languages.

use qiao_index::library::{Common, NotJoined, NotUndone, Undone};
use qiao_index::vocab::Language;

use crate::messages::{Bilingual, Failure, escape_controls, pick};

/// What taking an import back came to.
pub(crate) fn undone(run: u64, undone: Undone) -> Bilingual {
    let text = [
        "已撤销第 {run} 次导入：去掉 {removed} 条，{restored} 条恢复原样，{kept} 条因后来的导入或您的修改而保留",
        "import {run} undone: {removed} {removed:listing|listings} removed, {restored} restored, {kept} kept because of later imports or your edits",
    ];
    let values = [
        ("run", &*run.to_string()),
        ("removed", &*undone.removed.to_string()),
        ("restored", &*undone.restored.to_string()),
        ("kept", &*undone.kept.to_string()),
    ];
    Failure::filled(text, &values)
}

/// Why an import cannot be taken back.
pub(crate) fn not_undone(run: u64, reason: NotUndone) -> Failure {
    let text = match reason {
        NotUndone::Unknown => [
            "没有第 {run} 次导入：qiao imports 列出所有导入",
            "there is no import {run}: `qiao imports` lists them",
        ],
        NotUndone::Already => [
            "第 {run} 次导入已经撤销过",
            "import {run} has already been undone",
        ],
    };
    Failure::filled(text, &[("run", &run.to_string())])
}

/// So many listings were deleted.
pub(crate) fn deleted(number: usize) -> Bilingual {
    let text = ["已删除 {n} 条", "{n} {n:listing|listings} deleted"];
    Failure::filled(text, &[("n", &number.to_string())])
}

/// There is no listing to be deleted.
pub(crate) fn not_there(id: &str) -> Failure {
    let text = [
        "资料库中没有编号为 {id} 的条目，或已删除",
        "there is no listing with the id {id}, or it is already deleted",
    ];
    Failure::filled(text, &[("id", &escape_controls(id))])
}

/// A deleted listing is back.
pub(crate) fn restored(id: &str) -> Bilingual {
    let text = ["已恢复 {id}", "{id} restored"];
    Failure::filled(text, &[("id", &escape_controls(id))])
}

/// There is no deleted listing to be brought back.
pub(super) fn not_deleted(id: &str) -> Failure {
    let text = [
        "没有删除过编号为 {id} 的条目",
        "there is no deleted listing with the id {id}",
    ];
    Failure::filled(text, &[("id", &escape_controls(id))])
}

/// Two listings are one now, or stay two.
pub(crate) fn decided([one, other]: [&str; 2], same: bool) -> Bilingual {
    let text = if same {
        ["{other} 已并入 {one}", "{other} merged into {one}"]
    } else {
        [
            "已记下：{one} 与 {other} 不是同一条",
            "{one} and {other} will be kept apart",
        ]
    };
    let values = [
        ("one", &*escape_controls(one)),
        ("other", &*escape_controls(other)),
    ];
    Failure::filled(text, &values)
}

/// Why two listings cannot be joined or parted.
pub(crate) fn not_joined(reason: &NotJoined) -> Failure {
    let (text, id) = match reason {
        NotJoined::Unknown(id) => (
            [
                "资料库中没有编号为 {id} 的条目",
                "there is no listing with the id {id}",
            ],
            &**id,
        ),
        NotJoined::Same => (
            [
                "两个编号已是同一条目",
                "both ids belong to the same listing",
            ],
            "",
        ),
        NotJoined::Kinds => (
            [
                "两者类型不同，不能合并",
                "they are of different kinds and cannot be merged",
            ],
            "",
        ),
    };
    Failure::filled(text, &[("id", &escape_controls(id))])
}

/// What two listings have in common, in words.
pub(crate) fn common(common: &[Common], language: Language) -> String {
    let names: Vec<&str> = common.iter().map(|it| name(*it, language)).collect();
    names.join(pick(language, ["、", ", "]))
}

const fn name(common: Common, language: Language) -> &'static str {
    let words = match common {
        Common::Number => [
            "公开号（一方未写文献种类）",
            "publication number (one without kind code)",
        ],
        Common::Application => ["申请号", "application number"],
        Common::Title => ["名称", "title"],
        Common::Institution => ["单位", "institution"],
        Common::Contact => ["联系方式", "contact"],
        Common::Text => ["大部分正文", "most of the text"],
    };
    pick(language, words)
}
