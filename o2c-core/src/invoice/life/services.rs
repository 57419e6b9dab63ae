//! What of a credit is services: what the document has left of them before, less what is left
//! after, so that all credits together give back what the document bears.

use super::evolve::give_back;
use super::{Credit, CreditedLine, Goodwill, Life};
use crate::invoice::supply::Sold;
use crate::invoice::{Document, Rejection};
use crate::money::Money;
use crate::tax::Group;
use alloc::vec::Vec;

impl Life {
    /// A credit with what of it is services.
    pub(super) fn credit_of(
        &self,
        document: &Document,
        lines: Vec<CreditedLine>,
        goodwill: Vec<Goodwill>,
        groups: Vec<Group>,
    ) -> Result<Credit, Rejection> {
        let mut credit = Credit { lines, goodwill, groups, ..Credit::default() };
        let Some(before) = self.services_left(document)? else { return Ok(credit) };
        let mut then = self.clone();
        give_back(&mut then, &credit)?;
        let after = then.services_left(document)?.unwrap_or_default();
        let nothing = Money::zero(document.draft.currency);
        for group in &credit.groups {
            let (before, after) = (of(&before, group, nothing), of(&after, group, nothing));
            let base = before.base.checked_sub(after.base)?;
            let amount = before.amount.checked_sub(after.amount)?;
            credit.services.push(Group { vat: group.vat, base, amount });
        }
        Ok(credit)
    }

    /// What is left of the services of each VAT group; none where the document does not sell both
    /// goods and services, or shows what deposits leave of them.
    fn services_left(&self, document: &Document) -> Result<Option<Vec<Group>>, Rejection> {
        let whole = Sold::of(document.draft.lines.iter().zip(document.figures.nets()));
        if !whole.is_mixed() || document.shows_deposits() {
            return Ok(None);
        }
        let left = self.remaining(document)?;
        let lines = document.draft.lines.iter().zip(left.lines.iter().map(|line| line.amount));
        Ok(Some(Sold::of(lines).services(&left.groups, document.draft.currency)?))
    }
}

fn of(services: &[Group], group: &Group, nothing: Money) -> Group {
    let found = services.iter().find(|one| one.vat == group.vat);
    found.copied().unwrap_or(Group { vat: group.vat, base: nothing, amount: nothing })
}
