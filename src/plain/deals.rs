//! Deals in a plain session.

use std::io::Write;

use qiao_index::kept::Objection;

use super::Session;
use super::desk::objection;
use crate::desk::{DealField, Desk, Stage};
use crate::listing::deals;
use crate::messages::fill;
use crate::work::day::today_here;
use crate::work::deals::{DealNews, DealOrder, all};
use crate::work::desk::DeskOrder;

/// Words for the loss of a deal, and for the beginning of one.
const LOSE: [&str; 3] = ["lose", "lost", "未成"];
const NEW: [&str; 3] = ["new", "新", "开始"];

impl<W: Write> Session<W> {
    /// Begins a deal, moves one, loses it, sets a field; with a number alone reads one, on its own
    /// lists them.
    pub(super) fn deal(&mut self, argument: &str) -> anyhow::Result<()> {
        if argument.is_empty() {
            return self.list_deals();
        }
        if NEW.contains(&argument) {
            return self.begin_deal();
        }
        let (number, rest) = argument
            .split_once(char::is_whitespace)
            .unwrap_or((argument, ""));
        let rest = rest.trim();
        let Some(deal) = super::commands::number(number) else {
            return self.say_deal_words();
        };
        let deal = deal as u64;
        if rest.is_empty() {
            return self.show_deal(deal);
        }
        let (word, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let text = text.trim();
        if LOSE.contains(&word) {
            let Some((why, text)) = objection(text) else {
                return self.say_objections();
            };
            return self.lose_deal(deal, why, text);
        }
        let order = match Stage::named(word) {
            Some(stage) => DealOrder::Move {
                deal,
                stage,
                text: text.to_owned(),
            },
            None if rest.contains(['=', '＝']) => DealOrder::Set {
                deal,
                values: vec![rest.to_owned()],
            },
            None => return self.say_deal_words(),
        };
        self.keep_on_desk(&DeskOrder::Deal(order))
    }

    fn lose_deal(&mut self, deal: u64, why: Objection, text: &str) -> anyhow::Result<()> {
        let text = text.to_owned();
        self.keep_on_desk(&DeskOrder::Deal(DealOrder::Lose { deal, why, text }))
    }

    /// Begins a deal between the asker and the open match, or between two marked listings.
    fn begin_deal(&mut self) -> anyhow::Result<()> {
        let marked = self.marks.ids();
        let pair = match <[String; 2]>::try_from(marked) {
            Ok(pair) => Some(pair),
            Err(_) => self
                .matched(None)?
                .filter(|(asker, ..)| !asker.is_empty())
                .map(|(asker, found, _)| [asker, found]),
        };
        if let Some(pair) = pair {
            return self.keep_on_desk(&DeskOrder::Deal(DealOrder::Begin { pair }));
        }
        let words = self.look.messages.desk.no_deal_pair;
        Ok(self.tell(&fill(words, &[("key", ":who"), ("mark", ":mark")]))?)
    }

    fn list_deals(&mut self) -> anyhow::Result<()> {
        let deals = all(&Desk::open(&self.folder)?, today_here())?;
        if deals.is_empty() {
            return Ok(self.line(self.look.messages.desk.no_deals)?);
        }
        let language = self.look.language;
        for DealNews { deal, presses } in deals {
            let state = deals::state(&deal, language);
            let presses = presses.map(|it| format!(" · {}", it.say(language)));
            let presses = presses.unwrap_or_default();
            self.line(&format!("{}. {state}{presses}", deal.number))?;
            self.line(&format!("   {}", deals::titles(&deal)))?;
        }
        Ok(())
    }

    fn show_deal(&mut self, number: u64) -> anyhow::Result<()> {
        let deal = match Desk::open(&self.folder)?.deal(number) {
            Ok(deal) => deal,
            Err(error) => {
                let message = self.look.messages.desk.not_shown;
                return Ok(self.say_failure(&error, message)?);
            }
        };
        for line in deals::lines(&deal, self.look.language) {
            self.line(&line)?;
        }
        Ok(())
    }

    fn say_deal_words(&mut self) -> anyhow::Result<()> {
        let words = self.say([
            "写法如 :交易 2 洽谈 见了面；:交易 2 合同金额=300万元；:交易 2 未成 early；:交易 新",
            "Say it as :deal 2 talks they met; :deal 2 amount=300万元; :deal 2 lose early; :deal new",
        ]);
        self.line(words)?;
        let language = self.look.language;
        let stages: Vec<&str> = Stage::ALL
            .iter()
            .map(|(stage, ..)| stage.name(language))
            .collect();
        let fields: Vec<&str> = DealField::ALL
            .iter()
            .map(|(field, ..)| field.name(language))
            .collect();
        let comma = self.say(["、", ", "]);
        self.line(&stages.join(comma))?;
        Ok(self.line(&fields.join(comma))?)
    }
}
