//! Export: records → bytes, one file per format, and the citations that are copied.
//!
//! Nothing here knows the library or the terminal. Whatever goes to a terminal passes
//! [`escape_controls`](crate::messages::escape_controls); whatever goes to a spreadsheet passes
//! [`formula_safe`].

use qiao_index::record::Record;

mod bibtex;
mod chart;
mod citation;
mod csv;
mod eml;
mod figures;
mod file;
mod icalendar;
mod json;
mod jsonl;
mod links;
mod markdown;
mod report;
mod ris;
mod vcard;
mod xlsx;

pub(crate) use bibtex::write_bibtex;
pub(crate) use chart::svg;
pub(crate) use citation::{citation, whole_number};
pub(crate) use csv::{FORMULA_STARTS, formula_safe, write_csv};
pub(crate) use eml::{Mail, eml, mailto};
pub(crate) use figures::{
    cells as figure_cells, figures_json, write_figures_csv, write_figures_markdown,
};
pub(crate) use file::{
    FORMATS, Format, FormatNames, Style, Written, write, write_file, write_whole_file,
};
pub(crate) use icalendar::{CalendarTask, calendar};
pub(crate) use json::{ShownJson, write_json, write_json_pretty};
pub(crate) use jsonl::write_jsonl;
pub(crate) use markdown::write_markdown;
pub(crate) use report::{
    report_json, write_report_csv, write_report_html, write_report_markdown, write_report_xlsx,
};
pub(crate) use ris::write_ris;
pub(crate) use vcard::{vcards, write_vcard};
pub(crate) use xlsx::write_xlsx;

/// Takes out of a record whom to ask: the contacts, the rows as they came, what was edited of
/// them or is told differently, and what of the contacts is repeated in its texts.
pub(crate) fn redact_contacts(record: &mut Record) {
    let contacts = std::mem::take(&mut record.contact);
    record.raw = serde_json::Value::Null;
    for source in &mut record.sources {
        source.raw = serde_json::Value::Null;
    }
    record.edits.clear();
    record.conflicts.clear();
    record.people.retain(|person| person.role != "contact");
    let secrets: Vec<String> = contacts
        .into_iter()
        .flat_map(|contact| {
            [
                contact.phones,
                contact.emails,
                vec![contact.wechat, contact.qq],
            ]
            .concat()
        })
        .filter(|secret| secret.chars().count() >= 5)
        .collect();
    let mut texts = vec![&mut record.title, &mut record.summary, &mut record.body];
    for translation in &mut record.translations {
        texts.extend([&mut translation.summary, &mut translation.body]);
    }
    if let Some(need) = &mut record.need {
        texts.extend([
            &mut need.problem,
            &mut need.key_technology,
            &mut need.target,
            &mut need.current_state,
        ]);
    }
    for text in texts {
        for secret in &secrets {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "***");
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod tests {
    use super::samples::achievement;
    use super::*;

    #[test]
    fn redaction_leaves_no_contact_anywhere() {
        let mut record = achievement();
        record.body = "详情请致电027-00001234。".to_owned();
        record.raw = serde_json::json!({"contactMobile": "027-00001234"});
        redact_contacts(&mut record);
        let json = serde_json::to_string(&record).unwrap_or_default();
        assert!(
            !json.contains("00001234") && !json.contains("example.com"),
            "{json}"
        );
        assert_eq!(record.body, "详情请致电***。");
        assert_eq!(record.title, achievement().title);
    }
}
