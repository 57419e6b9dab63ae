//! When VAT falls due, and how much of it: at delivery, at issue, or as the price is collected
//! (rulebook V-01 to V-04, V-07).

use super::{Group, Rejection, VatCategory};
use crate::body::bodies;
use crate::money::{Money, split};
use alloc::vec::Vec;

mod collection;
#[cfg(test)]
mod tests;

pub use collection::{CollectedGroup, Collection, GroupChange};

/// Whether goods or services are sold: the VAT of services may fall due when they are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Supply {
    /// Goods.
    #[default]
    Goods,
    /// Services.
    Services,
}

impl Supply {
    /// Whether it is the default, which need not be written.
    #[cfg(feature = "serde")]
    pub(crate) fn is_goods(&self) -> bool {
        *self == Supply::Goods
    }
}

/// What makes VAT fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FallsDue {
    /// The delivery of the goods.
    AtDelivery,
    /// The issue of the invoice: the seller has chosen the debits.
    AtIssue,
    /// The collection of the price, as far as it goes.
    AtCollection,
    /// Nothing: the seller owes no VAT on it.
    Never,
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// A supply whose VAT falls due some time.
    TaxPoint {
        /// The category of the VAT.
        category: VatCategory,
        /// What is sold.
        #[cfg_attr(feature = "serde", serde(default))]
        supply: Supply,
        /// Whether the seller has chosen to owe the VAT of services when they are invoiced.
        #[cfg_attr(feature = "serde", serde(default))]
        vat_on_debits: bool,
    }
}

/// When the VAT of a supply falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TaxPointFigures {
    /// What makes it fall due.
    pub falls_due: FallsDue,
    /// Whether a deposit received makes it fall due as far as the deposit goes.
    pub is_due_on_deposits: bool,
}

impl TaxPoint {
    /// When the VAT falls due: the table of the rulebook (V-02).
    ///
    /// ```
    /// use o2c_core::tax::{FallsDue, Supply, TaxPoint, VatCategory};
    /// let services = |vat_on_debits| {
    ///     TaxPoint { category: VatCategory::S, supply: Supply::Services, vat_on_debits }.figures()
    /// };
    /// assert_eq!(services(false).falls_due, FallsDue::AtCollection);
    /// assert_eq!(services(true).falls_due, FallsDue::AtIssue);
    /// // The option moves no deposit: its VAT is due once it is received.
    /// assert!(services(true).is_due_on_deposits);
    /// ```
    pub const fn figures(self) -> TaxPointFigures {
        let falls_due = match self.category {
            VatCategory::S | VatCategory::L | VatCategory::M => match self.supply {
                Supply::Goods => FallsDue::AtDelivery,
                Supply::Services if self.vat_on_debits => FallsDue::AtIssue,
                Supply::Services => FallsDue::AtCollection,
            },
            // Exempt, out of scope, taxed at nothing, or owed by the buyer.
            VatCategory::Z
            | VatCategory::E
            | VatCategory::AE
            | VatCategory::K
            | VatCategory::G
            | VatCategory::O => FallsDue::Never,
        };
        let is_due_on_deposits = !matches!(falls_due, FallsDue::Never);
        TaxPointFigures { falls_due, is_due_on_deposits }
    }
}

/// What happens to a document whose VAT falls due on collection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum CollectionStep {
    /// Money is applied to it.
    Payment(Money),
    /// A credit note, a discount or a write-off lowers it: base and VAT per category and rate.
    Reduction(Vec<Group>),
    /// An earlier step is taken back, by its place counted from 0: a payment that bounced, a
    /// letter that was dissolved.
    Reversal(usize),
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A document whose VAT falls due on collection, and what happens to it in order.
    CollectionStory {
        /// The VAT of the document per category and rate.
        groups: Vec<Group>,
        /// What happens to it.
        steps: Vec<CollectionStep>,
    }
    /// A debt that will not be paid any more (rulebook V-07).
    BadDebt {
        /// The VAT of the document per category and rate.
        groups: Vec<Group>,
        /// What was received of it, VAT included.
        received: Money,
        /// Whether its VAT falls due on collection: then none was paid on what is lost.
        #[cfg_attr(feature = "serde", serde(default))]
        is_due_on_collection: bool,
    }
}

/// What each step of a story changes, step by step.
///
/// ```
/// use o2c_core::tax::{CollectionStep, CollectionStory, Group, collection_steps};
/// // rulebook EX-V8: 600 of 1 200 are paid, 120 credited, the rest is paid.
/// let group = |base: &str| Group::of("S 20".parse()?, base.parse()?);
/// let story = CollectionStory {
///     groups: vec![group("1000.00 EUR")?],
///     steps: vec![
///         CollectionStep::Payment("600.00 EUR".parse()?),
///         CollectionStep::Reduction(vec![group("100.00 EUR")?]),
///         CollectionStep::Payment("480.00 EUR".parse()?),
///     ],
/// };
/// let due: Vec<String> =
///     collection_steps(&story)?.iter().map(|step| step[0].due.to_string()).collect();
/// assert_eq!(due, ["100.00 EUR", "0.00 EUR", "80.00 EUR"]);
/// # Ok::<(), o2c_core::tax::Rejection>(())
/// ```
///
/// # Errors
/// Those of [`Collection`], with the step's place; `tax.step_unknown` and `tax.step_reversed` for
/// a step that cannot be taken back.
pub fn collection_steps(story: &CollectionStory) -> Result<Vec<Vec<GroupChange>>, Rejection> {
    let mut collection = Collection::of(&story.groups).map_err(|no| no.inside("groups"))?;
    let mut done: Vec<Vec<GroupChange>> = Vec::with_capacity(story.steps.len());
    let mut reversed = alloc::collections::BTreeSet::new();
    for (index, step) in story.steps.iter().enumerate() {
        let at = |no: Rejection| no.inside_index("steps", index);
        let changes = match step {
            CollectionStep::Payment(payment) => {
                collection.collect(*payment).map_err(|no| at(no.inside("payment")))?
            }
            CollectionStep::Reduction(groups) => {
                collection.reduce(groups).map_err(|no| at(no.inside("reduction")))?
            }
            CollectionStep::Reversal(earlier) => {
                let path = || crate::error::Path::field("reversal");
                let Some(changes) = done.get(*earlier) else {
                    return Err(at(Rejection::StepUnknown { path: path(), step: *earlier }));
                };
                if !reversed.insert(*earlier) {
                    return Err(at(Rejection::StepReversed { path: path(), step: *earlier }));
                }
                changes.iter().map(GroupChange::negated).collect()
            }
        };
        collection.apply(&changes).map_err(at)?;
        done.push(changes);
    }
    Ok(done)
}

/// What is lost of a debt, and the VAT in it that may be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Relief {
    /// What is lost per category and rate: net price and the VAT in it, as the mention names them.
    pub groups: Vec<Group>,
    /// The net price that is lost.
    pub net: Money,
    /// The VAT in what is lost.
    pub vat: Money,
    /// What of that VAT was paid to the state and may be taken back.
    pub relief: Money,
}

impl BadDebt {
    /// What is lost per rate: what was received is shared as a collection is, and the rest is
    /// lost (rulebook V-07).
    ///
    /// ```
    /// use o2c_core::tax::{BadDebt, Group};
    /// // rulebook EX-V4: 300 of 1 200 were received.
    /// let debt = BadDebt {
    ///     groups: vec![Group::of("S 20".parse()?, "1000.00 EUR".parse()?)?],
    ///     received: "300.00 EUR".parse()?,
    ///     is_due_on_collection: false,
    /// };
    /// let lost = debt.relief()?;
    /// assert_eq!(lost.net.to_string(), "750.00 EUR");
    /// assert_eq!(lost.vat.to_string(), "150.00 EUR");
    /// assert_eq!(lost.relief, lost.vat);
    /// # Ok::<(), o2c_core::tax::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// As [`Collection::collect`].
    pub fn relief(&self) -> Result<Relief, Rejection> {
        let mut collection = Collection::of(&self.groups).map_err(|no| no.inside("groups"))?;
        let received = collection.collect(self.received).map_err(|no| no.inside("received"))?;
        collection.apply(&received)?;
        let mut groups = Vec::with_capacity(self.groups.len());
        for group in collection.groups() {
            let amount = group.tax.checked_sub(group.due)?;
            let base = group.gross.checked_sub(group.collected)?.checked_sub(amount)?;
            groups.push(Group { vat: group.vat, base, amount });
        }
        let currency = collection.currency();
        let net = Money::sum(currency, groups.iter().map(|group| group.base))?;
        let vat = Money::sum(currency, groups.iter().map(|group| group.amount))?;
        let relief = if self.is_due_on_collection { Money::zero(currency) } else { vat };
        Ok(Relief { groups, net, vat, relief })
    }
}
