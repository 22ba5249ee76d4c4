//! What a need requires beside its words (stage, money, place, form of cooperation) beside what an
//! offer says of them, and whether a listing can be had at all.

use super::{Evidence, Reasons, What};
use crate::record::{Kind, LegalClass, Price, Record, Stage, Status};

/// Digits of a region's code that name its province.
const PROVINCE_DIGITS: usize = 2;
/// Characters of an IPC symbol that name its subclass.
const SUBCLASS_CHARACTERS: usize = 4;
/// Digits of an industry's code that name its group.
const GROUP_DIGITS: usize = 3;
/// Digits of a discipline's code that name it below its field.
const DISCIPLINE_DIGITS: usize = 5;

/// What an achievement says of its use where it is in use: the wording of its registration form, in
/// both languages. Other wordings prove nothing (`未应用`, `应用后停用`).
const IN_USE: [&str; 6] = [
    "产业化应用",
    "小批量或小范围应用",
    "试用",
    "in industrial use",
    "in use on a small scale",
    "on trial",
];

/// A need and an offer, of which one is the listing that is judged.
struct Sides<'r> {
    need: &'r Record,
    offer: &'r Record,
    /// The listing is the offer.
    judges_offer: bool,
}

impl<'r> Sides<'r> {
    fn of(asker: &'r Record, listing: &'r Record) -> Option<Self> {
        match (asker.kind, listing.kind) {
            (Kind::Need, Kind::Need) => None,
            (Kind::Need, _) => Some(Self {
                need: asker,
                offer: listing,
                judges_offer: true,
            }),
            (_, Kind::Need) => Some(Self {
                need: listing,
                offer: asker,
                judges_offer: false,
            }),
            _ => None,
        }
    }

    /// The field of the listing that a reason stands on: the need's, or the offer's.
    const fn field(&self, of_need: &'static str, of_offer: &'static str) -> &'static str {
        if self.judges_offer { of_offer } else { of_need }
    }

    /// Whether the offer is a thing that has a stage and a price.
    const fn is_of_work(&self) -> bool {
        matches!(self.offer.kind, Kind::Achievement | Kind::Patent)
    }
}

/// Checks everything but words and figures.
pub(super) fn check(asker: &Record, listing: &Record) -> Reasons {
    let mut reasons = Reasons::default();
    if let Some(sides) = Sides::of(asker, listing) {
        stage(&sides, &mut reasons);
        money(&sides, &mut reasons);
        cooperation(&sides, &mut reasons);
    }
    subject(asker, listing, &mut reasons);
    region(asker, listing, &mut reasons);
    standing(listing, &mut reasons);
    reach(listing, &mut reasons);
    reasons
}

/// A reason that stands on a value of the listing, which the reader is shown in his language.
fn on_value(what: What, field: &str) -> Evidence {
    Evidence {
        what,
        quote: String::new(),
        field: field.to_owned(),
    }
}

fn stage(sides: &Sides<'_>, reasons: &mut Reasons) {
    let wanted = sides.need.need.as_ref().map(|need| need.desired_stage);
    let wanted = wanted.filter(|stage| *stage != Stage::Unknown);
    let (Some(wanted), true) = (wanted, sides.is_of_work()) else {
        return;
    };
    let field = sides.field("desired_stage", "stage");
    match sides.offer.maturity.stage {
        Stage::Unknown => reasons.unknown.push(on_value(What::Stage, "")),
        stage if stage >= wanted => reasons.for_it.push(on_value(What::Stage, field)),
        _ => reasons.against.push(on_value(What::TooEarly, field)),
    }
}

fn money(sides: &Sides<'_>, reasons: &mut Reasons) {
    let budget = sides
        .need
        .need
        .as_ref()
        .and_then(|need| need.budget.as_ref());
    let Some(most) = budget.and_then(|budget| budget.max.or(budget.min)) else {
        return;
    };
    let (Some(budget), true) = (budget, sides.is_of_work()) else {
        return;
    };
    let field = sides.field("budget", "price");
    let price = sides.offer.price.as_ref();
    let price = price.filter(|price| currency(price) == currency(budget));
    let ends = price.and_then(|price| Some((price.min.or(price.max)?, price.max)));
    match ends {
        Some((_, Some(dearest))) if dearest <= most => {
            reasons.for_it.push(on_value(What::Price, field));
        }
        Some((cheapest, _)) if cheapest > most => {
            reasons.against.push(on_value(What::TooDear, field));
        }
        // A price that may lie on either side of the budget decides nothing.
        Some(_) | None => reasons.unknown.push(on_value(What::Price, "")),
    }
}

fn currency(price: &Price) -> &str {
    if price.currency.is_empty() {
        "CNY"
    } else {
        &price.currency
    }
}

fn cooperation(sides: &Sides<'_>, reasons: &mut Reasons) {
    let offered = &sides.offer.cooperation;
    if sides
        .need
        .cooperation
        .iter()
        .any(|mode| offered.contains(mode))
    {
        reasons
            .for_it
            .push(on_value(What::Cooperation, "cooperation"));
    }
}

/// The nearest classification that both have.
fn subject(asker: &Record, listing: &Record, reasons: &mut Reasons) {
    let (own, other) = (&asker.subjects, &listing.subjects);
    let levels = [
        ("ipc", &own.ipc, &other.ipc, SUBCLASS_CHARACTERS),
        (
            "industries",
            &own.industries,
            &other.industries,
            GROUP_DIGITS,
        ),
        (
            "disciplines",
            &own.disciplines,
            &other.disciplines,
            DISCIPLINE_DIGITS,
        ),
        ("fields", &own.fields, &other.fields, usize::MAX),
    ];
    let head = |value: &'_ str, length: usize| value.chars().take(length).collect::<String>();
    let shared = levels.into_iter().find_map(|(field, own, other, length)| {
        let heads: Vec<String> = own.iter().map(|value| head(value, length)).collect();
        let value = other
            .iter()
            .find(|value| heads.contains(&head(value, length)))?;
        Some((field, value))
    });
    if let Some((field, value)) = shared {
        reasons.for_it.push(Evidence {
            what: What::Subject,
            quote: value.clone(),
            field: field.to_owned(),
        });
    }
}

fn region(asker: &Record, listing: &Record, reasons: &mut Reasons) {
    let province = |code: &str| {
        let is_code = code.len() >= PROVINCE_DIGITS && code.bytes().all(|b| b.is_ascii_digit());
        is_code
            .then(|| code.get(..PROVINCE_DIGITS).map(str::to_owned))
            .flatten()
    };
    let own = province(&asker.region);
    if own.is_some() && own == province(&listing.region) {
        reasons.for_it.push(on_value(What::Region, "region"));
    }
}

/// Whether the listing still stands, and what has come of it.
fn standing(listing: &Record, reasons: &mut Reasons) {
    if let Some(patent) = &listing.patent {
        match patent.legal.class {
            LegalClass::Alive => reasons.for_it.push(on_value(What::InForce, "legal")),
            LegalClass::Dead => reasons.against.push(on_value(What::NotInForce, "legal")),
            LegalClass::Pending | LegalClass::Unknown if listing.kind == Kind::Patent => {
                reasons.unknown.push(on_value(What::InForce, "legal"));
            }
            LegalClass::Pending | LegalClass::Unknown => {}
        }
    }
    let today = crate::today();
    if matches!(listing.status, Status::Withdrawn | Status::Expired) {
        reasons.against.push(on_value(What::Expired, "status"));
    } else if listing.dates.expires.is_some_and(|date| date < today) {
        reasons.against.push(on_value(What::Expired, "expires"));
    }
    let deadline = listing.need.as_ref().and_then(|need| need.deadline);
    if deadline.is_some_and(|date| date < today) {
        reasons.against.push(on_value(What::Expired, "deadline"));
    }
    let state = listing
        .achievement
        .as_ref()
        .map(|more| &more.application_state);
    let is_in_use = |state: &&String| IN_USE.iter().any(|known| known.eq_ignore_ascii_case(state));
    if let Some(state) = state.filter(is_in_use) {
        reasons.for_it.push(Evidence {
            what: What::Proof,
            quote: state.clone(),
            field: "application_state".to_owned(),
        });
    }
}

fn reach(listing: &Record, reasons: &mut Reasons) {
    let phone = listing.contact.iter().find_map(|it| it.phones.first());
    let email = listing.contact.iter().find_map(|it| it.emails.first());
    let told = phone
        .map(|it| ("phone", it))
        .or(email.map(|it| ("email", it)));
    match told {
        Some((field, value)) => reasons.for_it.push(Evidence {
            what: What::Contact,
            quote: value.clone(),
            field: field.to_owned(),
        }),
        None => reasons.unknown.push(on_value(What::Contact, "")),
    }
}
