//! What is said of a file before it is imported.

/// A file before it is imported.
#[derive(Debug)]
pub(crate) struct LookMessages {
    /// Title: `{file}`
    pub(crate) title: &'static str,
    /// Below it.
    pub(crate) hint: &'static str,
    /// The same in a narrow window.
    pub(crate) short_hint: &'static str,
    /// The beginning is being read.
    pub(crate) reading: &'static str,
    /// `{n}` rows in all: `{parts}`
    pub(crate) counted: &'static str,
    /// The first `{n}` rows: `{parts}`
    pub(crate) counted_head: &'static str,
    /// Rows that would be rejected: `{n}`
    pub(crate) rejected: &'static str,
    /// The first of `{n}` files.
    pub(crate) files: &'static str,
    /// The header stands in row `{row}`.
    pub(crate) header: &'static str,
    /// The line for the header.
    pub(crate) header_name: &'static str,
    /// There is none.
    pub(crate) header_none: &'static str,
    /// It is the first row.
    pub(crate) header_first: &'static str,
    /// Nothing names the columns.
    pub(crate) headless: &'static str,
    /// The row for the kind.
    pub(crate) kind: &'static str,
    /// The kind was not said: `{why}`
    pub(crate) inferred: &'static str,
    /// A column that no field takes.
    pub(crate) no_field: &'static str,
    /// A column that is left out.
    pub(crate) left_out: &'static str,
    /// Heading of the first listings.
    pub(crate) first: &'static str,
    /// No row would be a listing.
    pub(crate) nothing: &'static str,
    /// Title of the choice of a field.
    pub(crate) fields: &'static str,
    /// No field is called so.
    pub(crate) no_such_field: &'static str,
    /// What choosing a field does.
    pub(crate) field_help: &'static str,
}

/// In Chinese.
pub(super) const CHINESE: LookMessages = LookMessages {
    title: "导入 {file}",
    hint: "Enter 导入 · 空格或 Tab 更改所选 · Esc 返回，不写入",
    short_hint: "Enter 导入 · 空格 更改 · Esc",
    reading: "正在读取开头…",
    counted: "{n} 行：{parts}",
    counted_head: "前 {n} 行：{parts}",
    rejected: "退回 {n}",
    files: "共 {n} 个文件，以下是第一个",
    header: "表头在第 {row} 行",
    header_name: "表头",
    header_none: "没有；按空格把首行当作列名",
    header_first: "首行；按空格改为没有表头",
    headless: "没有表头",
    kind: "类型",
    inferred: "推断：{why}",
    no_field: "没有对应字段",
    left_out: "不导入",
    first: "前几条将是",
    nothing: "还读不出条目：请为“名称”指定一列",
    fields: "选择字段",
    no_such_field: "没有这样的字段",
    field_help: "选定后重新读取开头；导入时存为映射文件，以后可用 --map 再用。",
};

/// In English.
pub(super) const ENGLISH: LookMessages = LookMessages {
    title: "Import {file}",
    hint: "Enter imports · Space or Tab changes the line · Esc goes back, nothing written",
    short_hint: "Enter imports · Space changes · Esc",
    reading: "reading the beginning …",
    counted: "{n} {n:row|rows}: {parts}",
    counted_head: "the first {n} rows: {parts}",
    rejected: "rejected {n}",
    files: "the first of {n} files",
    header: "header in row {row}",
    header_name: "Header",
    header_none: "none; Space takes the first row for names",
    header_first: "the first row; Space says there is none",
    headless: "no header",
    kind: "Kind",
    inferred: "inferred {why}",
    no_field: "no field takes it",
    left_out: "left out",
    first: "The first listings would be",
    nothing: "no row would be a listing yet: choose a column for the title",
    fields: "Choose a field",
    no_such_field: "no such field",
    field_help: "The beginning is read again with it; importing keeps the choice as a map file, which --map takes again.",
};
