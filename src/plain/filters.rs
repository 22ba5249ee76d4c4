//! Facets and filters in a plain session, in words that can be typed as they are said.

use std::io::{self, Write};

use qiao_index::request::{Counting, Facet, Filter, Request};
use qiao_index::vocab;

use super::{PAGE, Session};
use crate::messages::{CHINESE, ENGLISH, fill, grouped};
use crate::work::engine::Engine as _;

impl<W: Write> Session<W> {
    /// The values of a facet, or the names of the facets.
    pub(super) fn values(&mut self, name: &str) -> anyhow::Result<()> {
        let Some(facet) = self.facet(name)? else {
            return Ok(());
        };
        let counted = self.library.answer(&Request {
            limit: 0,
            offset: 0,
            counting: Counting::RolledUp,
            ..self.request.clone()
        })?;
        let values = counted.facets.iter().find(|(known, _)| *known == facet);
        let values = values.map_or_else(Vec::new, |(_, values)| values.most(2 * PAGE));
        for count in &values {
            let value = self.value(facet, "=", count.value);
            let comma = self.say(["，", ", "]);
            let number = grouped(count.count);
            let unit = self.say([" 条", ""]);
            self.line(&format!("{value}{comma}{number}{unit}"))?;
        }
        if values.is_empty() {
            let none = self.say([
                "结果中没有这样的值",
                "None of the results has a value for it",
            ]);
            self.line(none)?;
        }
        Ok(())
    }

    /// "地区=湖北省", as it can be typed; behind what can be typed only as a code stands its name.
    fn value(&self, facet: Facet, sign: &str, value: &str) -> String {
        let name = self.look.messages.facet(facet);
        let label = vocab::label(facet, value, self.look.language);
        if label == value || vocab::resolve(facet, &label) == [value] {
            return format!("{name}{sign}{label}");
        }
        let [before, after] = [self.say(["（", " ("]), self.say(["）", ")"])];
        format!("{name}{sign}{value}{before}{label}{after}")
    }

    /// The facet with a name in either language; else says which there are.
    fn facet(&mut self, name: &str) -> io::Result<Option<Facet>> {
        let messages = self.look.messages;
        let lower = name.to_lowercase();
        let is_meant = |facet: &Facet| {
            let names = [&CHINESE, &ENGLISH].map(|messages| messages.facet(*facet).to_lowercase());
            facet.as_str() == lower || names.contains(&lower)
        };
        let found = Facet::ALL.into_iter().find(is_meant);
        if found.is_none() {
            let names = Facet::ALL.map(|facet| messages.facet(facet));
            let separator = self.say(["、", ", "]);
            let words = self.say(["分面有：", "Facets: "]);
            self.line(&format!("{words}{}", names.join(separator)))?;
        }
        Ok(found)
    }

    /// Says which filters are in force.
    pub(super) fn say_filters(&mut self) -> io::Result<()> {
        let filters = self.request.filters.iter();
        let filters: Vec<_> = filters
            .map(|it| self.value(it.facet, if it.exclude { "!=" } else { "=" }, &it.value))
            .collect();
        let text = match filters.as_slice() {
            [] => self.say(["没有筛选", "No filters"]).to_owned(),
            filters => {
                let words = self.say(["筛选：", "Filters: "]);
                format!("{words}{}", filters.join(self.say(["；", "; "])))
            }
        };
        self.line(&text)
    }

    pub(super) fn filter(&mut self, argument: &str) -> anyhow::Result<()> {
        if argument.is_empty() {
            return Ok(self.say_filters()?);
        }
        let Some((name, value)) = argument.split_once(['=', '＝']) else {
            let words = self.say([
                "写成 分面=值 或 分面!=值，如 地区=湖北",
                "Write FACET=VALUE or FACET!=VALUE, e.g. region=Hubei",
            ]);
            return Ok(self.line(words)?);
        };
        let (name, exclude) = match name.trim().strip_suffix(['!', '！']) {
            Some(name) => (name.trim(), true),
            None => (name.trim(), false),
        };
        let Some(facet) = self.facet(name)? else {
            return Ok(());
        };
        let value = value.trim();
        let Some(value) = self.meant(facet, value)? else {
            return Ok(self.say_unknown(facet, value)?);
        };
        let filter = Filter {
            facet,
            value,
            exclude,
        };
        self.request.filters.retain(|known| *known != filter);
        self.request.filters.push(filter);
        self.request.offset = 0;
        self.search()
    }

    /// The value that a text means: the library's, one of the vocabulary, or the only one of the
    /// library's that contains it.
    fn meant(&self, facet: Facet, text: &str) -> anyhow::Result<Option<String>> {
        if text.is_empty() {
            return Ok(None);
        }
        let counted = self.library.answer(&Request {
            limit: 0,
            counting: Counting::RolledUp,
            ..Request::default()
        })?;
        let counts = counted.facets.iter().find(|(known, _)| *known == facet);
        let counts = counts.map_or_else(Vec::new, |(_, counts)| counts.all());
        let lower = text.to_lowercase();
        let values = || counts.iter().map(|count| count.value);
        if let Some(value) = values().find(|value| value.to_lowercase() == lower) {
            return Ok(Some(value.to_owned()));
        }
        let containing = values().filter(|value| value.to_lowercase().contains(&lower));
        let known = match vocab::resolve(facet, text).as_slice() {
            [] => containing.collect(),
            [only] => return Ok(Some(only.clone())),
            // What stands for several values is asked for as it was written.
            _ => vec![text],
        };
        let only = match known.as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        };
        Ok(only)
    }

    fn say_unknown(&mut self, facet: Facet, value: &str) -> io::Result<()> {
        let words = self.say([
            "{facet}没有“{value}”这个值：:取值 {facet} 列出可用的",
            "{facet} has no value {value}: `:values {facet}` lists them",
        ]);
        let facet = self.look.messages.facet(facet);
        self.line(&fill(words, &[("facet", facet), ("value", value)]))
    }

    /// Removes all filters, or the one that was added last.
    pub(super) fn reset(&mut self, argument: &str) -> anyhow::Result<()> {
        if ["上一个", "last"].contains(&argument) {
            self.request.filters.pop();
        } else {
            self.request.filters.clear();
        }
        self.request.offset = 0;
        self.search()
    }
}
