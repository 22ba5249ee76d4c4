//! How commands end, for help and manual.

use qiao_index::vocab::Language;

use crate::messages::pick;

/// Exit codes and what they mean, Chinese first.
pub(super) const EXIT_CODES: &[(&str, [&str; 2])] = &[
    ("0", ["已找到或已完成", "found, or done"]),
    ("1", ["没有找到", "nothing found"]),
    (
        "2",
        [
            "用法或检索式有误",
            "wrong usage, or a query that cannot be read",
        ],
    ),
    (
        "3",
        [
            "有文件无法读取（仅有被退回的行时仍为 0）",
            "a file could not be read (rejected rows alone are 0)",
        ],
    ),
    (
        "4",
        [
            "资料库无法打开或写入",
            "the library could not be opened or written",
        ],
    ),
    ("101", ["程序自身的错误", "a fault of the program"]),
    ("130", ["被用户中断", "interrupted by the user"]),
];

/// Exit codes as the help shows them.
pub(super) fn listed(language: Language) -> String {
    let heading = pick(language, ["退出码：", "Exit codes:"]);
    let rows = EXIT_CODES.iter();
    let rows = rows.map(|(code, text)| format!("\n  {code:<4} {}", pick(language, *text)));
    format!("{heading}{}", rows.collect::<String>())
}
