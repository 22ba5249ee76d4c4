//! What an answer from a remote cannot be relied on for, in words.

use qiao_index::search::Elsewhere;

use super::Bilingual;

/// One sentence each.
pub(crate) fn caveats(elsewhere: &Elsewhere) -> Vec<Bilingual> {
    let values = [
        ("name", &*elsewhere.name),
        ("missing", &elsewhere.missing.to_string()),
        ("shards", &elsewhere.shards.to_string()),
    ];
    let mut texts = Vec::new();
    if elsewhere.missing > 0 {
        texts.push([
            "结果不全：远程库 {name} 的 {shards} 个分片中有 {missing} 个没有回答",
            "partial: {missing} of {shards} shards of {name} did not answer",
        ]);
    }
    if elsewhere.cut_short {
        texts.push([
            "结果不全：远程库 {name} 没有来得及查完",
            "partial: {name} ran out of time before it had seen all",
        ]);
    }
    if elsewhere.is_approximate {
        texts.push([
            "≈ 远程库 {name} 给出的数字是近似值",
            "≈ the numbers from {name} are approximate",
        ]);
    }
    let texts = texts.into_iter();
    texts.map(|text| Bilingual::filled(text, &values)).collect()
}
