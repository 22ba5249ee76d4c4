//! What can be said of a deal besides its stages: the contract, the parties, the price, the notice.
//!
//! Values are kept in one form whatever the language: a code, a number, an amount of
//! [`Money`], days as `2026-11-30`.

use qiao_index::vocab::Language;

use super::super::Money;
use crate::messages::pick;

/// A field of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DealField {
    /// What kind of technology contract it is.
    Kind,
    /// What the contract is worth.
    Amount,
    /// How much of that is for technology (技术交易额).
    TechnologyAmount,
    /// Who buys.
    Buyer,
    /// Who sells.
    Seller,
    /// The price that was agreed on (协议定价).
    Price,
    /// Where the price is put up for objections.
    NoticePlace,
    /// For how many days.
    NoticeDays,
    /// What is paid when.
    Instalments,
}

/// A field, its word, what it is called in Chinese and English.
type Row = (DealField, &'static str, [&'static str; 2]);

impl DealField {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Row; 9] = [
        (
            Self::Kind,
            "contract-kind",
            ["合同类型", "kind of contract"],
        ),
        (Self::Amount, "amount", ["合同金额", "contract amount"]),
        (
            Self::TechnologyAmount,
            "technology-amount",
            ["技术交易额", "technology amount"],
        ),
        (Self::Buyer, "buyer", ["受让方", "buyer"]),
        (Self::Seller, "seller", ["让与方", "seller"]),
        (Self::Price, "price", ["协议价格", "agreed price"]),
        (
            Self::NoticePlace,
            "notice-place",
            ["公示地", "place of notice"],
        ),
        (
            Self::NoticeDays,
            "notice-days",
            ["公示天数", "days of notice"],
        ),
        (Self::Instalments, "instalments", ["分期", "instalments"]),
    ];

    /// Other names of fields.
    const ALSO: [(&'static str, Self); 12] = [
        ("kind", Self::Kind),
        ("合同类别", Self::Kind),
        ("contract-amount", Self::Amount),
        ("金额", Self::Amount),
        ("技术金额", Self::TechnologyAmount),
        ("买方", Self::Buyer),
        ("卖方", Self::Seller),
        ("成交价", Self::Price),
        ("价格", Self::Price),
        ("agreed-price", Self::Price),
        ("installments", Self::Instalments),
        ("分期付款", Self::Instalments),
    ];

    /// The word used in files and on the command line.
    pub(crate) fn word(self) -> &'static str {
        self.row().map_or("", |(_, word, _)| *word)
    }

    /// Its name on screen.
    pub(crate) fn name(self, language: Language) -> &'static str {
        let names = self.row().map(|(.., names)| *names);
        pick(language, names.unwrap_or_default())
    }

    /// The one with this word or name, in either language.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let is_meant = |(_, word, names): &&Row| text == *word || names.contains(&&*text);
        let row = Self::ALL.iter().find(is_meant).map(|(field, ..)| *field);
        let also = || Self::ALSO.iter().find(|(name, _)| *name == text);
        row.or_else(|| also().map(|(_, field)| *field))
    }

    fn row(self) -> Option<&'static Row> {
        Self::ALL.iter().find(|(field, ..)| *field == self)
    }

    /// A kept value as it is shown.
    pub(crate) fn shown(self, value: &str, language: Language) -> String {
        match self {
            Self::Kind => ContractKind::named(value)
                .map_or_else(|| value.to_owned(), |kind| kind.name(language).to_owned()),
            Self::Amount | Self::TechnologyAmount | Self::Price => money(value, language),
            Self::Instalments => {
                let parts = value.split("; ").map(|part| match part.split_once(' ') {
                    Some((day, amount)) => format!("{day} {}", money(amount, language)),
                    None => part.to_owned(),
                });
                let parts: Vec<_> = parts.collect();
                parts.join(pick(language, ["；", "; "]))
            }
            Self::Buyer | Self::Seller | Self::NoticePlace | Self::NoticeDays => value.to_owned(),
        }
    }
}

fn money(value: &str, language: Language) -> String {
    let money = Money::of_text(value);
    money.map_or_else(|| value.to_owned(), |money| money.shown(language))
}

/// The five kinds of technology contracts that can be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ContractKind {
    /// 技术开发
    Development,
    /// 技术转让
    Transfer,
    /// 技术许可
    Licence,
    /// 技术咨询
    Consulting,
    /// 技术服务
    Service,
}

impl ContractKind {
    /// All of them with their words and Chinese names.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Development, "development", "技术开发"),
        (Self::Transfer, "transfer", "技术转让"),
        (Self::Licence, "licence", "技术许可"),
        (Self::Consulting, "consulting", "技术咨询"),
        (Self::Service, "service", "技术服务"),
    ];

    /// The word used in files and on the command line.
    pub(crate) fn word(self) -> &'static str {
        let mut rows = Self::ALL.iter();
        let row = rows.find(|(kind, ..)| *kind == self);
        row.map_or("", |(_, word, _)| *word)
    }

    /// Its name on screen.
    pub(crate) fn name(self, language: Language) -> &'static str {
        let mut rows = Self::ALL.iter();
        let row = rows.find(|(kind, ..)| *kind == self);
        let names = row.map(|(_, word, chinese)| [*chinese, *word]);
        pick(language, names.unwrap_or_default())
    }

    /// The one with this word or name: `transfer`, `技术转让`, `转让`.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let text = text.strip_suffix("合同").unwrap_or(&text);
        // As it is spelt elsewhere.
        let text = if text == "license" { "licence" } else { text };
        let is_meant = |(_, word, chinese): &&(Self, &str, &str)| {
            let short = chinese.strip_prefix("技术");
            text == *word || text == *chinese || short == Some(text)
        };
        Self::ALL.iter().find(is_meant).map(|(kind, ..)| *kind)
    }
}
