//! Exporting: which listings, in which format, to where.

use std::io::Write;
use std::path::{Path, PathBuf};

use qiao_index::Library;
use qiao_index::fields::columns::Column;
use qiao_index::record::Record;
use qiao_index::request::Request;

use super::engine::Engine as _;
use super::library::OpenLibrary;
use crate::export::{self, Style, Written, redact_contacts};
use crate::messages::{Bilingual, Failure, caveats, escape_controls};

/// Which listings an export writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selection {
    /// All that answer a request.
    Found(Request),
    /// Those with these ids, in this order.
    Marked(Vec<String>),
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExportOrder {
    /// Which listings.
    pub(crate) selection: Selection,
    /// In which format, language and columns.
    pub(crate) style: Style,
    /// Without whom to ask.
    pub(crate) redacted: bool,
}

/// A file that was exported to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exported {
    /// What was written.
    pub(crate) written: Written,
    /// To which file.
    pub(crate) path: PathBuf,
    /// It took the place of another.
    pub(crate) replaced: bool,
    /// That there is somebody in it who is not to be contacted.
    pub(crate) careful: Option<Bilingual>,
}

impl Exported {
    /// This export, but that nothing was written is a failure.
    ///
    /// # Errors
    /// Nothing was written.
    pub(crate) fn checked(self) -> anyhow::Result<Self> {
        match self.written.nothing() {
            Some(failure) => anyhow::bail!(failure),
            None => Ok(self),
        }
    }
}

/// What is to be done where there is such a file already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// The new one takes its place.
    Replace,
    /// It is kept, and nothing written.
    Keep,
}

type Records<'a> = Box<dyn Iterator<Item = anyhow::Result<Record>> + 'a>;

/// Writes what is ordered; nothing at all where there are no such listings.
///
/// # Errors
/// `out` cannot be written, or the library cannot be read.
pub(crate) fn write(
    library: &OpenLibrary,
    order: &ExportOrder,
    out: &mut dyn Write,
) -> anyhow::Result<Written> {
    let written = write_records(records(library, order)?, order, out)?;
    check_readable(library, written, "")?;
    Ok(written)
}

/// Refuses to say that nothing matches where it may only be that nothing could be read.
fn check_readable(library: &OpenLibrary, written: Written, path: &str) -> anyhow::Result<()> {
    let left_out = library.shown().left_out();
    if left_out == 0 || written.nothing().is_none() {
        return Ok(());
    }
    let text = [
        "没有读得出的条目符合，什么也没写{path}；有 {n} 条读不出：用 `qiao doctor --deep` 查明原因",
        "no listing that can be read matches, nothing was written{path}; {n} cannot be read: `qiao doctor --deep` says why",
    ];
    let path = if path.is_empty() {
        String::new()
    } else {
        format!(" ({path})")
    };
    let filled = Failure::filled(text, &[("path", &path), ("n", &left_out.to_string())]);
    Err(filled.into())
}

fn write_records(
    records: Records<'_>,
    order: &ExportOrder,
    out: &mut dyn Write,
) -> anyhow::Result<Written> {
    let mut records = records.peekable();
    if records.peek().is_none() {
        return Ok(Written::Listings(0));
    }
    let mut style = order.style.clone();
    // A column without a value would say that there is none.
    let is_left_out = |column: &Column| order.redacted && column.is_of_contact();
    style.columns.retain(|column| !is_left_out(column));
    export::write(out, &style, &mut records)
}

/// Writes what is ordered to a file, whole or not at all.
///
/// # Errors
/// There is such a file that is to be kept, it cannot be written, or the library cannot be read.
pub(crate) fn to_file(
    library: &OpenLibrary,
    order: &ExportOrder,
    path: &Path,
    existing: Existing,
) -> anyhow::Result<Exported> {
    if existing == Existing::Keep && path.exists() {
        let name = path.to_string_lossy();
        let name = escape_controls(&name);
        anyhow::bail!(Failure::new(
            format!("已有文件 {name}，请换一个名字"),
            format!("{name} already exists: choose another name"),
        ));
    }
    let replaced = path.is_file();
    let records = records(library, order)?;
    let written = export::write_file(path, |out| write_records(records, order, out))?;
    check_readable(library, written, &escape_controls(&path.to_string_lossy()))?;
    Ok(Exported {
        written,
        path: path.to_owned(),
        replaced,
        careful: None,
    })
}

/// Says how many of the listings of an order name somebody who is not to be contacted.
///
/// # Errors
/// The library cannot be read.
pub(crate) fn careful(
    library: &OpenLibrary,
    order: &ExportOrder,
) -> anyhow::Result<Option<Bilingual>> {
    let names = library.do_not_contact();
    // Nothing is read again where nobody is named.
    if order.redacted || names.names().is_empty() {
        return Ok(None);
    }
    let mut number = 0_u64;
    for record in records(library, order)? {
        number += u64::from(names.of(&record?).is_some());
    }
    let words = [
        "注意：其中 {n} 条有“不联系”的人或单位",
        "careful: {n} {n:listing names|listings name} somebody who is not to be contacted",
    ];
    Ok((number > 0).then(|| Failure::filled(words, &[("n", &number.to_string())])))
}

/// Listings that a remote is asked for at once.
const AT_ONCE: usize = 500;

/// The listings of a remote, the whole of them before the first is written: an answer that does not
/// come must leave nothing half.
fn of_remote(library: &OpenLibrary, selection: &Selection) -> anyhow::Result<Vec<Record>> {
    let request = match selection {
        Selection::Marked(ids) => return library.records(ids),
        Selection::Found(request) => request,
    };
    let (mut found, mut offset) = (Vec::new(), 0);
    loop {
        let page = library.answer(&Request {
            offset,
            limit: AT_ONCE,
            with_withdrawn: true,
            ..request.clone()
        })?;
        let is_partial = page.elsewhere.as_ref().filter(|it| it.is_partial());
        if let Some(partial) = is_partial.map(caveats).unwrap_or_default().pop() {
            return Err(partial.into());
        }
        if page.unreadable > 0 {
            let text = [
                "远程库中有 {n} 条是这个版本读不出的：没有导出",
                "{n} listings of the remote cannot be read by this version: nothing was exported",
            ];
            return Err(Failure::filled(text, &[("n", &page.unreadable.to_string())]).into());
        }
        found.extend(page.hits.into_iter().map(|hit| hit.record));
        offset += AT_ONCE;
        if offset as u64 >= page.total {
            return Ok(found);
        }
    }
}

/// The listings of an order, read one after the other.
fn records<'a>(library: &'a OpenLibrary, order: &'a ExportOrder) -> anyhow::Result<Records<'a>> {
    let records: Records<'a> = if library.remote().is_some() {
        let found = of_remote(library, &order.selection)?;
        Box::new(found.into_iter().map(Ok))
    } else {
        of_library(library.shown(), &order.selection)?
    };
    if !order.redacted {
        return Ok(records);
    }
    let redacted = |mut record: Record| {
        redact_contacts(&mut record);
        record
    };
    Ok(Box::new(records.map(move |record| record.map(redacted))))
}

/// The listings of the library.
fn of_library<'a>(library: &'a Library, selection: &'a Selection) -> anyhow::Result<Records<'a>> {
    Ok(match selection {
        Selection::Found(request) => Box::new(library.readable_matches(request)?.map(|it| Ok(it?))),
        Selection::Marked(ids) => {
            let found = ids.iter().map(|id| library.readable_record(id).transpose());
            // One that is gone since it was marked is left out.
            Box::new(found.flatten().map(|record| Ok(record?)))
        }
    })
}
