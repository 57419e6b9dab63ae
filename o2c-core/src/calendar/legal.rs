//! How late the law lets a payment fall due: maxima as data, and terms held against them
//! (rulebook T-05 to T-08).

use super::{Anchor, AnchorDays, Day, DueRule, Holidays, LegalMaxima, Rejection, Terms};
use crate::body::bodies;
use crate::error::Path;
use alloc::string::String;
use alloc::vec::Vec;

/// Who buys, as the law sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum BuyerKind {
    /// A firm.
    #[default]
    Business,
    /// The state or a local authority.
    PublicAuthority,
    /// A public hospital.
    PublicHealth,
    /// Another public undertaking.
    PublicUndertaking,
    /// A person who buys for no business.
    Consumer,
}

/// What the parties agreed on when payment falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Agreement {
    /// Nothing.
    #[default]
    None,
    /// A delay.
    Agreed,
    /// A delay to the end of a month, expressly in the contract.
    EndOfMonth,
    /// A delay beyond the usual maximum, expressly in the contract.
    ExpresslyLonger,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// One legal maximum: for whom it holds, and the last day on which a payment may fall due.
    /// What is left out of its conditions does not matter.
    LegalMaximum {
        /// Its name, such as `T-05 agreed`.
        rule: String,
        /// Where it is written.
        source: String,
        /// Whether somebody compared it with the source; a figure from memory is not.
        is_verified: bool,
        /// The buyers it holds for; all where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        buyers: Vec<BuyerKind>,
        /// The sectors it holds for, by names of the table's own; all where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        sectors: Vec<String>,
        /// The agreements it holds for; all where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        agreements: Vec<Agreement>,
        /// Whether it holds for periodic invoices alone.
        #[cfg_attr(feature = "serde", serde(default))]
        is_for_periodic: bool,
        /// The latest due day, as a due rule; of several the latest counts. None where the law
        /// sets no maximum.
        latest: Vec<DueRule>,
    }
    /// What has to be known of a sale to hold its terms against the law.
    TermsFacts {
        /// The days that maxima count from, as far as they are known.
        days: AnchorDays,
        /// Who buys.
        #[cfg_attr(feature = "serde", serde(default))]
        buyer: BuyerKind,
        /// The sector, by a name of the table; empty where it is none of them.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
        sector: String,
        /// What the parties agreed on.
        #[cfg_attr(feature = "serde", serde(default))]
        agreement: Agreement,
        /// Whether the invoice is periodic: several deliveries of a month on one.
        #[cfg_attr(feature = "serde", serde(default))]
        is_periodic: bool,
    }
    /// A payment that falls due later than the law allows, or that cannot be judged yet.
    TermsFinding {
        /// Where: `due[0]` is the first day asked about, or the first instalment of the terms.
        path: String,
        /// The day it falls due.
        due_on: Day,
        /// The last day the maximum allows, where it can be told.
        latest_on: Option<Day>,
        /// The days beyond it.
        days_over: u32,
        /// The days the maximum counts from and nobody told.
        awaits: Vec<Anchor>,
    }
    /// What holding terms against the law gave.
    TermsVerdict {
        /// The maximum that holds; none where the table has none for such a sale.
        maximum: Option<LegalMaximum>,
        /// What it finds, in the order of the due days; nothing where all is in order.
        findings: Vec<TermsFinding>,
    }
}

/// When payment falls due: by terms, or on days that are known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CheckedDue {
    /// By terms, counted from the days of the facts.
    Terms(Terms),
    /// On these days.
    On(Vec<Day>),
}

impl LegalMaximum {
    /// Whether the maximum holds for such a sale.
    fn holds_for(&self, facts: &TermsFacts) -> bool {
        (self.buyers.is_empty() || self.buyers.contains(&facts.buyer))
            && (self.sectors.is_empty() || self.sectors.contains(&facts.sector))
            && (self.agreements.is_empty() || self.agreements.contains(&facts.agreement))
            && (!self.is_for_periodic || facts.is_periodic)
    }

    /// The latest day of those that can be told, and the anchors that are missing for others.
    fn latest_on(&self, days: &AnchorDays) -> Result<(Option<Day>, Vec<Anchor>), Rejection> {
        let (mut latest, mut awaits) = (None, Vec::new());
        for rule in &self.latest {
            match days.of(rule.anchor) {
                Some(anchor) => latest = latest.max(Some(rule.unshifted(anchor)?)),
                None => awaits.push(rule.anchor),
            }
        }
        Ok((latest, awaits))
    }
}

/// Holds due days against the legal maxima: the first row of the table that holds for such a sale
/// is the one that counts. What it finds refuses nothing; a maximum whose day is not known yet is
/// found too, unless another of its days already allows the delay.
///
/// ```
/// use o2c_core::calendar::*;
/// // rulebook T-05: 90 days are 30 more than may be agreed.
/// let facts = TermsFacts {
///     days: AnchorDays::issued(Day::parse("2026-01-15")?),
///     buyer: BuyerKind::Business,
///     sector: Default::default(),
///     agreement: Agreement::Agreed,
///     is_periodic: false,
/// };
/// let due = CheckedDue::Terms("net 90".parse()?);
/// let verdict = check_terms(&due, &facts, &LegalMaxima::French2026)?;
/// assert_eq!(verdict.maximum.expect("one holds").rule, "T-05 agreed");
/// assert_eq!(verdict.findings[0].latest_on, Some(Day::parse("2026-03-16")?));
/// assert_eq!(verdict.findings[0].days_over, 30);
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
///
/// # Errors
/// As [`Terms::schedule_on`]; `calendar.out_of_range`, `calendar.sector_unknown`.
pub fn check_terms(
    due: &CheckedDue,
    facts: &TermsFacts,
    maxima: &LegalMaxima,
) -> Result<TermsVerdict, Rejection> {
    let due = match due {
        CheckedDue::On(days) => days.clone(),
        CheckedDue::Terms(terms) => {
            let due = terms.due_days(&facts.days, &Holidays::none()).map_err(in_terms)?;
            due.into_iter().map(|(due_on, _)| due_on).collect()
        }
    };
    let rows = maxima.rows();
    known_sector(facts, &rows)?;
    let Some(maximum) = rows.iter().find(|maximum| maximum.holds_for(facts)) else {
        return Ok(TermsVerdict { maximum: None, findings: Vec::new() });
    };
    let (latest_on, awaits) =
        maximum.latest_on(&facts.days).map_err(|refused| refused.inside("maxima"))?;
    let mut findings = Vec::new();
    for (index, due_on) in due.into_iter().enumerate() {
        let days_over = latest_on.map_or(0, |latest| latest.days_until(due_on));
        let is_allowed = latest_on.is_some() && days_over <= 0;
        if !is_allowed && !maximum.latest.is_empty() {
            let path = String::from(Path::index("due", index).as_str());
            // Positive here, or zero where nothing is known.
            let days_over = u32::try_from(days_over).unwrap_or(0);
            let awaits = awaits.clone();
            findings.push(TermsFinding { path, due_on, latest_on, days_over, awaits });
        }
    }
    Ok(TermsVerdict { maximum: Some(maximum.clone()), findings })
}

/// A sector of which the table knows nothing would silently be held to what counts for all others.
fn known_sector(facts: &TermsFacts, rows: &[LegalMaximum]) -> Result<(), Rejection> {
    let mut known: Vec<&str> = Vec::new();
    for sector in rows.iter().flat_map(|row| &row.sectors) {
        if !known.contains(&sector.as_str()) {
            known.push(sector);
        }
    }
    if facts.sector.is_empty() || known.contains(&facts.sector.as_str()) {
        return Ok(());
    }
    Err(Rejection::SectorUnknown {
        path: Path::field("sector").inside("facts"),
        sector: facts.sector.chars().take(40).collect(),
        known: if known.is_empty() { String::from("none") } else { known.join(", ") },
    })
}

fn in_terms(refused: Rejection) -> Rejection {
    refused.inside("terms").inside("due")
}
