//! `qiao report`

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{End, Global, open, usage};
use crate::desk::Desk;
use crate::export::{
    report_json, write_json_pretty, write_report_csv, write_report_html, write_report_markdown,
    write_report_xlsx, write_whole_file,
};
use crate::messages::{Failure, escape_controls, nearest};
use crate::report::{self, BUILT_IN, Definition, Ground};
use crate::statistics::Report;
use crate::ui::table;
use crate::work::day::today_here;
use crate::work::period::Period;

/// Arguments of `qiao report`.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Name of a built-in report, a TOML file with one of your own, or list
    #[arg(value_name = "NAME|FILE.toml|list")]
    report: String,
    /// The time that it is of: 2026, 2026-Q3 or 2026-10 [default: this month]
    #[arg(long, value_name = "PERIOD", value_parser = Period::read)]
    period: Option<Period>,
    /// Write to this file: .md, .html, .xlsx, .csv or .json [default: Markdown on standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// In which form a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Markdown,
    Html,
    Xlsx,
    Csv,
    Json,
}

impl Form {
    /// The one that a file's ending names.
    fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path
            .extension()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        match &*ending.to_lowercase() {
            "md" | "markdown" => Ok(Self::Markdown),
            "html" | "htm" => Ok(Self::Html),
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(Failure::new(
                "报告写成 .md、.html、.xlsx、.csv 或 .json 文件",
                "a report is written to a .md, .html, .xlsx, .csv or .json file",
            )),
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &ReportArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    if args.report == "list" {
        return list(global);
    }
    let refuse = |failure: Failure| usage(failure.say(language));
    let form = args
        .output
        .as_deref()
        .map(Form::of)
        .transpose()
        .map_err(refuse)?;
    let definition = definition(&args.report, global)?;
    let library = open::for_reading(global)?;
    let folder = global.data_dir()?;
    let desk = Desk::open_kept(&folder)?;
    let today = today_here();
    let made = report::make(
        &definition,
        Ground {
            library: &library,
            desk: desk.as_ref(),
            folder: &folder,
            period: args.period.unwrap_or_else(|| Period::month_of(today)),
            today,
            language,
            synonyms: global.adds_synonyms(),
        },
    )?;
    let form = form.unwrap_or(Form::Markdown);
    if let Some(path) = &args.output {
        write_whole_file(path, |out| write(&made, form, out))?;
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&made, form, &mut out)?;
        out.flush()?;
    }
    Ok(End::Done)
}

fn write(report: &Report, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    match form {
        Form::Markdown => write_report_markdown(out, report)?,
        Form::Html => write_report_html(out, report)?,
        Form::Xlsx => write_report_xlsx(out, report)?,
        Form::Csv => write_report_csv(out, report)?,
        Form::Json => {
            write_json_pretty(out, &report_json(report))?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// The report that is meant.
fn definition(named: &str, global: &Global) -> anyhow::Result<Definition> {
    if let Some(built_in) = report::built_in(named) {
        return built_in.map_err(anyhow::Error::new);
    }
    let path = Path::new(named);
    if path.extension().is_some_and(|it| it == "toml") {
        let read = report::read(path);
        return read.map_err(|failure| {
            if path.exists() {
                usage(failure.say(global.language()))
            } else {
                failure.into()
            }
        });
    }
    let known = BUILT_IN.map(|(name, _)| name);
    let meant = nearest(named, &known);
    let shown = escape_controls(named);
    let all = known.join(", ");
    let failure = Failure::new(
        format!(
            "没有名为 {shown} 的报告{}；可用的有：{all}，或一个 .toml 文件",
            meant.map_or_else(String::new, |it| format!("（是否想写 {it}？）"))
        ),
        format!(
            "there is no report {shown}{}; there are {all}, or a .toml file",
            meant.map_or_else(String::new, |it| format!(" (did you mean {it}?)"))
        ),
    );
    Err(usage(failure.say(global.language())))
}

fn list(global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut rows = Vec::new();
    for (name, _) in BUILT_IN {
        if let Some(built_in) = report::built_in(name) {
            let definition = built_in.map_err(anyhow::Error::new)?;
            let said = |words: &report::Words| words.said(language).to_owned();
            rows.push([
                name.to_owned(),
                said(&definition.title),
                said(&definition.about),
            ]);
        }
    }
    let mut out = io::stdout().lock();
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    Ok(End::Done)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use std::io::{Cursor, Read as _};

    use qiao_index::record::Date;
    use qiao_index::vocab::Language;

    use super::*;
    use crate::work::library::OpenLibrary;

    const FORMS: [Form; 5] = [
        Form::Markdown,
        Form::Html,
        Form::Xlsx,
        Form::Csv,
        Form::Json,
    ];

    /// A report in every form, as it is written on a day; of a workbook its parts, unpacked.
    fn written(name: &str, library: &OpenLibrary, folder: &Path, day: u8) -> Vec<Vec<u8>> {
        let ground = Ground {
            library,
            desk: None,
            folder,
            period: Period::read("2026-Q3").unwrap(),
            today: Date::new(2026, 12, day).unwrap(),
            language: Language::Chinese,
            synonyms: true,
        };
        let definition = report::built_in(name).unwrap().unwrap();
        let made = report::make(&definition, ground).unwrap();
        let forms = FORMS.iter().flat_map(|form| {
            let mut out = Vec::new();
            write(&made, *form, &mut out).unwrap();
            if *form == Form::Xlsx {
                parts(out)
            } else {
                vec![out]
            }
        });
        forms.collect()
    }

    fn parts(workbook: Vec<u8>) -> Vec<Vec<u8>> {
        let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
        let parts = archive.len();
        let read = |place| {
            let mut part = Vec::new();
            let mut file = archive.by_index(place).unwrap();
            file.read_to_end(&mut part).unwrap();
            part
        };
        (0..parts).map(read).collect()
    }

    #[test]
    fn a_report_of_a_period_differs_on_another_day_by_its_date_alone() {
        let folder = tempfile::tempdir().unwrap();
        let library = OpenLibrary::open(folder.path()).unwrap();
        for (name, _) in BUILT_IN {
            let [first, later] = [1, 24].map(|day| written(name, &library, folder.path(), day));
            assert_eq!(first.len(), later.len(), "{name}");
            for (part, other) in first.iter().zip(&later) {
                let [part, other] = [part, other].map(|it| String::from_utf8_lossy(it));
                let other = other.replace("2026-12-24", "2026-12-01");
                assert_eq!(part, other, "{name}");
            }
        }
    }
}
