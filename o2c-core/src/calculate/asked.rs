//! What some calculators are asked: open items, discounts, deposits and terms.

use crate::ageing::{AgeingRow, Buckets, CreditPolicy};
use crate::body::bodies;
use crate::calendar::{CheckedDue, Day, EarlyDiscount, LegalMaxima, ReceivedAmount, TermsFacts};
use crate::invoice::Draft;
use crate::invoice::deposit::{Deduction, EarlierDeposit};
use crate::money::{Currency, Money};
use crate::order::{DepositShare, MilestoneShare};
use crate::tax::Group;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Open items and how they are aged.
    Age {
        /// The open items.
        items: Vec<AgeingRow>,
        /// The day of the report.
        as_of: Day,
        /// The bounds of the buckets in days; 30, 60 and 90 where none are given.
        #[cfg_attr(feature = "serde", serde(default))]
        buckets: Buckets,
        /// Where credits are shown.
        #[cfg_attr(feature = "serde", serde(default))]
        credits: CreditPolicy,
    }
    /// An invoice whose terms grant an early discount, on the whole or by instalment.
    DiscountOn {
        /// The invoice.
        invoice: Draft,
        /// The day of issue.
        issued_on: Day,
    }
    /// An amount due with an early discount, and what came in on it.
    DiscountEarned {
        /// What was due.
        due: Money,
        /// The discount granted.
        discount: EarlyDiscount,
        /// The day of issue.
        issued_on: Day,
        /// What came in, in its order.
        receipts: Vec<ReceivedAmount>,
    }
    /// An order, the deposits asked for before, and how much is asked for now.
    DepositOn {
        /// The currency of every figure.
        currency: Currency,
        /// What the order comes to.
        order: Vec<Group>,
        /// The deposits before this one, in the order of their issue.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        earlier: Vec<EarlierDeposit>,
        /// How much is asked for.
        share: DepositShare,
    }
    /// A final invoice before deposits, and what these came to.
    FinalAfter {
        /// The currency of every figure.
        currency: Currency,
        /// What the whole comes to.
        groups: Vec<Group>,
        /// The deposits, in the order of their issue.
        deposits: Vec<Vec<Group>>,
        /// How the deposits are shown.
        #[cfg_attr(feature = "serde", serde(default))]
        deduction: Deduction,
    }
    /// An order and the shares its milestones bill.
    MilestonesOf {
        /// The currency of every figure.
        currency: Currency,
        /// What the order comes to.
        order: Vec<Group>,
        /// The share of each milestone.
        milestones: Vec<MilestoneShare>,
    }
    /// When payment falls due, what is known of the sale, and the maxima that count.
    CheckTerms {
        /// When payment falls due.
        due: CheckedDue,
        /// What is known of the sale.
        facts: TermsFacts,
        /// The maxima; the French ones where none are given.
        #[cfg_attr(feature = "serde", serde(default))]
        maxima: LegalMaxima,
    }
}
