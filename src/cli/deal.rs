//! `qiao deal`

mod shown;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use qiao_index::kept::Objection;
use qiao_index::vocab::Language;

use super::feedback::objections;
use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open, usage};
use crate::desk::{ContractKind, DealField, Desk, Stage};
use crate::messages::pick;
use crate::ui::table;
use crate::work::day::{past_day, today_here};
use crate::work::deals::{DealDone, Happening, all, begin, lose, move_to, set};

pub(super) use shown::{as_json, event_as_json};

/// Arguments of `qiao deal`.
#[derive(Debug, Args)]
pub(super) struct DealArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a deal between a need and an offer
    New {
        /// Who needs something: id or number
        #[arg(value_name = "NEED", allow_hyphen_values = true)]
        need: String,
        /// What answers: id or number
        #[arg(value_name = "OFFER", allow_hyphen_values = true)]
        offer: String,
        #[command(flatten)]
        said: Said,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// List the deals by stage
    List {
        /// Only those at this stage
        #[arg(long, value_name = "STAGE", value_parser = stages())]
        stage: Option<Stage>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Print a deal: where it stands, what its contract says, what happened
    Show {
        /// The number of the deal
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Move a deal to a stage; a lost one is reopened by it
    Move {
        /// The number of the deal
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// The stage
        #[arg(value_name = "STAGE", value_parser = stages())]
        stage: Stage,
        #[command(flatten)]
        said: Said,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Set what the contract says; an empty value empties a field
    Set {
        /// The number of the deal
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// Fields with their values, as in `amount=300万元`
        #[arg(value_name = "FIELD=VALUE", required = true)]
        values: Vec<String>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// End a deal that comes to nothing, and say why
    Lose {
        /// The number of the deal
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// Why
        #[arg(long, value_name = "REASON", value_parser = objections())]
        why: Objection,
        #[command(flatten)]
        said: Said,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
}

/// When something happened, and what is to be said of it.
#[derive(Debug, Args)]
struct Said {
    /// The day [default: today]: 2026-11-30, 11-30, yesterday
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// What there is to say about it
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
}

impl Said {
    fn happening(&self, global: &Global) -> anyhow::Result<Happening> {
        let day = self.on.as_deref().map_or(Ok(today_here()), |text| {
            past_day(text, today_here()).map_err(|failure| usage(failure.say(global.language())))
        });
        Ok(Happening {
            day: day?,
            text: self.text.clone().unwrap_or_default(),
        })
    }
}

/// Reads a stage by its word or its Chinese name.
fn stages() -> impl TypedValueParser<Value = Stage> {
    let words = Stage::ALL.map(|(stage, word, chinese)| {
        let help = shown::stage_help(stage);
        PossibleValue::new(word).alias(chinese).help(help)
    });
    let parser = PossibleValuesParser::new(words);
    parser.try_map(|word| Stage::named(&word).ok_or("no such stage"))
}

/// The fields that can be set, as the help shows them: word, name, what can stand there.
pub(super) fn fields_listed(language: Language) -> String {
    let kinds = ContractKind::ALL.map(|(kind, word, _)| match language {
        Language::Chinese => kind.name(language),
        Language::English => word,
    });
    let rows = DealField::ALL.map(|(field, word, _)| {
        let example = match field {
            DealField::Kind => kinds.join(pick(language, ["、", ", "])),
            DealField::Amount | DealField::TechnologyAmount | DealField::Price => {
                "300万元, USD 120000".to_owned()
            }
            DealField::NoticeDays => "15".to_owned(),
            DealField::Instalments => "2026-12-31 100万元; 2027-06-30 200万元".to_owned(),
            DealField::Buyer | DealField::Seller | DealField::NoticePlace => String::new(),
        };
        let name = field.name(language);
        [format!("  {word}"), name.to_owned(), example]
    });
    let heading = pick(
        language,
        ["字段（中英文均可使用）：", "Fields, by either name:"],
    );
    format!("{heading}\n{}", table::lines(&rows).join("\n"))
}

/// Runs the command.
pub(super) fn run(args: &DealArgs, global: &Global) -> anyhow::Result<End> {
    let folder = global.data_dir()?;
    let mut desk = Desk::open(&folder)?;
    match &args.command {
        Command::New {
            need,
            offer,
            said,
            format,
        } => {
            let how = said.happening(global)?;
            let library = open::for_reading(global)?;
            let find = |id: &str| one_listing(library.shown(), id, global.language());
            let (Some(need), Some(offer)) = (find(need)?, find(offer)?) else {
                return Ok(End::Nothing);
            };
            let done = begin(&mut desk, [&need, &offer], &how)?;
            tell(&desk, &done, *format, global)
        }
        Command::List { stage, format } => list(&desk, *stage, *format, global),
        Command::Show { number, format } => shown::show(&desk.deal(*number)?, *format, global),
        Command::Move {
            number,
            stage,
            said,
            format,
        } => {
            let how = said.happening(global)?;
            let done = move_to(&mut desk, *number, *stage, &how)?;
            tell(&desk, &done, *format, global)
        }
        Command::Set {
            number,
            values,
            format,
        } => {
            let done = set(&mut desk, *number, values, &Happening::today(""))?;
            tell(&desk, &done, *format, global)
        }
        Command::Lose {
            number,
            why,
            said,
            format,
        } => {
            let how = said.happening(global)?;
            let done = lose(&mut desk, *number, *why, &how)?;
            tell(&desk, &done, *format, global)
        }
    }
}

/// Says what was done; as JSON the deal as it is now, with what is to be said besides on stderr.
fn tell(desk: &Desk, done: &DealDone, format: Form, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    if format == Form::Json {
        print_json(&as_json(&desk.deal(done.deal)?))?;
    } else {
        complain(done.done.say(language));
    }
    for remark in &done.remarks {
        complain(remark.say(language));
    }
    Ok(End::Done)
}

fn list(desk: &Desk, stage: Option<Stage>, format: Form, global: &Global) -> anyhow::Result<End> {
    let mut deals = all(desk, today_here())?;
    deals.retain(|news| stage.is_none_or(|stage| shown::stands_at(&news.deal, stage)));
    if format == Form::Json {
        let deals = deals.iter().map(|news| as_json(&news.deal));
        print_json(&deals.collect())?;
    } else if deals.is_empty() {
        let text = [
            "没有交易：用 qiao deal new 需求 供给 开始一个",
            "no deals: `qiao deal new NEED OFFER` begins one",
        ];
        complain(pick(global.language(), text));
    } else {
        shown::print_list(&deals, global.language())?;
    }
    Ok(if deals.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}
