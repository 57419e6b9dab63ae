//! The maxima of the French code of commerce and of directive 2011/7/EU as data: a firm takes
//! them as they are, or as the start of a table of its own.

use super::{Agreement, Anchor, BuyerKind, DateOperation, DueRule, EndOfMonthMode, LegalMaximum};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Which table of legal maxima counts. In a table the first row that holds for a sale is the one:
/// buyers before sectors, sectors before agreements.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum LegalMaxima {
    /// France as of 2026 (rulebook T-05 to T-07). Longer ceilings of single sectors (agricultural
    /// machinery, toys, watches, leather, sports) are not in it: a firm adds those it trades in.
    #[default]
    #[cfg_attr(feature = "serde", serde(rename = "french_2026"))]
    French2026,
    /// Directive 2011/7/EU, for states that added nothing to it (rulebook T-08).
    #[cfg_attr(feature = "serde", serde(rename = "directive_2011_7"))]
    Directive2011_7,
    /// A table of one's own.
    #[cfg_attr(feature = "serde", serde(rename = "rows"))]
    Rows(Vec<LegalMaximum>),
}

impl LegalMaxima {
    /// The rows, in the order in which they are tried.
    ///
    /// ```
    /// use o2c_core::calendar::LegalMaxima;
    /// let french = LegalMaxima::French2026;
    /// let unverified = french.rows().iter().filter(|row| !row.is_verified).count();
    /// assert_eq!(unverified, 2, "transport and exports");
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    pub fn rows(&self) -> Cow<'_, [LegalMaximum]> {
        match self {
            LegalMaxima::French2026 => Cow::Owned(french()),
            LegalMaxima::Directive2011_7 => Cow::Owned(directive()),
            LegalMaxima::Rows(rows) => Cow::Borrowed(rows),
        }
    }
}

/// A row without conditions.
fn row(rule: &str, source: &str, latest: Vec<DueRule>) -> LegalMaximum {
    LegalMaximum {
        rule: String::from(rule),
        source: String::from(source),
        is_verified: true,
        buyers: Vec::new(),
        sectors: Vec::new(),
        agreements: Vec::new(),
        is_for_periodic: false,
        latest,
    }
}

impl LegalMaximum {
    fn of_buyers(self, buyers: &[BuyerKind]) -> Self {
        LegalMaximum { buyers: buyers.to_vec(), ..self }
    }

    fn of_sector(self, sector: &str) -> Self {
        LegalMaximum { sectors: Vec::from([String::from(sector)]), ..self }
    }

    fn of_agreement(self, agreement: Agreement) -> Self {
        LegalMaximum { agreements: Vec::from([agreement]), ..self }
    }

    fn unverified(self) -> Self {
        LegalMaximum { is_verified: false, ..self }
    }
}

fn net(days: u16, anchor: Anchor) -> Vec<DueRule> {
    Vec::from([DueRule::net_days(days).counted_from(anchor)])
}

/// A step of the delivery, then so many days.
fn after(step: DateOperation, days: u16) -> Vec<DueRule> {
    let rule = DueRule::new(Vec::from([step, DateOperation::PlusDays(days)]));
    Vec::from([rule.counted_from(Anchor::Delivery)])
}

/// Both readings of 45 days end of month are legal (rulebook T-04).
fn forty_five_end_of_month() -> Vec<DueRule> {
    let reading = |mode| DueRule::days_end_of_month(45, mode);
    Vec::from([reading(EndOfMonthMode::AfterDays), reading(EndOfMonthMode::BeforeDays)])
}

fn french() -> Vec<LegalMaximum> {
    let (issue, receipt, delivery) = (Anchor::Issue, Anchor::Receipt, Anchor::Delivery);
    let mut wine = forty_five_end_of_month();
    wine.extend(net(60, issue));
    let periodic = row("T-05 periodic", "C.com L441-10 I", net(45, issue));
    let none = Agreement::None;
    Vec::from([
        row("T-05 consumer", "C.com L441-10 I", Vec::new()).of_buyers(&[BuyerKind::Consumer]),
        row("T-07 authority", "code of public procurement", net(30, receipt))
            .of_buyers(&[BuyerKind::PublicAuthority]),
        row("T-07 health", "code of public procurement", net(50, receipt))
            .of_buyers(&[BuyerKind::PublicHealth]),
        row("T-07 undertaking", "code of public procurement", net(60, receipt))
            .of_buyers(&[BuyerKind::PublicUndertaking]),
        row("T-06 perishables", "C.com L441-11", after(DateOperation::EndOfDecade, 30))
            .of_sector("perishables"),
        row("T-06 live cattle", "C.com L441-11", net(20, delivery)).of_sector("live_cattle"),
        row("T-06 alcohol", "C.com L441-11", after(DateOperation::EndOfMonth, 30))
            .of_sector("alcohol"),
        row("T-06 wine", "C.com L441-11", wine).of_sector("wine"),
        row("T-06 transport", "C.com L441-11", net(30, issue)).of_sector("transport").unverified(),
        row("T-06 export", "C.com L441-11", net(90, issue))
            .of_sector("export_outside_eu")
            .unverified(),
        LegalMaximum { is_for_periodic: true, ..periodic },
        row("T-05 no agreement", "C.com L441-10 I", net(30, delivery)).of_agreement(none),
        row("T-05 end of month", "C.com L441-10 I", forty_five_end_of_month())
            .of_agreement(Agreement::EndOfMonth),
        row("T-05 agreed", "C.com L441-10 I", net(60, issue)),
    ])
}

fn directive() -> Vec<LegalMaximum> {
    use BuyerKind::{PublicAuthority, PublicUndertaking};
    let source = "directive 2011/7/EU";
    let thirty = || {
        let mut either = net(30, Anchor::Receipt);
        either.extend(net(30, Anchor::Delivery));
        either
    };
    Vec::from([
        row("T-08 consumer", source, Vec::new()).of_buyers(&[BuyerKind::Consumer]),
        row("T-08 public", source, thirty()).of_buyers(&[PublicAuthority, PublicUndertaking]),
        row("T-08 health", source, net(60, Anchor::Receipt)).of_buyers(&[BuyerKind::PublicHealth]),
        row("T-08 default", source, thirty()).of_agreement(Agreement::None),
        row("T-08 expressly longer", source, Vec::new()).of_agreement(Agreement::ExpresslyLonger),
        row("T-08 agreed", source, net(60, Anchor::Issue)),
    ])
}
