//! `qiao import`

mod display;
mod preview;
mod rejects;
mod report;

use std::io;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use qiao_index::record::Kind;

use super::{End, Global, complain, filter, open, usage};
use crate::import::{ColumnMap, FileReport, Format, Options, Preview, Progress, files, preview};
use crate::messages::{Failure, escape_controls, pick, say};
use crate::work::import::{ImportEvent, ImportOrder, ImportSummary, broken, import, map_text};
pub(super) use display::ImportDisplay;
use preview::{preview_text, previews_json};
use report::{summary_json, summary_text};

/// Arguments of `qiao import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files, folders (with all files in them), patterns such as `data/*.csv`, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Format, if it is not recognised: jsonl, json, csv, tsv, xls, xlsx, xlsb, ods, html,
    /// spreadsheetml, xml, aps, ris, bibtex, noteexpress, endnote, vcard
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<Format>,
    /// Kind of the rows that do not state one: achievement, patent, need, expert, institution
    #[arg(long, value_name = "KIND", value_parser = filter::kind)]
    kind: Option<Kind>,
    /// Name of the source [default: the file's name without extensions]
    #[arg(long, value_name = "NAME", value_parser = source)]
    source: Option<String>,
    /// Encoding, if it is not detected: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    /// Assign columns to fields with this map (a TOML file)
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Show what would be imported without importing it
    #[arg(long)]
    dry_run: bool,
    /// Print a map of the file's columns to edit and pass to --map; import nothing
    #[arg(long, conflicts_with = "output")]
    print_map: bool,
    /// Write rejected rows to this CSV file
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Format of the summary
    #[arg(long = "format", value_name = "FORMAT", default_value = "text")]
    output: Output,
}

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For reading
    Text,
    /// One JSON object at the end
    Json,
}

pub(super) fn source(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Failure::new(
            "来源的名称应由可见的字符组成",
            "a source name needs visible characters",
        ));
    }
    Ok(name.to_owned())
}

fn encoding(label: &str) -> Result<&'static Encoding, Failure> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        Failure::new(
            "没有这种编码：可试 utf-8、gb18030、big5、utf-16le、windows-1252",
            "unknown encoding: try utf-8, gb18030, big5, utf-16le, windows-1252",
        )
    })
}

/// Runs the command.
pub(super) fn run(args: &ImportArgs, global: &Global) -> anyhow::Result<End> {
    let order = order(args, global)?;
    let mut display = ImportDisplay::new(args.rejects.as_deref(), global)?;
    if args.print_map || args.dry_run {
        look(args, order, &mut display)?;
    } else {
        take_in(args, &order, &mut display, global)?;
    }
    display.finish()?;
    Ok(display.end())
}

/// What the arguments and the map say.
fn order(args: &ImportArgs, global: &Global) -> anyhow::Result<ImportOrder> {
    let language = global.language();
    let map = args.map.as_deref().map(ColumnMap::open).transpose()?;
    // A mistake in it is one in how the program was called.
    let map = map
        .transpose()
        .map_err(|failure| usage(failure.say(language)));
    let said = map?.map_or_else(Options::default, Options::of_map);
    let options = Options {
        format: args.format.or(said.format),
        kind: args.kind.or(said.kind),
        source: args.source.clone().or(said.source),
        encoding: args.encoding.or(said.encoding),
        language,
        ..said
    };
    Ok(ImportOrder {
        paths: args.paths.clone(),
        options,
    })
}

/// Imports, and says what that came to.
fn take_in(
    args: &ImportArgs,
    order: &ImportOrder,
    display: &mut ImportDisplay,
    global: &Global,
) -> anyhow::Result<()> {
    let started = Instant::now();
    let language = global.language();
    let mut library = open::for_writing(global)?;
    let imported = import(&mut library, order, &mut |event| display.show(event));
    let imported = imported?;
    let fused = imported.fused_remark(language);
    let ImportSummary {
        run, files, first, ..
    } = imported;
    let mut out = io::stdout().lock();
    match args.output {
        Output::Json => {
            let seconds = started.elapsed().as_secs_f64();
            summary_json(&mut out, (run, &files), seconds, language)?;
        }
        Output::Text => summary_text(&mut out, &files, language)?,
    }
    let is_barren = |file: &&FileReport| file.counts.listings() == 0 && broken(file).is_none();
    for file in files.iter().filter(is_barren) {
        let path = escape_controls(&file.path);
        let text = [
            "{path}：没有读到任何条目",
            "{path}: no listing was read from it",
        ];
        display.complain(&say(language, text, &[("path", &path)]));
    }
    if let Some(fused) = fused {
        display.complain(&fused);
    }
    if first {
        complain(pick(
            language,
            [
                "从现在起显示您自己的条目；示例条目不再显示",
                "your own listings are shown from now on instead of the samples",
            ],
        ));
    }
    Ok(())
}

/// Looks at the files and writes nothing into the library.
fn look(
    args: &ImportArgs,
    mut order: ImportOrder,
    display: &mut ImportDisplay,
) -> anyhow::Result<()> {
    order.options.only_look = true;
    let language = order.options.language;
    let previews = preview_all(args, &order, display);
    let mut out = io::stdout().lock();
    if args.print_map {
        print_one_map(&mut out, &previews, &order.options)?;
    } else if args.output == Output::Json {
        previews_json(&mut out, &previews, language)?;
    } else {
        let map = args.map.as_deref();
        let mut previews = previews.iter();
        previews.try_for_each(|it| preview_text(&mut out, it, map, language))?;
    }
    // What cannot be imported as it is may well be with the map that was printed.
    for preview in &previews {
        let doubt = preview.doubt.as_ref().filter(|_| !args.print_map);
        let errors = doubt.into_iter().chain(&preview.broken);
        errors.for_each(|error| display.fail(error));
    }
    Ok(())
}

/// Looks at all files. Rejected rows are in the previews, and in the file that was asked for.
fn preview_all(
    args: &ImportArgs,
    order: &ImportOrder,
    display: &mut ImportDisplay,
) -> Vec<Preview> {
    let mut previews = Vec::new();
    for path in files_of(&order.paths, display) {
        if display.show(ImportEvent::Begins(&path)).is_break() {
            break;
        }
        let found = preview(&path, &order.options, &mut |progress| match progress {
            Progress::Read { bytes, size } => display.show(ImportEvent::Read { bytes, size }),
            Progress::Rejected(_) if args.rejects.is_none() => display.go_on(),
            Progress::Rejected(rejected) => display.show(ImportEvent::Rejected(&rejected)),
        });
        display.clear();
        for result in found {
            match result {
                Ok(preview) => {
                    display.warn_of_replaced(&preview.path, preview.encoding, preview.replaced);
                    display.warn_of(&preview.remarks);
                    previews.push(preview);
                }
                Err(error) => display.fail(&error),
            }
        }
    }
    previews
}

/// All files under the paths; what has none is reported.
fn files_of(paths: &[PathBuf], display: &mut ImportDisplay) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for found in paths.iter().flat_map(|path| files(path)) {
        match found {
            Ok(file) => all.push(file),
            Err(error) => display.fail(&error),
        }
    }
    all
}

/// Prints the map of the one file that there is.
fn print_one_map(
    out: &mut impl io::Write,
    previews: &[Preview],
    options: &Options,
) -> anyhow::Result<()> {
    match previews {
        [] => Ok(()),
        [preview] => {
            let map = options.map.as_deref();
            Ok(out.write_all(map_text(preview, map, options.language).as_bytes())?)
        }
        _ => Err(usage(pick(
            options.language,
            [
                "--print-map 一次只能用于一个文件",
                "--print-map takes one file at a time",
            ],
        ))),
    }
}
