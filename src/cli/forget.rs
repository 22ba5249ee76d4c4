//! `qiao forget`

use clap::Args;

use super::{End, Global, complain};
use crate::messages::{escape_controls, grouped, pick, say};
use crate::work::forget::forget;

/// Arguments of `qiao forget`.
#[derive(Debug, Args)]
pub(super) struct ForgetArgs {
    /// A person's whole name, or the id of a listing
    #[arg(value_name = "PERSON|ID", allow_hyphen_values = true)]
    whom: String,
}

/// Forgets a person or a listing, and says where there may be more.
pub(super) fn run(args: &ForgetArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let forgotten = forget(&global.data_dir()?, &args.whom)?;
    if forgotten.is_nothing() {
        let text = [
            "资料库和工作台中没有“{whom}”",
            "neither the library nor the desk has {whom}",
        ];
        let whom = escape_controls(&args.whom);
        complain(&say(language, text, &[("whom", &whom)]));
        return Ok(End::Nothing);
    }
    let text = [
        "已删除：{removed} 条删去，{changed} 条去掉了姓名和联系方式，工作台 {kept} 处",
        "forgotten: {removed} {removed:listing|listings} removed, {changed} without the name and its contact now, {kept} {kept:place|places} on the desk",
    ];
    let values = [
        ("removed", &*grouped(forgotten.removed as u64)),
        ("changed", &*grouped(forgotten.changed)),
        ("kept", &*grouped(forgotten.kept)),
    ];
    complain(&say(language, text, &values));
    for path in &forgotten.left {
        let text = [
            "仍在 {path} 中：请自行处理",
            "still in {path}: deal with it yourself",
        ];
        let path = path.display().to_string();
        complain(&say(language, text, &[("path", &escape_controls(&path))]));
    }
    complain(pick(
        language,
        [
            "以前的导出、备份和导入过的文件中可能还有；再导入这些文件会重新出现。qiao do-not-contact 的名单不受影响",
            "exports, backups and the files that were imported may still hold it, and importing these brings it back; who is not to be contacted stays so",
        ],
    ));
    Ok(End::Done)
}
