//! `qiao import`

mod preview;
mod print_map;
mod rejects;
mod report;

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use indicatif::{ProgressBar, ProgressStyle};
use qiao_index::library::Writer;
use qiao_index::record::Kind;
use qiao_index::vocab::Language;

use super::{End, Global, complain, open, usage};
use crate::import::{
    ColumnMap, Fault, FileError, FileReport, Format, Options, Preview, Progress, files,
    import_file, pick, preview, size,
};
use crate::messages::{Failure, escape_controls, plural};
use crate::ui::text::Columns;
use preview::{preview_text, previews_json};
use print_map::print_map;
use rejects::Rejects;
use report::{summary_json, summary_text};

/// Width of a file's name in front of the bar, in columns.
const NAME_WIDTH: usize = 24;

/// Arguments of `qiao import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files, folders (with all files in them), patterns such as `data/*.csv`, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Format, instead of the recognised one: jsonl, json, csv, tsv, xls, xlsx, xlsb, ods, html,
    /// spreadsheetml, xml, aps, ris, bibtex, noteexpress, vcard
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
    /// What the columns hold, where the program does not know: a file of TOML
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Show what would be imported and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print a map of the file's columns, to be changed and given to --map; write nothing else
    #[arg(long, conflicts_with = "output")]
    print_map: bool,
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

fn kind(word: &str) -> Result<Kind, Failure> {
    let kinds = Kind::ALL.map(Kind::as_str);
    word.parse().map_err(|()| {
        Failure::new(
            format!("可用的类型有：{}", kinds.join("、")),
            format!("the kinds are {}", kinds.join(", ")),
        )
    })
}

pub(super) fn source(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Failure::new(
            "来源的名称应由可见的字符组成",
            "a source needs a name of visible characters",
        ));
    }
    Ok(name.to_owned())
}

fn encoding(label: &str) -> Result<&'static Encoding, Failure> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        Failure::new(
            "没有这种编码：可试 utf-8、gb18030、big5、utf-16le、windows-1252",
            "no such encoding: try utf-8, gb18030, big5, utf-16le, windows-1252",
        )
    })
}

/// Runs the command.
pub(super) fn run(args: &ImportArgs, global: &Global) -> anyhow::Result<End> {
    let started = Instant::now();
    let mut run = Run::new(args, global)?;
    let mut out = io::stdout().lock();
    if args.print_map {
        let mut previews = run.preview_all(args)?;
        run.print_map(&mut out, &previews)?;
        // What cannot be imported as it is may well be with the map.
        for preview in &mut previews {
            preview.doubt = None;
        }
        run.fail_of(previews)?;
    } else if args.dry_run {
        let previews = run.preview_all(args)?;
        match args.output {
            Output::Json => previews_json(&mut out, &previews, run.language)?,
            Output::Text => {
                let map = args.map.as_deref();
                let mut previews = previews.iter();
                previews.try_for_each(|it| preview_text(&mut out, it, map, run.language))?;
            }
        }
        run.fail_of(previews)?;
    } else {
        let (reports, first) = run.import_all(args, global)?;
        match args.output {
            Output::Json => summary_json(&mut out, &reports, started.elapsed().as_secs_f64())?,
            Output::Text => summary_text(&mut out, &reports, run.language)?,
        }
        if first {
            complain(pick(
                run.language,
                "从现在起显示您自己的条目；示例条目不再显示",
                "from now on your own listings are shown, and the samples no longer",
            ));
        }
    }
    run.finish()?;
    Ok(run.end())
}

/// What an import carries from file to file.
pub(super) struct Run {
    pub(super) options: Options,
    language: Language,
    rejects: Rejects,
    bar: ProgressBar,
    interrupted: Arc<AtomicBool>,
    shows_progress: bool,
    /// A file could not be read, or not to its end.
    pub(super) unread: bool,
}

impl Run {
    fn new(args: &ImportArgs, global: &Global) -> anyhow::Result<Self> {
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
        Self::with(options, args.rejects.as_deref(), global)
    }

    /// With these options; rejected rows go to a file, or the first of them to stderr.
    pub(super) fn with(
        options: Options,
        rejects: Option<&Path>,
        global: &Global,
    ) -> anyhow::Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        // The second Ctrl-C ends the program at once; what is committed stays.
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            let flag = || Arc::clone(&interrupted);
            signal_hook::flag::register_conditional_shutdown(signal, 130, flag())?;
            signal_hook::flag::register(signal, flag())?;
        }
        Ok(Self {
            language: options.language,
            options,
            rejects: Rejects::new(rejects)?,
            bar: ProgressBar::hidden(),
            interrupted,
            shows_progress: global.shows_progress(),
            unread: false,
        })
    }

    /// Imports all files: what became of each, and whether these are the library's first listings.
    fn import_all(
        &mut self,
        args: &ImportArgs,
        global: &Global,
    ) -> anyhow::Result<(Vec<FileReport>, bool)> {
        let mut library = open::for_writing(global)?;
        let was_empty = library.is_empty()?;
        let mut writer = library.writer()?;
        let mut reports = Vec::new();
        for path in self.files(&args.paths) {
            if self.stopped() {
                break;
            }
            reports.extend(self.import(&path, &mut writer)?.0);
        }
        writer.finish()?;
        let first = was_empty && !library.is_empty()?;
        Ok((reports, first))
    }

    /// Imports a file, or all that are packed in it: what became of each that could be opened,
    /// and whether all of them were read whole.
    pub(super) fn import(
        &mut self,
        path: &Path,
        writer: &mut Writer<'_>,
    ) -> anyhow::Result<(Vec<FileReport>, bool)> {
        self.start_bar(path);
        let options = self.options.clone();
        let results = import_file(path, &options, writer, &mut |it| self.observe(it));
        self.bar.finish_and_clear();
        let (mut reports, mut whole) = (Vec::new(), true);
        for result in results {
            let broken = match result {
                Ok(mut report) => {
                    self.warn_of_replaced(&report.path, report.encoding, report.replaced);
                    self.warn_of(&report.remarks);
                    // What a file with damaged rows does not have is not known.
                    whole &= report.replaced == 0;
                    let broken = report.broken.take();
                    reports.push(report);
                    broken
                }
                Err(error) => Some(error),
            };
            whole &= broken.is_none();
            broken.map_or(Ok(()), |error| self.fail(error))?;
        }
        Ok((reports, whole))
    }

    /// Looks at all files. Rejected rows are in the previews, and in the file that was asked for.
    fn preview_all(&mut self, args: &ImportArgs) -> anyhow::Result<Vec<Preview>> {
        let mut previews = Vec::new();
        self.options.only_look = true;
        for path in self.files(&args.paths) {
            if self.stopped() {
                break;
            }
            self.start_bar(&path);
            let options = self.options.clone();
            let results = preview(&path, &options, &mut |progress| match progress {
                Progress::Rejected(_) if args.rejects.is_none() => self.go_on(),
                progress => self.observe(progress),
            });
            self.bar.finish_and_clear();
            for result in results {
                match result {
                    Ok(preview) => {
                        self.warn_of_replaced(&preview.path, preview.encoding, preview.replaced);
                        self.warn_of(&preview.remarks);
                        previews.push(preview);
                    }
                    Err(error) => self.fail(error)?,
                }
            }
        }
        Ok(previews)
    }

    /// Reports what is wrong with the files that were looked at.
    fn fail_of(&mut self, previews: Vec<Preview>) -> anyhow::Result<()> {
        let mut errors = previews
            .into_iter()
            .flat_map(|preview| preview.doubt.into_iter().chain(preview.broken));
        errors.try_for_each(|error| self.fail(error))
    }

    /// Prints the map of the one file that there is.
    fn print_map(&self, out: &mut impl io::Write, previews: &[Preview]) -> anyhow::Result<()> {
        match previews {
            [] => Ok(()),
            [preview] => {
                let map = self.options.map.as_deref();
                Ok(out.write_all(print_map(preview, map, self.language).as_bytes())?)
            }
            _ => Err(usage(pick(
                self.language,
                "--print-map 一次只能用于一个文件",
                "--print-map takes one file at a time",
            ))),
        }
    }

    /// All files under the paths; what has none is reported.
    pub(super) fn files(&mut self, paths: &[PathBuf]) -> Vec<PathBuf> {
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
    pub(super) fn fail(&mut self, error: FileError) -> anyhow::Result<()> {
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
            Progress::Read { bytes, .. } => self.bar.set_position(bytes),
            Progress::Rejected(rejected) => {
                let (rejects, language) = (&mut self.rejects, self.language);
                self.bar.suspend(|| rejects.add(&rejected, language));
            }
        }
        self.go_on()
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.stopped() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Finishes the list of rejected rows.
    pub(super) fn finish(&mut self) -> anyhow::Result<()> {
        self.rejects.finish(self.language)
    }

    pub(super) fn stopped(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Shows how far a file is read, on a terminal: of how much, how fast, and how long it will
    /// take, where its size is known.
    fn start_bar(&mut self, path: &Path) {
        if !self.shows_progress {
            return;
        }
        let left = pick(self.language, "剩余 {eta}", "{eta} left");
        let template = match size(path) {
            Some(_) => {
                format!("{{msg}} {{wide_bar}} {{bytes}}/{{total_bytes}} {{bytes_per_sec}} {left}")
            }
            None => "{msg} {spinner} {bytes} {bytes_per_sec}".to_owned(),
        };
        let style = ProgressStyle::with_template(&template);
        self.bar = match size(path) {
            Some(size) => ProgressBar::new(size),
            None => ProgressBar::no_length(),
        };
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy();
        let name = Columns::default().fit(&escape_controls(&name), NAME_WIDTH);
        self.bar.set_message(name);
    }

    /// Says what is odd about a file without being a failure.
    fn warn_of(&self, remarks: &[FileError]) {
        for remark in remarks {
            complain(&remark.say(self.language));
        }
    }

    fn warn_of_replaced(&self, path: &str, encoding: &str, replaced: u64) {
        if replaced == 0 {
            return;
        }
        let path = escape_controls(path);
        complain(&match self.language {
            Language::Chinese => format!(
                "{path}：有 {replaced} 处不是有效的 {encoding} 文本，所在的行未导入；如编码不对请用 --encoding 指定"
            ),
            Language::English => {
                let are = plural(replaced, "byte sequence is", "byte sequences are");
                format!(
                    "{path}: {replaced} {are} not valid {encoding}; what row holds such was rejected. If the encoding is wrong, name it with --encoding"
                )
            }
        });
    }

    pub(super) fn end(&self) -> End {
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
