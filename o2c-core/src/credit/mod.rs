//! A machine, one per customer file, with its calculators: who may buy on account, how much, and
//! why.
//!
//! A file has limits over time, increases, insurance, guarantees and the class of the customer. Of
//! orders it takes figures alone: one that does not pass is held, and what is open of it takes no
//! part in the exposure until somebody who has the right releases it or it passes by itself
//! (rulebook C-01 to C-07).
//!
//! ```text
//! free ──hold──▶ held ──release──▶ released ──expires──▶ held
//!                 │ ▲──ask deposit, change terms──┘
//!                 ├──reject──▶ rejected ──release──▶ released
//!                 └──lift──▶ free
//! ```
//!
//! ```
//! use o2c_core::credit::{Change, Command, CreditFile, Facts, Limit, Policy, SetLimit};
//! use o2c_core::machine::Machine;
//! use o2c_core::money::Currency;
//! let on = "2026-03-01".parse()?;
//! let facts = Facts {
//!     on,
//!     recorded_on: on,
//!     ledger_currency: Currency::EUR,
//!     value: None,
//!     rates: vec![],
//!     policy: Policy::default(),
//! };
//! let limit = |amount: &str, from: &str| {
//!     Ok::<_, o2c_core::error::Error>(Command::Change(Change::SetLimit(SetLimit {
//!         limit: Limit::UpTo(amount.parse()?),
//!         counting: Default::default(),
//!         from: Some(from.parse()?),
//!         until: None,
//!         currency: None,
//!     })))
//! };
//! let mut file = CreditFile::default();
//! assert_eq!(file.terms_on(on, None)?, None, "no file is not an unlimited one");
//! for command in [limit("5000.00 EUR", "2026-03-01")?, limit("8000.00 EUR", "2026-04-01")?] {
//!     for event in file.decide(&command, &facts)? {
//!         file.evolve(&event)?;
//!     }
//! }
//! let on_a_day = |day: &str| {
//!     let terms = file.terms_on(day.parse()?, None)?.map(|terms| terms.limit);
//!     Ok::<_, Box<dyn std::error::Error>>(terms)
//! };
//! assert_eq!(on_a_day("2026-03-31")?, Some(Limit::UpTo("5000.00 EUR".parse()?)));
//! assert_eq!(on_a_day("2026-04-01")?, Some(Limit::UpTo("8000.00 EUR".parse()?)));
//! let again = file.decide(&limit("1.00 EUR", "2026-04-01")?, &facts).unwrap_err();
//! assert!(again.to_string().starts_with("what begins on 2026-04-01 overlaps"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The calculators stand for themselves: what a customer's payments, accounts and history say
//! (payment index, Altman, Conan and Holder, scorecards, behaviour), what an insurer covers, what a
//! line of an order is worth in an exposure, and what limit might be proposed. Each gives its
//! figure with what it is made of, the weightiest first. They are exact inside and rounded once,
//! half away from zero: scores at four decimals, percentages at two.

mod altman;
mod bands;
mod behaviour;
mod calculation;
mod check;
mod command;
mod commitment;
mod conan_holder;
mod cover;
mod decide;
mod event;
mod evolve;
mod exposure;
mod figures;
mod file;
mod limit;
mod payment_index;
mod policy;
mod proposal;
mod rejection;
mod scorecard;
#[cfg(test)]
mod tests;
mod verdict;

pub use altman::{
    Altman, AltmanAccounts, AltmanFigures, AltmanFirm, AltmanForm, AltmanRatios, AltmanZone,
};
pub use bands::{Band, RiskClass};
pub use behaviour::{Behaviour, BehaviourFigures, BehaviourOf, PastInvoice};
pub use calculation::{Answer, Calculation};
pub use check::{
    Check, CheckFinding, CheckRule, CheckedCustomer, CheckedGroup, CheckedOrder, CheckedSegment,
    Consequence, Measured, Outcome, Remedy, ToPay, Verdict,
};
pub use command::{
    Assess, Change, Command, Facts, Guarantee, HoldOrder, Increase, Insure, RuleOnOrder, SetLimit,
};
pub use commitment::{Commitment, CommitmentOf};
pub use conan_holder::{ConanHolder, ConanHolderFigures};
pub use cover::{Cover, CoverOf};
pub use event::Event;
pub(crate) use exposure::converted;
pub use exposure::{ExposedItem, ExposedKind, ExposedSegment, ExposedValue, Exposure, ExposureOf};
pub use figures::Factor;
pub use file::{
    Assessment, CreditFile, FileHolder, GuaranteePeriod, Hold, HoldStatus, InsurancePeriod, Lifted,
    LimitIncrease, LimitPeriod, Ruled, Ruling, Validity,
};
pub use limit::{Counting, CreditStanding, CreditTerms, Insurance, Limit};
pub use payment_index::{
    IndexedExperience, PaymentExperience, PaymentIndex, PaymentIndexFigures, PaymentRisk,
};
pub use policy::{Policy, ReleaseRight};
pub use proposal::{
    ClassPolicy, CreditProposal, CreditProposalOf, EquityBound, InsurerBound, LimitBound,
    SalesBound,
};
pub use rejection::Rejection;
pub use scorecard::{
    CombinedScore, Criterion, FeatureValue, KnockOut, SCORECARD_VERSION, Score, ScoreOf, Scorecard,
    WeighedScore,
};
pub use verdict::VerdictOf;

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for CreditFile {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, facts)
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        evolve::evolve(self, event)
    }
}
