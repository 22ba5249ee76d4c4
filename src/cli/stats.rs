//! `qiao stats`

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use qiao_index::query;
use qiao_index::request::Request;
use qiao_index::statistics::{Dimension, Measure, Over, Tabulation};

use super::filter::{self, Narrowing};
use super::{End, Global, complain, open, usage};
use crate::desk::Desk;
use crate::export::{
    figures_json, svg, write_figures_csv, write_figures_markdown, write_json_pretty,
    write_whole_file,
};
use crate::messages::{Failure, Messages, pick};
use crate::statistics::{self, Figures};
use crate::ui::chart::{self, ChartLook};
use crate::ui::table;
use crate::ui::text::DisplayWidth;
use crate::work::engine::Engine as _;
use crate::work::statistics::deal_figures;

/// Most fields of one table.
const MAX_FIELDS: usize = 2;
/// Values of a field in what people read, unless told.
const USUAL_TOP: usize = 20;
/// Columns of a line where standard output is no terminal.
const USUAL_WIDTH: usize = 100;

/// Arguments of `qiao stats`.
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// What to search for; "" for all listings
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// The field to count by, or two with a comma: a facet, province, city, institution-kind,
    /// ipc:3, ipc:4, filing-year, month, deal-stage or contract-kind
    #[arg(long, value_name = "FIELD[,FIELD]", value_delimiter = ',', value_parser = statistics::dimension, required_unless_present = "over")]
    by: Vec<Dimension>,
    /// Also by the years or months of the listings' dates; of contracts, of their signature
    #[arg(long, value_name = "STEP")]
    over: Option<OverArg>,
    /// What to count
    #[arg(long, value_name = "MEASURE", default_value = "listings")]
    measure: MeasureArg,
    /// Take all values but the most frequent N of a field together; never years and months
    /// [default: 20, in csv and json all]
    #[arg(long, value_name = "N", value_parser = filter::number)]
    top: Option<usize>,
    /// Keep listings with this value (FACET=VALUE), or without it (FACET!=VALUE); budget, price and
    /// dates take ranges (budget=50..100)
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Narrowing>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// `--over`
#[derive(Debug, Clone, Copy, ValueEnum)]
enum OverArg {
    /// Years
    Year,
    /// Months
    Month,
}

/// `--measure`
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MeasureArg {
    /// Listings
    Listings,
    /// Patent families; what is no patent counts as one
    Families,
    /// Signed contracts and what they are worth, in yuan
    Amount,
    /// Signed contracts and what of their worth is for technology, in yuan
    TechnologyAmount,
    /// Listings with an asking price in yuan and its median, of a range the middle
    Price,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading, with bars; over time a line
    Table,
    /// One row per cell, with a header
    Csv,
    /// One JSON object
    Json,
    /// For reading, with headings
    Markdown,
    /// A picture
    Svg,
}

impl StatsArgs {
    fn asked(&self, global: &Global) -> anyhow::Result<Tabulation> {
        let (filters, also) = filter::divided(&self.filters);
        let is_read = !matches!(self.format, Format::Csv | Format::Json);
        let deals = Desk::open_kept(&global.data_dir()?)?;
        Ok(Tabulation {
            request: Request {
                query: self.query.clone(),
                without_synonyms: !global.adds_synonyms(),
                filters,
                also,
                ..Request::default()
            },
            by: self.by.clone(),
            over: self.over.map(|over| match over {
                OverArg::Year => Over::Year,
                OverArg::Month => Over::Month,
            }),
            measure: match self.measure {
                MeasureArg::Listings => Measure::Listings,
                MeasureArg::Families => Measure::Families,
                MeasureArg::Amount => Measure::Amount,
                MeasureArg::TechnologyAmount => Measure::TechnologyAmount,
                MeasureArg::Price => Measure::Price,
            },
            at_top: false,
            top: self.top.or_else(|| is_read.then_some(USUAL_TOP)),
            deals: deals
                .as_ref()
                .map(deal_figures)
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

/// Runs the command.
pub(super) fn run(args: &StatsArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    if args.by.len() > MAX_FIELDS {
        let text = Failure::new("最多按两个字段统计", "counts are by two fields at most");
        return Err(usage(text.say(language)));
    }
    let library = open::for_reading(global)?;
    let asked = args.asked(global)?;
    super::say_problems(&query::problems(&args.query), global);
    let figures = Figures::new(&asked, library.tabulate(&asked)?, language);
    if figures.table.withdrawn > 0 {
        complain(&Messages::of(language).withdrawn(figures.table.withdrawn));
    }
    if let Some(path) = &args.output {
        write_whole_file(path, |out| write(args, global, &figures, out))?;
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(args, global, &figures, &mut out)?;
        out.flush()?;
    }
    if figures.table.total > 0 {
        return Ok(End::Done);
    }
    let text = if asked.measure.is_of_contracts() {
        ["没有符合条件的已签合同", "no signed contract is found"]
    } else {
        ["没有完全符合的条目", "nothing matches exactly"]
    };
    complain(pick(language, text));
    Ok(End::Nothing)
}

fn write(
    args: &StatsArgs,
    global: &Global,
    figures: &Figures,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match args.format {
        Format::Table => {
            let width = match table::room() {
                usize::MAX => USUAL_WIDTH,
                width => width,
            };
            let look = ChartLook {
                width: if args.output.is_some() {
                    USUAL_WIDTH
                } else {
                    width
                },
                plain: global.plain,
                columns: DisplayWidth::default(),
            };
            for line in chart::lines(figures, &look) {
                writeln!(out, "{line}")?;
            }
        }
        Format::Csv => write_figures_csv(out, figures)?,
        Format::Json => {
            write_json_pretty(out, &figures_json(figures, &args.query))?;
            writeln!(out)?;
        }
        Format::Markdown => write_figures_markdown(out, figures)?,
        Format::Svg => out.write_all(svg(figures).as_bytes())?,
    }
    Ok(())
}
