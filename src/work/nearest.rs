//! The listing that was meant by an id that is not there.

use qiao_index::Library;
use qiao_index::record::Titled;
use qiao_index::request::Request;

use crate::messages::{Failure, escape_controls, nearest};

/// That a listing is not there, and which is nearest: by its id, else by its title.
pub(crate) fn no_listing(library: &Library, id: &str) -> Failure {
    // Who asks is told that it is not there, whatever becomes of the search for another.
    let Ok(Some(listing)) = meant(library, id) else {
        let words = [
            "没有编号或号码为 {id} 的条目；`qiao search` 会列出编号",
            "there is no listing with the id or number {id}: `qiao search` shows ids",
        ];
        return Failure::filled(words, &[("id", &escape_controls(id))]);
    };
    let words = [
        "没有编号为 {id} 的条目；最近的是 {nearest}：{title}",
        "there is no listing with the id {id}; the nearest is {nearest}: {title}",
    ];
    let values = [
        ("id", &*escape_controls(id)),
        ("nearest", &*escape_controls(&listing.id)),
        ("title", &*escape_controls(&listing.title)),
    ];
    Failure::filled(words, &values)
}

fn meant(library: &Library, id: &str) -> anyhow::Result<Option<Titled>> {
    let ids = library.ids_near(id)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    if let Some(near) = nearest(id, &ids) {
        return Ok(library.titles([near])?.pop());
    }
    let page = library.search(&Request {
        query: id.to_owned(),
        limit: 1,
        with_withdrawn: true,
        ..Request::default()
    })?;
    let hit = page.hits.first().filter(|_| !page.relaxed);
    let hit = hit.map(|hit| hit.record.id.clone());
    Ok(library.titles(hit.as_deref())?.pop())
}
