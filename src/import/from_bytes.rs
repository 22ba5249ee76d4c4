//! Bytes in place of a file, read on this thread: for fuzzing.

use std::io::Cursor;
use std::ops::ControlFlow;

use qiao_index::record::Record;

use super::container::{Visit, visit_bytes};
use super::source::Bytes;
use super::threads::{Message, send_file};
use super::{Format, Options};

/// Reads bytes as a file of this format, or of whatever it turns out to be, and gives `see` the
/// records.
pub(crate) fn read_bytes(bytes: &[u8], format: Option<Format>, see: &mut dyn FnMut(&Record)) {
    let options = Options {
        format,
        at: Some("2026-01-01T00:00:00Z".to_owned()),
        ..Options::default()
    };
    let mut records = Vec::new();
    let visit: &mut Visit = &mut |name, opened| {
        let mut messages = Vec::new();
        let sent = send_file(name, opened, &options, &mut |message| {
            messages.push(message);
            ControlFlow::Continue(())
        });
        records.extend(messages.into_iter().flat_map(records_of));
        sent
    };
    if let Ok(opened) = Bytes::stream(Cursor::new(bytes)) {
        visit_bytes(opened, bytes.len() as u64, &options, visit);
    }
    records.iter().for_each(see);
}

fn records_of(message: Message) -> Vec<Record> {
    let Message::Batch(items) = message else {
        return Vec::new();
    };
    items.into_iter().filter_map(Result::ok).collect()
}
