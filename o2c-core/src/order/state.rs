//! What an order remembers: its content, and per line the counters from which all else follows.

use super::{
    BillingBasis, CancellationRequest, Content, Counters, Deposit, Ended, Hold, Milestone,
    OrderLine, Quoted, Rejection,
};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{DocumentNumber, LineId, Text};
use crate::machine::BrokenHistory;
use crate::money::Exact;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// An order; see the room's state diagram.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Order {
    /// Nobody has ordered yet.
    #[default]
    Unplaced,
    /// The customer has ordered, the firm has not accepted.
    Placed(Placed),
    /// Accepted: to be shipped and billed.
    Confirmed(Confirmed),
    /// Cancelled as a whole.
    Cancelled(Cancelled),
    /// Offered to the customer, who has not answered.
    Quoted(Quoted),
    /// An offer that nobody took.
    Lost(Ended),
    /// The firm did not accept the order.
    Rejected(Ended),
}

/// An order that waits for confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Placed {
    /// What is ordered.
    pub content: Arc<Content>,
    /// The day of the order.
    pub placed_on: Day,
    /// One when placed, one more with each amendment.
    pub version: u32,
    /// The holds that were set and not released.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub holds: Vec<Hold>,
}

/// An order that is being fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Confirmed {
    /// What was accepted.
    pub content: Arc<Content>,
    /// The day of the order.
    pub placed_on: Day,
    /// The day of the acceptance.
    pub confirmed_on: Day,
    /// The version that stands: that which was accepted, one more with each amendment since.
    pub version: u32,
    /// What happened to each line, in the order of the content's lines.
    pub lines: Vec<Counters>,
    /// The deposits on it, in the order of their issue.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deposits: Vec<Deposit>,
    /// The milestones it is billed by; where there are none, it is billed by its lines.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub plan: Vec<Milestone>,
    /// The holds that were set and not released.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub holds: Vec<Hold>,
    /// The request to cancel that waits for answers.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cancellation: Option<Box<CancellationRequest>>,
}

/// An order that will not be fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Cancelled {
    /// What was ordered.
    pub content: Arc<Content>,
    /// The day of the order.
    pub placed_on: Day,
    /// The day of the cancellation.
    pub cancelled_on: Day,
    /// Why.
    pub reason: Text,
    /// The deposits on it: what no invoice deducted is to be given back.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deposits: Vec<Deposit>,
}

/// How far one side of an order has come; derived from the counters, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Facet {
    /// Nothing is done.
    NotStarted,
    /// Something is done, something is open.
    Partial,
    /// Something is done, nothing is open.
    Complete,
}

impl Facet {
    const fn of(is_started: bool, is_open: bool) -> Facet {
        match (is_started, is_open) {
            (false, _) => Facet::NotStarted,
            (true, true) => Facet::Partial,
            (true, false) => Facet::Complete,
        }
    }
}

impl Confirmed {
    /// Each line with its counters.
    pub fn quantities(&self) -> impl Iterator<Item = (&OrderLine, &Counters)> {
        self.content.lines.iter().zip(&self.lines)
    }

    /// Whether nothing has shipped and nothing was billed.
    pub(super) fn is_untouched(&self) -> bool {
        self.lines.iter().all(|line| line.shipped.is_zero() && line.invoiced.is_zero())
            && self.plan.iter().all(|milestone| milestone.document.is_none())
    }

    /// What a plan bills is not billed by lines, and not cancelled in part: the plan bills the
    /// whole.
    pub(super) fn refuse_planned(&self) -> Result<(), Rejection> {
        if self.plan.is_empty() {
            return Ok(());
        }
        Err(Rejection::BilledByPlan { path: Path::root() })
    }

    /// A milestone that is still to be billed.
    ///
    /// # Errors
    /// `order.milestone.unknown`, `order.milestone.invoiced`.
    pub fn open_milestone(&self, id: &LineId) -> Result<&Milestone, Rejection> {
        let (path, milestone) = (|| Path::field("milestone"), id.clone());
        match self.plan.iter().find(|milestone| milestone.id == *id) {
            None => Err(Rejection::UnknownMilestone { path: path(), milestone }),
            Some(Milestone { document: Some(document), .. }) => {
                let document = document.clone();
                Err(Rejection::MilestoneInvoiced { path: path(), milestone, document })
            }
            Some(found) => Ok(found),
        }
    }
}

impl Order {
    /// An order before anybody ordered.
    pub const fn new() -> Self {
        Order::Unplaced
    }

    /// The order as it was accepted; none in any other state.
    pub const fn as_confirmed(&self) -> Option<&Confirmed> {
        match self {
            Order::Confirmed(confirmed) => Some(confirmed),
            Order::Unplaced
            | Order::Placed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => None,
        }
    }

    /// The order as it waits for confirmation; none in any other state.
    pub const fn as_placed(&self) -> Option<&Placed> {
        match self {
            Order::Placed(placed) => Some(placed),
            Order::Unplaced
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => None,
        }
    }

    /// The offer; none in any other state.
    pub const fn as_quoted(&self) -> Option<&Quoted> {
        match self {
            Order::Quoted(quoted) => Some(quoted),
            Order::Unplaced
            | Order::Placed(_)
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Lost(_)
            | Order::Rejected(_) => None,
        }
    }

    /// The name of the state, as in JSON.
    pub const fn state(&self) -> &'static str {
        match self {
            Order::Unplaced => "unplaced",
            Order::Placed(_) => "placed",
            Order::Confirmed(_) => "confirmed",
            Order::Cancelled(_) => "cancelled",
            Order::Quoted(_) => "quoted",
            Order::Lost(_) => "lost",
            Order::Rejected(_) => "rejected",
        }
    }

    /// What is ordered; none before the order is placed.
    pub const fn content(&self) -> Option<&Arc<Content>> {
        match self {
            Order::Unplaced => None,
            Order::Placed(placed) => Some(&placed.content),
            Order::Confirmed(confirmed) => Some(&confirmed.content),
            Order::Cancelled(cancelled) => Some(&cancelled.content),
            Order::Quoted(quoted) => Some(&quoted.content),
            Order::Lost(ended) | Order::Rejected(ended) => Some(&ended.content),
        }
    }

    /// The deposits on it, in the order of their issue.
    pub fn deposits(&self) -> &[Deposit] {
        match self {
            Order::Unplaced
            | Order::Placed(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => &[],
            Order::Confirmed(confirmed) => &confirmed.deposits,
            Order::Cancelled(cancelled) => &cancelled.deposits,
        }
    }

    /// A deposit by its invoice.
    pub fn deposit(&self, document: &DocumentNumber) -> Option<&Deposit> {
        self.deposits().iter().find(|deposit| deposit.document == *document)
    }

    /// The milestones it is billed by; none where it is billed by its lines.
    pub fn plan(&self) -> &[Milestone] {
        self.as_confirmed().map_or(&[], |confirmed| &confirmed.plan)
    }

    /// The position of a line in the content.
    pub fn position(&self, line: &LineId) -> Option<usize> {
        let (position, _) = self.content()?.line(line)?;
        Some(position)
    }

    /// A figure of the line at a position: zero where the order is not confirmed.
    fn figure(
        &self,
        index: usize,
        of: impl Fn(&Counters, Exact, BillingBasis) -> Exact,
    ) -> Option<Exact> {
        let content = self.content()?;
        let ordered = content.lines.get(index)?.quantity.figure();
        match self.as_confirmed() {
            None => Some(Exact::ZERO),
            Some(confirmed) => Some(of(confirmed.lines.get(index)?, ordered, content.billing)),
        }
    }

    /// What of the line at a position is still to ship, in its unit: zero before confirmation and
    /// after cancellation, none where there is no such line.
    pub fn open_to_ship(&self, index: usize) -> Option<Exact> {
        self.figure(index, |line, ordered, _| line.open_to_ship(ordered))
    }

    /// What of the line at a position is to invoice now, in its unit: zero before confirmation
    /// and after cancellation, none where there is no such line.
    pub fn to_invoice(&self, index: usize) -> Option<Exact> {
        self.figure(index, Counters::to_invoice)
    }

    /// What of the line at a position is invoiced and not given back, in its unit; none where there
    /// is no such line.
    pub fn invoiced(&self, index: usize) -> Option<Exact> {
        self.figure(index, |line, _, _| line.billed())
    }

    /// Everything that is to invoice now, in the order of the lines.
    ///
    /// # Errors
    /// `order.nothing_to_invoice`; `order.plan.bills` where milestones bill it.
    pub fn billable(&self) -> Result<Vec<(LineId, Exact)>, Rejection> {
        let mut lines: Vec<(LineId, Exact)> = Vec::new();
        if let Some(confirmed) = self.as_confirmed() {
            confirmed.refuse_planned()?;
            let basis = confirmed.content.billing;
            for (line, counters) in confirmed.quantities() {
                let quantity = counters.to_invoice(line.quantity.figure(), basis);
                if quantity.is_positive() {
                    lines.push((line.id.clone(), quantity));
                }
            }
        }
        if lines.is_empty() {
            return Err(Rejection::NothingToInvoice { path: Path::root() });
        }
        Ok(lines)
    }

    /// Everything that left, or was performed, and may still be accepted, in the order of the
    /// lines.
    ///
    /// # Errors
    /// `order.nothing_to_accept`; `order.not_possible` where the order is not confirmed.
    pub fn to_accept(&self) -> Result<Vec<(LineId, Exact)>, Rejection> {
        let Some(confirmed) = self.as_confirmed() else {
            return Err(Rejection::not_possible(Path::root(), self.state(), "record_accepted"));
        };
        let lines = confirmed.quantities().map(|(line, counters)| (line, counters.to_accept()));
        let lines = lines.filter(|(_, quantity)| quantity.is_positive());
        let lines: Vec<_> = lines.map(|(line, quantity)| (line.id.clone(), quantity)).collect();
        if lines.is_empty() {
            return Err(Rejection::NothingToAccept { path: Path::root() });
        }
        Ok(lines)
    }

    /// How far the delivery is.
    pub fn delivery(&self) -> Facet {
        self.as_confirmed().map_or(Facet::NotStarted, |confirmed| {
            Facet::of(
                confirmed.lines.iter().any(|line| line.shipped.is_positive()),
                confirmed.quantities().any(|(line, counters)| {
                    counters.open_to_ship(line.quantity.figure()).is_positive()
                }),
            )
        })
    }

    /// How far the billing is: complete once all that is ordered and not cancelled is invoiced,
    /// whatever the basis.
    pub fn billing(&self) -> Facet {
        match self.as_confirmed() {
            None => Facet::NotStarted,
            Some(confirmed) if !confirmed.plan.is_empty() => Facet::of(
                confirmed.plan.iter().any(|milestone| milestone.document.is_some()),
                confirmed.plan.iter().any(|milestone| milestone.document.is_none()),
            ),
            Some(confirmed) => Facet::of(
                confirmed.lines.iter().any(|line| line.billed().is_positive()),
                confirmed.quantities().any(|(line, counters)| {
                    let ordered = line.quantity.figure();
                    counters.to_invoice(ordered, BillingBasis::Ordered).is_positive()
                }),
            ),
        }
    }

    /// Whether all that was not cancelled is delivered and billed.
    pub fn is_complete(&self) -> bool {
        self.delivery() == Facet::Complete && self.billing() == Facet::Complete
    }

    /// The first broken invariant of the state (rulebook O-10, I13).
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let broken = |reason: String| Err(BrokenHistory::new("order", reason));
        if self.content().is_some_and(|content| content.check().is_err()) {
            return broken(String::from("the content is none that could be placed"));
        }
        match self {
            Order::Unplaced | Order::Cancelled(_) | Order::Lost(_) | Order::Rejected(_) => Ok(()),
            Order::Quoted(quoted) if quoted.version == 0 => {
                broken(String::from("an offer starts with version one"))
            }
            Order::Quoted(_) => Ok(()),
            Order::Placed(placed) if placed.version == 0 => {
                broken(String::from("a placed order starts with version one"))
            }
            Order::Placed(_) => Ok(()),
            Order::Confirmed(confirmed)
                if confirmed.lines.len() != confirmed.content.lines.len() =>
            {
                broken(String::from("the counters are not those of the lines"))
            }
            Order::Confirmed(confirmed) => confirmed
                .quantities()
                .try_for_each(|(line, counters)| counters.audit(line, &confirmed.content))
                .or_else(broken),
        }
    }
}
