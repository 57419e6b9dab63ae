//! The calculators as data: what needs no company, asked and answered in words that travel.
//!
//! ```
//! use o2c_core::calculate::{Answer, Calculation, Split, calculate};
//! let thirds = Calculation::Split(Split {
//!     amount: "100.00 EUR".parse()?,
//!     weights: vec!["1".parse()?, "1".parse()?, "1".parse()?],
//! });
//! let Answer::Shares(shares) = calculate(&thirds)? else { unreachable!() };
//! assert_eq!(shares[0].to_string(), "33.34 EUR");
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod asked;
mod documents;
mod figures;
mod lettering;
mod stacks;

use crate::ageing::{self, Ageing, ExpectedLoss, LossFlow, ProvisionMatrix};
use crate::body::bodies;
use crate::calendar::{
    Day, EarnedDiscount, Holidays, Instalment, LegalMaxima, LegalMaximum, Terms, TermsVerdict,
    check_terms,
};
use crate::credit;
use crate::dunning;
use crate::error::Error;
use crate::fulfilment::{Sourced, Sourcing};
use crate::interest::{self, Claim, ClaimFigures};
use crate::invoice::check::{CheckStatement, StatementChecked};
use crate::invoice::deposit::{FinalInvoice, deposit_on, final_invoice};
use crate::invoice::explain::Explained;
use crate::invoice::milestone::milestones_of;
use crate::invoice::{self, DiscountCost, DiscountOffer, Draft, Figures, Finding, Profile};
use crate::lettering::batch::{LetterPayments, PaymentLettering};
use crate::lettering::ledger::{Ledger, LedgerLettering};
use crate::lettering::{MatchPayment, NearestItems, NearestSubset, Proposal};
use crate::money::{Currency, Exact, ExchangeRate, Money, Percent, Rounding};
use crate::order::{Desk, OrderTransitions, RouteOrder, TRANSITIONS, Transition, route};
use crate::party::Party;
use crate::pricing::{
    LineAmounts, LinePricing, PriceOrder, PricedOrder, ScenarioOutcome, Scenarios, price_line,
    price_order, price_scenarios,
};
use crate::receivable::{Allocate, Allocation, allocate};
use crate::reporting::{KeyFigure, KeyFigureAnswer};
use crate::stock::Availability;
use crate::subscription;
use crate::tax::Group;
use crate::tax::stack::StackedFigures;
use crate::tax::{
    BadDebt, CollectionStory, GroupChange, Relief, TaxPoint, TaxPointFigures, collection_steps,
};
use alloc::boxed::Box;
use alloc::vec::Vec;

pub use asked::{Age, CheckTerms, DepositOn, DiscountEarned, DiscountOn, FinalAfter, MilestonesOf};
use documents::{explained, findings, offered, offered_by_instalment, schedule};
use figures::{rounded, shares, steps};
pub use stacks::{ExactTaxStack, TaxStack, UntaxedWithin};

/// A calculation asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Calculation {
    /// Split an amount by weights, all shares at once (rulebook R-03).
    Split(Split),
    /// Share an amount over steps that come one after the other (rulebook R-04).
    Telescope(Telescope),
    /// Round an exact figure to an amount, or to a multiple of an amount (rulebook R-02c, R-05c).
    Round(Round),
    /// A percentage of an amount.
    Percent(PercentOf),
    /// An amount in another currency (rulebook R-06c).
    Convert(Convert),
    /// The due days and amounts of payment terms (rulebook T-01 to T-10).
    Schedule(Schedule),
    /// What a line comes to (rulebook INV-03, INV-04).
    Line(Line),
    /// The figures of an invoice (rulebook INV-10 to INV-24).
    Invoice(Box<Draft>),
    /// What a profile finds wrong in an invoice, such as the rules of VAT categories (INV-25).
    Findings(Box<Check>),
    /// Taxes upon each other, rounded on each line or once on the document.
    TaxStack(TaxStack),
    /// The ageing of open items (rulebook K-01 to K-05).
    Ageing(Age),
    /// What an invoice offers for paying early (rulebook T-30, T-31).
    EarlyDiscount(Box<DiscountOn>),
    /// What receipts earn of an early discount (rulebook T-30).
    DiscountEarned(DiscountEarned),
    /// What a deposit on an order asks for (rulebook V-05).
    Deposit(DepositOn),
    /// What is left to a final invoice after deposits (rulebook INV-33).
    FinalInvoice(FinalAfter),
    /// What the milestones of a billing plan come to (rulebook G-07).
    Milestones(MilestonesOf),
    /// What may be claimed on late items (rulebook T-20 to T-24).
    Interest(Box<Claim>),
    /// When the VAT of a supply falls due (rulebook V-02).
    TaxPoint(TaxPoint),
    /// The VAT that falls due as a document is paid part by part (rulebook V-03, V-04).
    VatOnCollection(CollectionStory),
    /// What is lost of a debt and the VAT that may be taken back (rulebook V-07).
    BadDebt(BadDebt),
    /// Whether payment falls due later than the law allows (rulebook T-05 to T-08).
    CheckTerms(CheckTerms),
    /// The rows of a table of legal maxima.
    LegalMaxima(LegalMaxima),
    /// What a profile finds wrong in a document as it stands on paper, and what it comes to when it
    /// is worked out again (rulebook 1.1 to 1.6).
    Statement(Box<CheckStatement>),
    /// Every figure of an invoice with its rule and its formula.
    Explain(Box<Draft>),
    /// The lettering of a ledger that exists already (rulebook L-01, L-11, 4.2).
    LetterLedger(Ledger),
    /// What a payment settles of its payer's open items (rulebook 4.2).
    MatchPayment(Box<MatchPayment>),
    /// Taxes upon each other, not rounded at all.
    ExactTaxStack(ExactTaxStack),
    /// The untaxed amount from a total with taxes upon each other.
    UntaxedWithin(UntaxedWithin),
    /// What is expected to be lost of an aged balance (rulebook K-11).
    ProvisionMatrix(ProvisionMatrix),
    /// The loss rates that a flow from bucket to bucket shows (rulebook K-11).
    LossRates(LossFlow),
    /// Which debts a payment settles (rulebook L-07, L-08).
    Allocation(Allocate),
    /// What it costs in a year not to take an early discount (rulebook T-33).
    DiscountCost(DiscountCost),
    /// What may be promised for which day (rulebook O-14).
    Availability(Availability),
    /// What may be asked of an order in which state (rulebook O-01).
    OrderTransitions(OrderTransitions),
    /// Which desk looks after an order.
    RouteOrder(RouteOrder),
    /// What an order comes to from price lists and conditions, and how.
    PriceOrder(Box<PriceOrder>),
    /// What an order comes to under several discounts, terms and deposits.
    Scenarios(Box<Scenarios>),
    /// What a subscription bills and what a part of it comes to (rulebook S-01 to S-09).
    Subscription(subscription::Calculation),
    /// What an account would be reminded of (rulebook R-01 to R-06).
    Dunning(Box<dunning::Run>),
    /// What many payments settle of everything that is open (rulebook 4.2).
    LetterPayments(Box<LetterPayments>),
    /// The items whose sum comes nearest to an amount.
    NearestSubset(NearestSubset),
    /// Scores, cover, behaviour and limits (rulebook 7).
    Credit(Box<credit::Calculation>),
    /// A figure that a manager reads (rulebook 6.2).
    KeyFigure(KeyFigure),
    /// Which site or supplier fulfils which part of an order (rulebook O-18).
    Sourcing(Box<Sourcing>),
    /// What each instalment of an invoice offers for paying it early (rulebook T-30, T-31).
    InstalmentDiscounts(Box<DiscountOn>),
}

/// What a calculation gave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[non_exhaustive]
pub enum Answer {
    /// The shares of an amount, in the order asked.
    Shares(Vec<Money>),
    /// One amount.
    Amount(Money),
    /// Instalments with their due days.
    Instalments(Vec<Instalment>),
    /// The amounts of a line.
    Line(LineAmounts),
    /// The figures of an invoice.
    Invoice(Figures),
    /// Findings, in the order of the document.
    Findings(Vec<Finding>),
    /// The figures of a stack of taxes.
    TaxStack(StackedFigures),
    /// An ageing.
    Ageing(Ageing),
    /// The discount an invoice offers, if it comes to anything.
    EarlyDiscount(Option<DiscountOffer>),
    /// What each receipt earned.
    EarnedDiscounts(Vec<EarnedDiscount>),
    /// The VAT groups of a deposit.
    Groups(Vec<Group>),
    /// A final invoice.
    FinalInvoice(FinalInvoice),
    /// The VAT groups of each milestone, in their order.
    Milestones(Vec<Vec<Group>>),
    /// Interest, segment by segment, and the flat compensations.
    Interest(ClaimFigures),
    /// What makes VAT fall due.
    TaxPoint(TaxPointFigures),
    /// What each step changes of each category and rate.
    VatOnCollection(Vec<Vec<GroupChange>>),
    /// What is lost, and the VAT of it.
    BadDebt(Relief),
    /// What the law says to a delay.
    Terms(TermsVerdict),
    /// Legal maxima, in the order in which they are tried.
    LegalMaxima(Vec<LegalMaximum>),
    /// A document that was checked and worked out again.
    Statement(Box<StatementChecked>),
    /// Figures with their formulas, each behind those it is made of.
    Explanation(Vec<Explained>),
    /// The groups found in a ledger.
    LedgerLettering(LedgerLettering),
    /// What a payment settles, with evidence, score and alternatives.
    Proposal(Box<Proposal>),
    /// How a payment is shared over debts.
    Allocation(Allocation),
    /// The figures of a stack of taxes, not rounded.
    ExactTaxStack(StackedFigures<Exact>),
    /// One figure, not rounded.
    Figure(Exact),
    /// What is expected to be lost.
    ExpectedLoss(ExpectedLoss),
    /// Percentages; none where there is nothing to take them of.
    Percentages(Vec<Option<Percent>>),
    /// A percentage.
    Percentage(Percent),
    /// Exact figures, in the order asked.
    ExactFigures(Vec<Exact>),
    /// The rows of a table of transitions.
    Transitions(&'static [Transition]),
    /// The desk an order goes to, if a rule fits.
    Desk(Option<Desk>),
    /// A priced order.
    PricedOrder(Box<PricedOrder>),
    /// Scenarios, in the order asked.
    Scenarios(Vec<ScenarioOutcome>),
    /// Periods, their parts, and what was used.
    Subscription(subscription::Answer),
    /// What an account would be reminded of.
    Dunning(Box<dunning::Proposal>),
    /// What each of many payments settles, in the order of the input.
    PaymentLetterings(Vec<PaymentLettering>),
    /// The items that come nearest.
    NearestItems(NearestItems),
    /// What a calculation of credit gave.
    Credit(Box<credit::Answer>),
    /// A figure that a manager reads.
    KeyFigure(KeyFigureAnswer),
    /// The parts of lines and where they come from.
    Sourced(Sourced),
    /// The discount of each instalment, of zero where it has none.
    InstalmentDiscounts(Vec<DiscountOffer>),
}

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// An amount and the weights of its shares.
    Split {
        /// What is split.
        amount: Money,
        /// The weights; none negative, not all zero.
        weights: Vec<Exact>,
    }
    /// An amount and the steps in which it is given.
    Telescope {
        /// What is shared.
        amount: Money,
        /// The steps, in their order; together they may not exceed the whole.
        steps: Vec<Exact>,
        /// What the steps sum to when all are given.
        whole: Exact,
    }
    /// A figure to be rounded.
    Round {
        /// The exact figure.
        figure: Exact,
        /// The currency it is rounded to.
        currency: Currency,
        /// How ties and rests are settled.
        mode: Rounding,
        /// The multiple it is rounded to, such as 0.05, where it is cash.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        increment: Option<Money>,
    }
    /// A percentage of an amount.
    PercentOf {
        /// The whole.
        amount: Money,
        /// How much of it.
        percent: Percent,
        /// How ties and rests are settled.
        #[cfg_attr(feature = "serde", serde(default))]
        mode: Rounding,
    }
    /// An amount and a rate.
    Convert {
        /// What is converted.
        amount: Money,
        /// The rate as it was quoted.
        rate: ExchangeRate,
        /// How ties and rests are settled.
        #[cfg_attr(feature = "serde", serde(default))]
        mode: Rounding,
    }
    /// Payment terms on a day.
    Schedule {
        /// The terms.
        terms: Terms,
        /// What is to be paid.
        total: Money,
        /// The day of issue, which terms count from unless they say otherwise.
        issued_on: Day,
        /// The day the customer received the invoice, as far as it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        received_on: Option<Day>,
        /// The day of the delivery, as far as it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        delivered_on: Option<Day>,
        /// The days no payment falls due on, where the terms shift.
        #[cfg_attr(feature = "serde", serde(default))]
        holidays: Holidays,
    }
    /// A line and its currency.
    Line {
        /// Quantity, price, allowances and charges.
        line: LinePricing,
        /// The currency of its amounts.
        currency: Currency,
    }
    /// An invoice, the parties to it, and the profile it is held against.
    Check {
        /// The invoice.
        invoice: Draft,
        /// Who issues it.
        seller: Party,
        /// Who receives it.
        buyer: Party,
        /// The day it would be issued, which says what the law asks; as far as it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        issued_on: Option<Day>,
        /// What it is held against.
        profile: Profile,
    }
}

/// Runs a calculation.
///
/// # Errors
/// The calculator's own refusal; paths begin with the calculation's name.
pub fn calculate(calculation: &Calculation) -> Result<Answer, Error> {
    match calculation {
        Calculation::Split(asked) => shares(asked).map_err(|no| no.inside("split").into()),
        Calculation::Telescope(asked) => steps(asked).map_err(|no| no.inside("telescope").into()),
        Calculation::Round(asked) => rounded(asked).map_err(|no| no.inside("round").into()),
        Calculation::Percent(asked) => asked
            .amount
            .percent(asked.percent, asked.mode)
            .map(Answer::Amount)
            .map_err(|no| no.inside("percent").into()),
        Calculation::Convert(asked) => asked
            .amount
            .converted(asked.rate, asked.mode)
            .map(Answer::Amount)
            .map_err(|no| no.inside("convert").into()),
        Calculation::Schedule(asked) => {
            schedule(asked).map(Answer::Instalments).map_err(|no| no.inside("schedule").into())
        }
        Calculation::Line(asked) => price_line(&asked.line, asked.currency)
            .map(Answer::Line)
            .map_err(|no| no.inside("line").into()),
        Calculation::Invoice(draft) => invoice::compute::compute(draft)
            .map(Answer::Invoice)
            .map_err(|no| no.inside("invoice").into()),
        Calculation::Findings(asked) => findings(asked).map_err(|no| no.inside("findings").into()),
        Calculation::Explain(draft) => explained(draft).map_err(|no| no.inside("explain").into()),
        Calculation::Statement(asked) => Ok(Answer::Statement(Box::new(asked.checked()))),
        Calculation::TaxStack(asked) => Ok(asked.answer()?),
        Calculation::LetterLedger(asked) => lettering::ledger(asked),
        Calculation::MatchPayment(asked) => lettering::payment(asked),
        Calculation::LetterPayments(asked) => lettering::payments(asked),
        Calculation::NearestSubset(asked) => lettering::nearest(asked),
        Calculation::ExactTaxStack(asked) => Ok(asked.answer()?),
        Calculation::UntaxedWithin(asked) => Ok(asked.answer()?),
        Calculation::Allocation(asked) => {
            allocate(asked).map(Answer::Allocation).map_err(|no| no.inside("allocation").into())
        }
        Calculation::Ageing(asked) => {
            ageing::age_rows(&asked.items, asked.as_of, &asked.buckets, asked.credits)
                .map(Answer::Ageing)
                .map_err(|no| no.inside("ageing").into())
        }
        Calculation::EarlyDiscount(asked) => offered(asked)
            .map(Answer::EarlyDiscount)
            .map_err(|no| no.inside("early_discount").into()),
        Calculation::InstalmentDiscounts(asked) => offered_by_instalment(asked)
            .map(Answer::InstalmentDiscounts)
            .map_err(|no| no.inside("instalment_discounts").into()),
        Calculation::DiscountEarned(asked) => asked
            .discount
            .earned(asked.due, asked.issued_on, &asked.receipts)
            .map(Answer::EarnedDiscounts)
            .map_err(|no| no.inside("discount_earned").into()),
        Calculation::DiscountCost(asked) => {
            asked.yearly().map(Answer::Percentage).map_err(|no| no.inside("discount_cost").into())
        }
        Calculation::Deposit(asked) => {
            deposit_on(asked.currency, &asked.order, &asked.earlier, asked.share)
                .map(Answer::Groups)
                .map_err(|no| no.inside("deposit").into())
        }
        Calculation::FinalInvoice(asked) => {
            final_invoice(asked.currency, &asked.groups, &asked.deposits, asked.deduction)
                .map(Answer::FinalInvoice)
                .map_err(|no| no.inside("final_invoice").into())
        }
        Calculation::Milestones(asked) => {
            milestones_of(asked.currency, &asked.order, &asked.milestones)
                .map(Answer::Milestones)
                .map_err(|no| no.inside("milestones").into())
        }
        Calculation::Interest(asked) => {
            interest::claim(asked).map(Answer::Interest).map_err(|no| no.inside("interest").into())
        }
        Calculation::TaxPoint(asked) => Ok(Answer::TaxPoint(asked.figures())),
        Calculation::VatOnCollection(asked) => collection_steps(asked)
            .map(Answer::VatOnCollection)
            .map_err(|no| no.inside("vat_on_collection").into()),
        Calculation::BadDebt(asked) => {
            asked.relief().map(Answer::BadDebt).map_err(|no| no.inside("bad_debt").into())
        }
        Calculation::CheckTerms(asked) => check_terms(&asked.due, &asked.facts, &asked.maxima)
            .map(Answer::Terms)
            .map_err(|no| no.inside("check_terms").into()),
        Calculation::ProvisionMatrix(asked) => asked
            .expected()
            .map(Answer::ExpectedLoss)
            .map_err(|no| no.inside("provision_matrix").into()),
        Calculation::LossRates(asked) => {
            asked.rates().map(Answer::Percentages).map_err(|no| no.inside("loss_rates").into())
        }
        Calculation::Availability(asked) => {
            asked.figures().map(Answer::ExactFigures).map_err(|no| no.inside("availability").into())
        }
        Calculation::OrderTransitions(_) => Ok(Answer::Transitions(TRANSITIONS)),
        Calculation::RouteOrder(asked) => Ok(Answer::Desk(route(asked))),
        Calculation::PriceOrder(asked) => match price_order(asked) {
            Ok(priced) => Ok(Answer::PricedOrder(Box::new(priced))),
            Err(no) => Err(no.inside("price_order").into()),
        },
        Calculation::Scenarios(asked) => price_scenarios(asked)
            .map(Answer::Scenarios)
            .map_err(|no| no.inside("scenarios").into()),
        Calculation::Subscription(asked) => {
            asked.answer().map(Answer::Subscription).map_err(|no| no.inside("subscription").into())
        }
        Calculation::Dunning(asked) => match asked.proposal() {
            Ok(found) => Ok(Answer::Dunning(Box::new(found))),
            Err(no) => Err(no.inside("dunning").into()),
        },
        Calculation::Credit(asked) => Ok(Answer::Credit(Box::new(asked.answer()?))),
        Calculation::KeyFigure(asked) => {
            asked.answer().map(Answer::KeyFigure).map_err(|no| no.inside("key_figure").into())
        }
        Calculation::Sourcing(asked) => {
            asked.fulfil().map(Answer::Sourced).map_err(|no| no.inside("sourcing").into())
        }
        Calculation::LegalMaxima(maxima) => Ok(Answer::LegalMaxima(maxima.rows().into_owned())),
    }
}
