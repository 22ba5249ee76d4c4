//! What can be done with a listing on every screen: copying, opening its address, editing, paging.

use qiao_index::matching::Fit;
use qiao_index::record::Record;

use crate::browser::event::Effect;
use crate::browser::shared::Shared;
use crate::desk::Touch;
use crate::listing::{copying, fields, result_line};
use crate::messages::{fill, pick, to_paste};
use crate::ui::action::{Action, Part};
use crate::ui::clipboard::CopyOrder;
use crate::ui::keymap::Place;
use crate::work::desk::{DeskOrder, Said};

/// Copies a part of listings; says what is lacking where none has it.
pub(crate) fn copy(records: &[&Record], part: Part, shared: &Shared) -> Result<Effect, String> {
    let messages = shared.messages();
    if records.is_empty() {
        return Err(messages.nothing.listing.to_owned());
    }
    let text = copying::parts(records, part, shared.look());
    text.map(|text| copied(&text, shared)).ok_or_else(|| {
        let row = Action::Copy(part).described();
        let name = row.map_or("", |row| pick(shared.language(), row.help));
        fill(messages.copy.lacks, &[("what", name)])
    })
}

/// Remembers whose contact was copied, where that is wanted and such a part was.
pub(crate) fn contact_copied(records: &[&Record], part: Part, shared: &Shared) -> Option<Effect> {
    let has_part = |record: &&&Record| copying::part(record, part, shared.look()).is_some();
    let ids = records.iter().filter(has_part).map(|it| it.id.clone());
    let is_wanted = copying::is_of_contact(part) && shared.setting.remembers_opened;
    is_wanted.then(|| Effect::Touch(ids.collect(), Touch::Copied))
}

/// The same of a line of a listing, where it is one of its contact.
pub(crate) fn line_copied(record: &Record, line: &str, shared: &Shared) -> Option<Effect> {
    let is_wanted = copying::is_in_contact(record, line) && shared.setting.remembers_opened;
    is_wanted.then(|| Effect::Touch(vec![record.id.clone()], Touch::Copied))
}

/// Copies a text by the way that the settings name.
pub(crate) fn copied(text: &str, shared: &Shared) -> Effect {
    Effect::Copy(CopyOrder {
        text: to_paste(text),
        command: shared.setting.copy_command.clone(),
    })
}

/// Opens a listing's web address.
pub(crate) fn open_link(record: Option<&Record>, shared: &Shared) -> Result<Effect, String> {
    let link = record.and_then(result_line::web_address);
    let link = link.map(|link| Effect::Open(link.to_owned()));
    link.ok_or_else(|| shared.messages().copy.no_link.to_owned())
}

/// Shows a listing in the user's pager.
pub(crate) fn page(record: Option<&Record>, shared: &Shared) -> Result<Effect, String> {
    let text = record.map(|record| fields::text(record, shared.look()));
    text.map(Effect::Page)
        .ok_or_else(|| shared.messages().nothing.listing.to_owned())
}

/// Opens a listing's fields in the user's editor.
pub(crate) fn edit(record: Option<&Record>, shared: &Shared) -> Result<Effect, String> {
    let messages = shared.messages();
    let samples = shared.library.state.is_none_or(|state| state.samples);
    let why_not = match record {
        None => messages.nothing.listing,
        Some(_) if samples => messages.editing.samples,
        Some(_) if shared.library.editing => messages.editing.busy,
        Some(record) => return Ok(Effect::Edit(Box::new(record.clone()), shared.language())),
    };
    Err(why_not.to_owned())
}

/// Ids of who asks and of the listing that answers; why there is no such pair.
pub(crate) fn pair(
    fit: Option<&Fit>,
    record: Option<&Record>,
    shared: &Shared,
) -> Result<[String; 2], String> {
    let messages = &shared.messages().desk;
    let (Some(fit), Some(record)) = (fit, record) else {
        let key = shared.key_or_name(Place::Results, Action::Matches);
        return Err(fill(messages.no_match, &[("key", &key)]));
    };
    if fit.asker.id.is_empty() {
        return Err(messages.asker_is_text.to_owned());
    }
    Ok([fit.asker.id.clone(), record.id.clone()])
}

/// Accepts the match of a listing, or takes back what was said of it.
pub(crate) fn judge(
    fit: Option<&Fit>,
    record: Option<&Record>,
    accepts: bool,
    shared: &Shared,
) -> Result<Effect, String> {
    let [asker, found] = pair(fit, record, shared)?;
    if !accepts && fit.and_then(Fit::verdict).is_none() {
        return Err(shared.messages().desk.undecided.to_owned());
    }
    let said = accepts.then(|| Said {
        declined: None,
        text: String::new(),
    });
    Ok(Effect::Desk(DeskOrder::Judge { asker, found, said }))
}
