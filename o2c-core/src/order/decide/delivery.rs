//! What leaves whole: lines, groups and orders (rulebook O-13).

use crate::error::Path;
use crate::id::LineId;
use crate::money::Exact;
use crate::order::{Confirmed, DeliveryRule, Rejection};

/// Holds what leaves against what the order allows to leave in part.
pub(super) fn leaves_whole(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
) -> Result<(), Rejection> {
    let rule = confirmed.content.handling.delivery;
    let is_grouped = confirmed.content.lines.iter().any(|line| !line.delivery.group.is_empty());
    if rule == DeliveryRule::PartialAllowed && !is_grouped {
        return Ok(());
    }
    for (line, counters) in confirmed.quantities() {
        let open = counters.open_to_ship(line.quantity.figure());
        let position = asked.iter().position(|(asked, _)| *asked == line.id);
        let leaving = position.and_then(|at| asked.get(at)).map_or(Exact::ZERO, |(_, part)| *part);
        if leaving >= open {
            continue;
        }
        let group = &line.delivery.group;
        let leaves = |other: &LineId| asked.iter().any(|(asked, _)| asked == other);
        let of_group = |other: &&crate::order::OrderLine| other.delivery.group == *group;
        let group_leaves = !group.is_empty()
            && confirmed.content.lines.iter().filter(of_group).any(|other| leaves(&other.id));
        // What is asked and what is open are both of the line's own digits.
        let missing = open.checked_sub(leaving)?;
        let path = Path::field("lines");
        let id = line.id.clone();
        match rule {
            DeliveryRule::CompleteOrder => {
                return Err(Rejection::OrderIncomplete { path, line: id, open: missing });
            }
            DeliveryRule::PartialAllowed | DeliveryRule::CompleteLine if group_leaves => {
                let group = group.clone();
                return Err(Rejection::GroupIncomplete { path, group, line: id, open: missing });
            }
            DeliveryRule::CompleteLine => {
                if let Some(index) = position {
                    let path = Path::field("quantity").inside_index("lines", index);
                    let asked = leaving;
                    return Err(Rejection::LineIncomplete { path, line: id, asked, open });
                }
            }
            DeliveryRule::PartialAllowed => {}
        }
    }
    Ok(())
}
