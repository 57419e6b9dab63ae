//! The discount a document offers for paying early.

use super::{Draft, Figures, Rejection};
#[cfg(feature = "serde")]
use crate::calendar::is_default;
use crate::calendar::{
    Day, DiscountPolicy, DiscountVat, EarlyDiscount, Holidays, Instalment, Terms,
};
use crate::money::{Money, Percent, Rounding, split, telescope};
use crate::tax::{Group, Vat, VatCategory};
use alloc::vec;
use alloc::vec::Vec;

/// What an early discount takes off one VAT group: its net and the VAT in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DiscountShare {
    /// The group.
    pub vat: Vat,
    /// The share without VAT.
    pub net: Money,
    /// The VAT of the share.
    pub tax: Money,
}

/// A discount for paying until a day, that day included (rulebook T-30).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DiscountOffer {
    /// The last day on which paying earns it.
    pub until: Day,
    /// What it comes to, VAT included.
    pub amount: Money,
    /// What it takes off each VAT group; the shares sum to the amount.
    pub shares: Vec<DiscountShare>,
    /// What a payment of a part earns.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub policy: DiscountPolicy,
}

impl DiscountOffer {
    /// The discount on what is due of a document, or none where nothing is due or the discount
    /// rounds to nothing. Of the total with VAT it is `round(due × percent)`, split over the VAT
    /// groups by largest remainder on their totals with VAT; in each share
    /// `vat = round(share × r / (100 + r))`, and the rest is net. A discount that leaves the VAT as
    /// invoiced is net as a whole, and one of the total without VAT is of the part of it that is
    /// due. Where it is taken off the taxed bases at issue, who takes it leaves the exempt charge
    /// unpaid that stands for it: the share is that group's. Groups below zero take no share.
    /// Rounded half away from zero.
    ///
    /// # Errors
    /// `calendar.out_of_range`, `money.out_of_range`.
    pub fn on(
        figures: &Figures,
        terms: EarlyDiscount,
        issued_on: Day,
    ) -> Result<Option<Self>, Rejection> {
        let offer = Self::on_part(figures, figures.due, terms, issued_on)?;
        Ok(if offer.shares.is_empty() { None } else { Some(offer) })
    }

    /// The discount on a part of what is due; of zero, without shares, where it comes to nothing.
    fn on_part(
        figures: &Figures,
        due: Money,
        terms: EarlyDiscount,
        issued_on: Day,
    ) -> Result<Self, Rejection> {
        let until = terms.deadline_on(issued_on)?;
        let base = match terms.vat {
            DiscountVat::ReducedWhenTaken | DiscountVat::Unchanged => due,
            DiscountVat::UnchangedOnNet | DiscountVat::ReducedAtIssue => net_of(figures, due)?,
        };
        let amount = base.percent(terms.percent, Rounding::HalfAwayFromZero)?;
        let nothing = DiscountOffer {
            until,
            amount: Money::zero(due.currency()),
            shares: Vec::new(),
            policy: terms.policy,
        };
        if !amount.is_positive() {
            return Ok(nothing);
        }
        let groups = &figures.breakdown.groups;
        let mut weights = Vec::with_capacity(groups.len());
        let is_charged_back = is_charged_back(figures, terms);
        for group in groups {
            let takes = !is_charged_back || is_exempt(group);
            weights.push(if takes { i128::from(group.gross()?.minor()).max(0) } else { 0 });
        }
        if weights.iter().all(|weight| *weight == 0) {
            return Ok(nothing);
        }
        let mut shares = Vec::with_capacity(groups.len());
        for (group, share) in groups.iter().zip(split(amount, &weights)?) {
            let tax = match terms.vat {
                DiscountVat::ReducedWhenTaken => group.vat.within(share)?,
                DiscountVat::Unchanged
                | DiscountVat::UnchangedOnNet
                | DiscountVat::ReducedAtIssue => Money::zero(share.currency()),
            };
            if !share.is_zero() {
                shares.push(DiscountShare { vat: group.vat, net: share.checked_sub(tax)?, tax });
            }
        }
        Ok(DiscountOffer { amount, shares, ..nothing })
    }

    /// The discount of each instalment of a draft that is issued on a day, in their order: its own,
    /// or its part of that on the whole; of zero where an instalment has none. Nothing where the
    /// terms grant none, or nothing is due. Due days do not matter to it, and so do no holidays.
    ///
    /// ```
    /// use o2c_core::calendar::Day;
    /// use o2c_core::invoice::{DiscountOffer, Draft, DraftLine, compute::compute};
    /// use o2c_core::money::Currency;
    /// use o2c_core::pricing::Price;
    /// let terms = "30%: net 0; rest: 2% 10 net 30".parse()?;
    /// let mut draft = Draft::new("C1".parse()?, Currency::EUR, terms);
    /// let price = Price::Net("1000.00".parse()?);
    /// draft.lines.push(DraftLine::new("1".parse()?, "1 C62".parse()?, price, "S 20".parse()?));
    /// let issued_on = Day::parse("2026-01-15")?;
    /// let offers = DiscountOffer::of_instalments(&draft, &compute(&draft)?, issued_on)?;
    /// assert!(offers[0].amount.is_zero());
    /// // 2 % of 840.00.
    /// assert_eq!(offers[1].amount.to_string(), "16.80 EUR");
    /// assert_eq!(offers[1].until.to_string(), "2026-01-25");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of the terms' schedule; as [`DiscountOffer::on`] and [`DiscountOffer::over`].
    pub fn of_instalments(
        draft: &Draft,
        figures: &Figures,
        issued_on: Day,
    ) -> Result<Vec<Self>, Rejection> {
        let terms = &draft.terms;
        if draft.kind.is_credit() || figures.due.is_zero() {
            return Ok(Vec::new());
        }
        let instalments = terms
            .schedule(figures.due, issued_on, &Holidays::none())
            .map_err(|no| no.inside("terms"))?;
        match terms.early_discount {
            Some(discount) => match Self::on(figures, discount, issued_on)? {
                Some(offer) => offer.over(&instalments),
                None => Ok(Vec::new()),
            },
            None if terms.has_discounts_by_instalment() => {
                Self::by_instalment(figures, terms, &instalments, issued_on)
            }
            None => Ok(Vec::new()),
        }
    }

    /// The discounts that instalments have of their own, in their order: each of its own amount
    /// and until its own day, of zero where an instalment has none.
    pub(super) fn by_instalment(
        figures: &Figures,
        terms: &Terms,
        instalments: &[Instalment],
        issued_on: Day,
    ) -> Result<Vec<Self>, Rejection> {
        let mut offers = Vec::with_capacity(instalments.len());
        for (rule, instalment) in terms.instalments.iter().zip(instalments) {
            let none = EarlyDiscount::new(Percent::ZERO, 0);
            let discount = rule.early_discount.unwrap_or(none);
            offers.push(Self::on_part(figures, instalment.amount, discount, issued_on)?);
        }
        Ok(offers)
    }

    /// The discount of each instalment: the amount is split by largest remainder on the
    /// instalments, then every instalment's part over what the VAT groups still have to give, so
    /// that both the instalments and the groups sum to the whole. Each instalment and each group
    /// keeps its sign.
    ///
    /// ```
    /// use o2c_core::calendar::{Day, DiscountPolicy, Instalment};
    /// use o2c_core::invoice::{DiscountOffer, DiscountShare};
    /// let until = Day::parse("2026-01-25")?;
    /// let offer = DiscountOffer {
    ///     until,
    ///     amount: "24.00 EUR".parse()?,
    ///     shares: vec![DiscountShare {
    ///         vat: "S 20".parse()?, net: "20.00 EUR".parse()?, tax: "4.00 EUR".parse()?,
    ///     }],
    ///     policy: DiscountPolicy::FullOnly,
    /// };
    /// let due_on = Day::parse("2026-02-15")?;
    /// let third = Instalment::new(due_on, "400.00 EUR".parse()?);
    /// let offers = offer.over(&[third, third, third])?;
    /// assert_eq!(offers[0].amount.to_string(), "8.00 EUR");
    /// assert_eq!(offers[0].shares[0].tax.to_string(), "1.33 EUR");
    /// assert_eq!(offers[1].shares[0].tax.to_string(), "1.34 EUR");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `money.no_weights`, `money.zero_weights`, `money.out_of_range`.
    pub fn over(&self, instalments: &[Instalment]) -> Result<Vec<DiscountOffer>, Rejection> {
        let weights: Vec<i128> = instalments
            .iter()
            .map(|instalment| i128::from(instalment.amount.minor()).saturating_abs())
            .collect();
        let mut given = vec![0_i128; self.shares.len()];
        let mut offers = Vec::with_capacity(instalments.len());
        for amount in split(self.amount, &weights)? {
            offers.push(DiscountOffer {
                until: self.until,
                amount,
                policy: self.policy,
                shares: self.next_part(amount, &mut given)?,
            });
        }
        Ok(offers)
    }

    /// Takes an amount from what the groups have left; `given` is what each gave before.
    fn next_part(
        &self,
        amount: Money,
        given: &mut [i128],
    ) -> Result<Vec<DiscountShare>, Rejection> {
        let mut shares = Vec::with_capacity(self.shares.len());
        if amount.is_zero() {
            return Ok(shares);
        }
        let whole = |share: &DiscountShare| {
            i128::from(share.net.minor()).saturating_add(i128::from(share.tax.minor()))
        };
        let left: Vec<i128> = self
            .shares
            .iter()
            .zip(given.iter())
            .map(|(share, given)| whole(share).saturating_sub(*given))
            .collect();
        let parts = split(amount, &left)?;
        for ((share, given), part) in self.shares.iter().zip(given).zip(parts) {
            let after = given.saturating_add(i128::from(part.minor()));
            let tax = telescope(share.tax, *given, after, whole(share))?;
            *given = after;
            if !part.is_zero() {
                shares.push(DiscountShare { vat: share.vat, net: part.checked_sub(tax)?, tax });
            }
        }
        Ok(shares)
    }
}

/// The part without VAT of what is due: all of it where nothing was paid before.
fn net_of(figures: &Figures, due: Money) -> Result<Money, Rejection> {
    let gross = i128::from(figures.gross.minor());
    let due = i128::from(due.minor()).clamp(0, gross.max(0));
    if gross <= 0 {
        return Ok(Money::zero(figures.net.currency()));
    }
    Ok(telescope(figures.net, 0, due, gross)?)
}

/// Whether who takes the discount leaves the exempt group unpaid in which it was charged back when
/// it was taken off the taxed bases.
pub(super) fn is_charged_back(figures: &Figures, terms: EarlyDiscount) -> bool {
    let is_above_zero =
        |group: &Group| is_exempt(group) && group.gross().is_ok_and(|gross| gross.is_positive());
    terms.vat == DiscountVat::ReducedAtIssue && figures.breakdown.groups.iter().any(is_above_zero)
}

/// Whether a group is that of what is charged back exempt.
pub(super) fn is_exempt(group: &Group) -> bool {
    group.vat.category() == VatCategory::E
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::calendar::{Day, Instalment};
    use crate::error::Refusal;
    use crate::id::{DocumentNumber, SeriesId};
    use crate::invoice::compute::compute;
    use crate::invoice::{DiscountOffer, Document, Draft, DraftLine};
    use crate::money::{Currency, Money};
    use crate::pricing::Price;
    use alloc::string::{String, ToString};
    use alloc::sync::Arc;
    use alloc::vec::Vec;

    fn draft(terms: &str, lines: &[(&str, &str)]) -> Draft {
        let customer = "C1".parse().unwrap();
        let mut draft = Draft::new(customer, Currency::EUR, terms.parse().unwrap());
        for (index, (net, vat)) in lines.iter().enumerate() {
            let (id, quantity) = (index.to_string().parse().unwrap(), "1 C62".parse().unwrap());
            let price = Price::Net(net.parse().unwrap());
            draft.lines.push(DraftLine::new(id, quantity, price, vat.parse().unwrap()));
        }
        draft
    }

    fn shares(offer: &DiscountOffer) -> Vec<[String; 3]> {
        let figures = |money: Money| money.figure();
        let shares = offer.shares.iter();
        shares.map(|one| [one.vat.to_string(), figures(one.net), figures(one.tax)]).collect()
    }

    /// Rulebook T-31: 2 % of 1000.00 net at 20 % in each of the ways to treat VAT.
    #[test]
    fn a_discount_treats_vat_in_four_ways() {
        let day = Day::parse("2026-01-15").unwrap();
        for (terms, due, amount, share) in [
            ("2% 10 net 30", "1200.00", "24.00", ["S 20", "20.00", "4.00"]),
            ("2% 10 (vat unchanged) net 30", "1200.00", "24.00", ["S 20", "24.00", "0.00"]),
            ("2% 10 (vat unchanged on net) net 30", "1200.00", "20.00", ["S 20", "20.00", "0.00"]),
        ] {
            let draft = draft(terms, &[("1000.00", "S 20")]);
            let figures = compute(&draft).unwrap();
            let terms = draft.terms.early_discount.unwrap();
            let offer = DiscountOffer::on(&figures, terms, day).unwrap().unwrap();
            assert_eq!((figures.due.figure(), offer.amount.figure()), (due.into(), amount.into()));
            assert_eq!(shares(&offer), [share]);
        }
    }

    /// EPD-04: VAT on the discounted base from the start; who pays early pays 118.58.
    #[test]
    fn a_discount_may_lower_the_vat_at_issue() {
        let draft = draft("2% 10 (vat reduced at issue) net 30", &[("100.00", "S 21")]);
        let figures = compute(&draft).unwrap();
        let taxed = figures.breakdown.group("S 21".parse().unwrap()).unwrap();
        assert_eq!(taxed.base.figure(), "98.00");
        let told = [figures.net, figures.vat, figures.gross, figures.due].map(Money::figure);
        assert_eq!(told, ["100.00", "20.58", "120.58", "120.58"]);
        let (day, terms) = (Day::parse("2026-01-15").unwrap(), draft.terms.early_discount.unwrap());
        let offer = DiscountOffer::on(&figures, terms, day).unwrap().unwrap();
        assert_eq!(offer.amount.figure(), "2.00");
        assert_eq!(figures.due.checked_sub(offer.amount).unwrap().figure(), "118.58");
        // Who pays 118.58 pays the taxed 98.00 + 20.58, and nothing of the 2.00 charged exempt.
        assert_eq!(shares(&offer), [["E 0", "2.00", "0.00"]]);
    }

    /// Rulebook EX-T12: 26.20 are 24.00 and 2.20, their VAT 4.00 and 0.20.
    #[test]
    fn a_discount_over_two_rates() {
        let draft = draft("2% 10 net 30", &[("1000.00", "S 20"), ("100.00", "S 10")]);
        let (day, terms) = (Day::parse("2026-01-15").unwrap(), draft.terms.early_discount.unwrap());
        let offer = DiscountOffer::on(&compute(&draft).unwrap(), terms, day).unwrap().unwrap();
        assert_eq!(offer.amount.figure(), "26.20");
        let expected = [["S 10", "2.00", "0.20"], ["S 20", "20.00", "4.00"]];
        assert_eq!(shares(&offer), expected);
    }

    /// Rulebook T-01: from the delivery it is certain, from the receipt it waits for that day.
    #[test]
    fn due_days_count_from_delivery_and_receipt() {
        let none = crate::calendar::Holidays::none();
        let terms = "50%: net 30 from delivery; rest: net 30 from receipt";
        let mut draft = draft(terms, &[("1000.00", "S 20")]);
        draft.delivered_on = Some(Day::parse("2026-01-10").unwrap());
        let issue = |draft: &Draft| {
            let (number, series) = (DocumentNumber::new("F1").unwrap(), "sales".parse().unwrap());
            let issued_on = Day::parse("2026-01-15").unwrap();
            let figures = compute(draft)?;
            Document::of(number, series, issued_on, &Arc::new(draft.clone()), figures, &none)
        };
        let document = issue(&draft).unwrap();
        let due = |parts: &[Instalment]| {
            let told = |part: &Instalment| (part.due_on.to_string(), part.awaits.is_some());
            parts.iter().map(told).collect::<Vec<_>>()
        };
        let expected = [("2026-02-09".into(), false), ("2026-02-14".into(), true)];
        assert_eq!(due(&document.instalments), expected);
        let received_on = Day::parse("2026-01-19").unwrap();
        let expected = [("2026-02-09".into(), false), ("2026-02-18".into(), false)];
        let moved = document.instalments_received(received_on, &none).unwrap();
        assert_eq!(due(&moved), expected);
        draft.delivered_on = Some(Day::parse("2025-12-15").unwrap());
        let refused = issue(&draft).unwrap_err();
        assert_eq!(refused.code(), "calendar.due_before_issue");
        assert_eq!(refused.path().as_str(), "terms.instalments[0].due");
    }

    /// 30 % at once without a discount; 2 % of the 840.00 that remain.
    #[test]
    fn an_instalment_has_a_discount_of_its_own() {
        let terms = "30%: at once; rest: 2% 10 net 30";
        let draft = Arc::new(draft(terms, &[("1000.00", "S 20")]));
        let document = Document::of(
            DocumentNumber::new("F1").unwrap(),
            SeriesId::new("sales").unwrap(),
            Day::parse("2026-01-15").unwrap(),
            &draft,
            compute(&draft).unwrap(),
            &crate::calendar::Holidays::none(),
        )
        .unwrap();
        let offers = document.discounts_by_instalment().unwrap();
        assert!(offers[0].amount.is_zero() && offers[0].shares.is_empty());
        assert_eq!(offers[1].amount.figure(), "16.80");
        assert_eq!(offers[1].until.to_string(), "2026-01-25");
        assert_eq!(shares(&offers[1]), [["S 20", "14.00", "2.80"]]);
    }
}
