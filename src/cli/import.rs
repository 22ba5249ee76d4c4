//! `qiao import`

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use indicatif::{ProgressBar, ProgressStyle};
use qiao_index::normalise::Rejected;
use qiao_index::record::Kind;
use qiao_index::vocab::Language;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use super::{End, Global, complain, open};
use crate::export::{formula_safe, visible};
use crate::import::{
    Counts, Fault, FileError, FileReport, Format, Options, Preview, Progress, files, import_file,
    pick, preview, rejected_line, rejected_reason,
};

/// Rejects that are printed where no file was named for them.
const SHOWN_REJECTS: u64 = 10;

/// Arguments of `qiao import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files, folders (with all files in them), or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Format, instead of the recognised one: jsonl, json, csv, tsv
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<Format>,
    /// Kind of the rows that do not say: achievement, patent, need, expert, institution
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Name of the source [default: the file's name without extensions]
    #[arg(long, value_name = "NAME", value_parser = source)]
    source: Option<String>,
    /// Encoding, instead of the detected one: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    /// Show what would be imported and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the rejected rows to this CSV file
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Form of the summary
    #[arg(long = "format", value_name = "FORMAT", default_value = "text")]
    output: Output,
}

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Text,
    /// One JSON object at the end
    Json,
}

fn kind(word: &str) -> Result<Kind, String> {
    let kinds = Kind::ALL.map(Kind::as_str).join(", ");
    word.parse().map_err(|()| format!("the kinds are {kinds}"))
}

fn source(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err("a source needs a name of visible characters".to_owned());
    }
    Ok(name.to_owned())
}

fn encoding(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        "no such encoding: try utf-8, gb18030, big5, utf-16le, windows-1252".to_owned()
    })
}

/// Runs the command.
pub(super) fn run(args: &ImportArgs, global: &Global) -> anyhow::Result<End> {
    let started = Instant::now();
    let mut run = Run::new(args, global.language())?;
    let reports = if args.dry_run {
        run.preview_all(args)?;
        Vec::new()
    } else {
        run.import_all(args, global)?
    };
    run.rejects.finish(run.language)?;
    if !args.dry_run {
        let mut out = io::stdout().lock();
        match args.output {
            Output::Json => summary_json(&mut out, &reports, started.elapsed().as_secs_f64())?,
            Output::Text => summary_text(&mut out, &reports, run.language)?,
        }
    }
    Ok(run.end())
}

/// What an import carries from file to file.
struct Run {
    options: Options,
    language: Language,
    rejects: Rejects,
    bar: ProgressBar,
    interrupted: Arc<AtomicBool>,
    unread: bool,
}

impl Run {
    fn new(args: &ImportArgs, language: Language) -> anyhow::Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        // The second Ctrl-C ends the program at once; what is committed stays.
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            let flag = || Arc::clone(&interrupted);
            signal_hook::flag::register_conditional_shutdown(signal, 130, flag())?;
            signal_hook::flag::register(signal, flag())?;
        }
        Ok(Self {
            options: Options {
                format: args.format,
                kind: args.kind,
                source: args.source.clone(),
                encoding: args.encoding,
                language,
            },
            language,
            rejects: Rejects::new(args.rejects.as_deref())?,
            bar: ProgressBar::hidden(),
            interrupted,
            unread: false,
        })
    }

    fn import_all(
        &mut self,
        args: &ImportArgs,
        global: &Global,
    ) -> anyhow::Result<Vec<FileReport>> {
        let mut library = open::for_writing(global)?;
        let mut writer = library.writer()?;
        let mut reports = Vec::new();
        for path in self.files(&args.paths) {
            if self.stopped() {
                break;
            }
            self.start_bar(&path);
            let options = self.options.clone();
            let result = import_file(&path, &options, &mut writer, &mut |it| self.observe(it));
            self.bar.finish_and_clear();
            match result {
                Ok(mut report) => {
                    self.warn_of_replaced(&report.path, report.encoding, report.replaced);
                    let broken = report.broken.take();
                    reports.push(report);
                    broken.map_or(Ok(()), |error| self.fail(error))?;
                }
                Err(error) => self.fail(error)?,
            }
        }
        writer.finish()?;
        Ok(reports)
    }

    fn preview_all(&mut self, args: &ImportArgs) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        for path in self.files(&args.paths) {
            if self.stopped() {
                break;
            }
            self.start_bar(&path);
            let options = self.options.clone();
            let result = preview(&path, &options, &mut |it| self.observe(it));
            self.bar.finish_and_clear();
            match result {
                Ok(mut preview) => {
                    self.warn_of_replaced(&preview.path, preview.encoding, preview.replaced);
                    match args.output {
                        Output::Json => writeln!(out, "{}", preview_json(&preview))?,
                        Output::Text => preview_text(&mut out, &preview, self.language)?,
                    }
                    let broken = preview.broken.take();
                    broken.map_or(Ok(()), |error| self.fail(error))?;
                }
                Err(error) => self.fail(error)?,
            }
        }
        Ok(())
    }

    /// All files under the paths; what has none is reported.
    fn files(&mut self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let mut all = Vec::new();
        for path in paths {
            for found in files(path) {
                match found {
                    Ok(file) => all.push(file),
                    Err(error) => {
                        self.unread = true;
                        complain(&error.say(self.language));
                    }
                }
            }
        }
        all
    }

    /// Reports a file that could not be read. A library that cannot be written ends the import.
    fn fail(&mut self, error: FileError) -> anyhow::Result<()> {
        match error.fault {
            Fault::Stopped => Ok(()),
            Fault::Library(error) => Err(error.into()),
            _ => {
                self.unread = true;
                complain(&error.say(self.language));
                Ok(())
            }
        }
    }

    fn observe(&mut self, progress: Progress) -> ControlFlow<()> {
        match progress {
            Progress::Read { bytes, size } => {
                if let Some(size) = size {
                    self.bar.set_length(size);
                }
                self.bar.set_position(bytes);
            }
            Progress::Rejected(rejected) => {
                let (rejects, language) = (&mut self.rejects, self.language);
                self.bar.suspend(|| rejects.add(&rejected, language));
            }
        }
        if self.stopped() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn stopped(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    fn start_bar(&mut self, path: &Path) {
        if !io::stderr().is_terminal() {
            return;
        }
        let template = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        let style = ProgressStyle::with_template(template);
        self.bar = ProgressBar::new(0);
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy();
        self.bar
            .set_message(visible(&name).chars().take(24).collect::<String>());
    }

    fn warn_of_replaced(&self, path: &str, encoding: &str, replaced: u64) {
        if replaced == 0 {
            return;
        }
        let path = visible(path);
        complain(&match self.language {
            Language::Chinese => format!(
                "{path}：有 {replaced} 处不是有效的 {encoding}，已用 \u{fffd} 代替；如编码不对请用 --encoding 指定"
            ),
            Language::English => format!(
                "{path}: {replaced} byte sequences are not {encoding} and were replaced by \u{fffd}; if the encoding is wrong, name it with --encoding"
            ),
        });
    }

    fn end(&self) -> End {
        if self.stopped() {
            complain(pick(
                self.language,
                "导入已停止；已导入的内容已保存。重新执行同一命令即可继续：未变的行会跳过",
                "import stopped; what was imported is saved. Run the same command again to go on: unchanged rows are skipped",
            ));
            return End::Interrupted;
        }
        if self.unread { End::Unread } else { End::Done }
    }
}

/// Where rejected rows go: to a file, or the first of them to stderr.
struct Rejects {
    file: Option<csv::Writer<BufWriter<File>>>,
    path: PathBuf,
    count: u64,
    failed: Option<csv::Error>,
}

impl Rejects {
    fn new(path: Option<&Path>) -> anyhow::Result<Self> {
        let file = path.map(Self::create).transpose()?;
        Ok(Self {
            file,
            path: path.unwrap_or(Path::new("")).to_owned(),
            count: 0,
            failed: None,
        })
    }

    fn create(path: &Path) -> anyhow::Result<csv::Writer<BufWriter<File>>> {
        let name = path.to_string_lossy().into_owned();
        let create = || -> io::Result<_> {
            let mut file = BufWriter::new(File::create(path)?);
            // Without the mark, spreadsheets take the file for GBK.
            file.write_all("\u{feff}".as_bytes())?;
            let mut writer = csv::Writer::from_writer(file);
            writer.write_record(["file", "row", "column", "reason", "original"])?;
            Ok(writer)
        };
        create().with_context(|| format!("cannot write the rejects to {}", visible(&name)))
    }

    fn add(&mut self, rejected: &Rejected, language: Language) {
        self.count += 1;
        let row = rejected.row.to_string();
        let reason = rejected_reason(rejected, language);
        if let Some(file) = &mut self.file {
            let cells = [
                &rejected.file,
                &row,
                &rejected.column,
                &reason,
                &rejected.original,
            ];
            let written = file.write_record(cells.map(|cell| formula_safe(cell)));
            self.failed = self.failed.take().or(written.err());
        } else if self.count <= SHOWN_REJECTS {
            complain(&rejected_line(rejected, language));
        }
    }

    fn finish(&mut self, language: Language) -> anyhow::Result<()> {
        let path = self.path.to_string_lossy().into_owned();
        let path = visible(&path);
        if let Some(file) = &mut self.file {
            let flushed = file.flush().map_err(csv::Error::from);
            let failed = self.failed.take().or(flushed.err());
            if let Some(error) = failed {
                return Err(error).with_context(|| format!("cannot write the rejects to {path}"));
            }
        } else if self.count > SHOWN_REJECTS {
            let more = self.count - SHOWN_REJECTS;
            complain(&match language {
                Language::Chinese => {
                    format!("另有 {more} 行未能导入；用 --rejects 文件 可得到全部清单")
                }
                Language::English => {
                    format!("and {more} more rejected rows; `--rejects FILE` writes all of them")
                }
            });
        }
        Ok(())
    }
}

fn total(reports: &[FileReport]) -> Counts {
    reports.iter().fold(Counts::default(), |mut sum, report| {
        sum.add(&report.counts);
        sum
    })
}

fn summary_json(out: &mut impl Write, reports: &[FileReport], seconds: f64) -> io::Result<()> {
    let file = |report: &FileReport| {
        let counts = &report.counts;
        json!({
            "path": report.path,
            "format": report.format.as_str(),
            "encoding": report.encoding,
            "rows": counts.rows(),
            "new": counts.new,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "merged": counts.merged,
            "rejected": counts.rejected,
        })
    };
    let all = total(reports);
    let summary = json!({
        "files": reports.iter().map(file).collect::<Vec<_>>(),
        "new": all.new,
        "updated": all.updated,
        "unchanged": all.unchanged,
        "merged": all.merged,
        "rejected": all.rejected,
        "seconds": (seconds * 1000.0).round() / 1000.0,
    });
    writeln!(out, "{summary}")
}

fn summary_text(
    out: &mut impl Write,
    reports: &[FileReport],
    language: Language,
) -> io::Result<()> {
    if reports.is_empty() {
        return Ok(());
    }
    let header = match language {
        Language::Chinese => [
            "文件", "格式", "编码", "行数", "新增", "更新", "未变", "合并", "拒绝",
        ],
        Language::English => [
            "file",
            "format",
            "encoding",
            "rows",
            "new",
            "updated",
            "unchanged",
            "merged",
            "rejected",
        ],
    };
    let mut rows = vec![header.map(str::to_owned)];
    for report in reports {
        let name = visible(&report.path).into_owned();
        rows.push(row(
            name,
            report.format.as_str(),
            report.encoding,
            &report.counts,
        ));
    }
    if reports.len() > 1 {
        let name = pick(language, "合计", "all").to_owned();
        rows.push(row(name, "", "", &total(reports)));
    }
    let widths: [usize; 9] = std::array::from_fn(|column| {
        rows.iter()
            .map(|row| row[column].width())
            .max()
            .unwrap_or(0)
    });
    for row in rows {
        writeln!(out, "{}", aligned(&row, &widths))?;
    }
    Ok(())
}

fn row(name: String, format: &str, encoding: &str, counts: &Counts) -> [String; 9] {
    [
        name,
        format.to_owned(),
        encoding.to_owned(),
        counts.rows().to_string(),
        counts.new.to_string(),
        counts.updated.to_string(),
        counts.unchanged.to_string(),
        counts.merged.to_string(),
        counts.rejected.to_string(),
    ]
}

/// Words to the left, numbers to the right.
fn aligned(row: &[String; 9], widths: &[usize; 9]) -> String {
    let cells = row
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(column, (cell, width))| {
            let gap = " ".repeat(width - cell.width());
            if column < 3 {
                format!("{cell}{gap}")
            } else {
                format!("{gap}{cell}")
            }
        });
    cells.collect::<Vec<_>>().join("  ")
}

fn preview_json(preview: &Preview) -> serde_json::Value {
    let column =
        |(name, samples): &(String, Vec<String>)| json!({"name": name, "samples": samples});
    json!({
        "path": preview.path,
        "format": preview.format.as_str(),
        "encoding": preview.encoding,
        "delimiter": preview.delimiter,
        "header_row": preview.header_row,
        "columns": preview.columns.iter().map(column).collect::<Vec<_>>(),
        "rows": preview.rows,
        "rejected": preview.rejected,
    })
}

fn preview_text(out: &mut impl Write, preview: &Preview, language: Language) -> io::Result<()> {
    let Preview {
        format,
        encoding,
        rows,
        rejected,
        ..
    } = preview;
    let delimiter = match preview.delimiter {
        Some('\t') => "TAB".to_owned(),
        Some(delimiter) => format!("`{delimiter}`"),
        None => String::new(),
    };
    writeln!(out, "{}", visible(&preview.path))?;
    match (language, preview.header_row) {
        (Language::Chinese, Some(row)) => {
            writeln!(
                out,
                "  {format}，{encoding}，分隔符 {delimiter}，表头在第 {row} 行"
            )?;
        }
        (Language::Chinese, None) => writeln!(out, "  {format}，{encoding}")?,
        (Language::English, Some(row)) => {
            writeln!(
                out,
                "  {format}, {encoding}, separated by {delimiter}, header in row {row}"
            )?;
        }
        (Language::English, None) => writeln!(out, "  {format}, {encoding}")?,
    }
    for (name, samples) in &preview.columns {
        writeln!(
            out,
            "  {}: {}",
            visible(name),
            visible(&samples.join(" | "))
        )?;
    }
    match language {
        Language::Chinese => writeln!(
            out,
            "  {rows} 行，其中 {rejected} 行会被拒绝；未写入任何内容"
        ),
        Language::English => writeln!(
            out,
            "  {rows} rows, {rejected} would be rejected; nothing was written"
        ),
    }
}
