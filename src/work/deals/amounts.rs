//! What the amounts of a deal have to do with each other.

use super::filled;
use crate::desk::{DealField, Money, Refusal};
use crate::messages::Bilingual;

/// Refuses a technology amount above the contract's.
pub(super) fn check_amounts(value: &impl Fn(DealField) -> String) -> anyhow::Result<()> {
    let [technology, contract] =
        [DealField::TechnologyAmount, DealField::Amount].map(|field| Money::of_text(&value(field)));
    let (Some(technology), Some(contract)) = (technology, contract) else {
        return Ok(());
    };
    let words = if technology.currency != contract.currency {
        [
            "技术交易额（{technology}）与合同金额（{contract}）币种不同，无法比较",
            "the technology amount ({technology}) and the contract amount ({contract}) are in different currencies",
        ]
    } else if technology.hundredths > contract.hundredths {
        [
            "技术交易额（{technology}）不能高于合同金额（{contract}）",
            "the technology amount ({technology}) cannot be above the contract amount ({contract})",
        ]
    } else {
        return Ok(());
    };
    let failure = filled(words, |language| {
        vec![
            ("technology", technology.shown(language)),
            ("contract", contract.shown(language)),
        ]
    });
    Err(Refusal::Invalid.because(failure))
}

/// That the instalments do not add up to the contract's amount.
pub(super) fn instalments_remark(value: &impl Fn(DealField) -> String) -> Option<Bilingual> {
    let contract = Money::of_text(&value(DealField::Amount))?;
    let instalments = value(DealField::Instalments);
    let amounts = instalments.split("; ").map(|part| {
        let (_, amount) = part.split_once(' ')?;
        Money::of_text(amount).filter(|money| money.currency == contract.currency)
    });
    let amounts = amounts.collect::<Option<Vec<_>>>()?;
    let sum = Money {
        hundredths: amounts.iter().map(|money| money.hundredths).sum(),
        currency: contract.currency.clone(),
    };
    let words = [
        "各期合计 {sum}，合同金额 {contract}",
        "the instalments add up to {sum}, the contract amount is {contract}",
    ];
    (sum != contract).then(|| {
        filled(words, |language| {
            vec![
                ("sum", sum.shown(language)),
                ("contract", contract.shown(language)),
            ]
        })
    })
}
