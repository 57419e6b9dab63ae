//! What a draft lacks for a profile: a draft is held to the rules of the paper it would stand on.

use super::{Finding, Profile, Stated, Statement, check as check_statement};
use crate::calendar::{AnchorDays, Day, Holidays};
use crate::invoice::{Draft, Figures, Rejection};
use crate::party::Party;
use alloc::vec::Vec;

/// Who sells and who buys.
#[derive(Debug, Clone, Copy)]
pub struct Parties<'a> {
    /// The seller.
    pub seller: &'a Party,
    /// The buyer.
    pub buyer: &'a Party,
}

/// What issuing gives a document: no draft is blamed for lacking it.
const GIVEN_BY_ISSUING: [&str; 3] = ["number", "issued_on", "due_on"];

/// Holds a draft against a profile, as [`check`](super::check) holds what is on paper. Number and
/// days are given by issuing it and not asked for; where it is said when it would be issued, what
/// the law says on that day counts, and so does the day it would fall due without holidays.
///
/// ```
/// use o2c_core::calendar::Terms;
/// use o2c_core::invoice::check::check_draft;
/// use o2c_core::invoice::{Draft, DraftLine, Parties, Profile, compute::compute};
/// use o2c_core::money::Currency;
/// use o2c_core::party::Party;
/// use o2c_core::pricing::Price;
/// let mut draft = Draft::new("C1".parse()?, Currency::EUR, Terms::net_days(30));
/// let price = Price::Net("100".parse()?);
/// draft.lines.push(DraftLine::new("1".parse()?, "1 C62".parse()?, price, "E".parse()?));
/// let party = Party { vat_id: Some("FR32123456789".parse()?), ..Party::default() };
/// let parties = Parties { seller: &party, buyer: &party };
/// let findings = check_draft(&draft, &compute(&draft)?, parties, None, &Profile::EN_16931)?;
/// assert_eq!(findings[0].rule, "BR-E-10", "exempt, but it does not say why");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of working the draft out: none where the figures are its own.
pub fn check_draft(
    draft: &Draft,
    figures: &Figures,
    parties: Parties<'_>,
    issued_on: Option<Day>,
    profile: &Profile,
) -> Result<Vec<Finding>, Rejection> {
    let mut statement = Statement::of_draft(draft, figures, parties.seller, parties.buyer)?;
    if let Some(issued_on) = issued_on {
        let days = AnchorDays { delivered_on: draft.delivered_on, ..AnchorDays::issued(issued_on) };
        let falls_due = draft.terms.schedule_on(figures.due, &days, &Holidays::default());
        let falls_due = falls_due.map_err(|refusal| refusal.inside("terms"))?;
        statement.issued_on = Some(Stated::of(issued_on));
        statement.due_on = falls_due.last().map(|last| Stated::of(last.due_on));
    }
    let mut findings = check_statement(&statement, profile);
    findings.retain(|finding| !GIVEN_BY_ISSUING.contains(&finding.path.as_str()));
    Ok(findings)
}
