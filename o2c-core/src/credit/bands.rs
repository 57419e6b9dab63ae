//! Bands: half-open stretches of a figure that leave no gap and do not overlap.

use super::Rejection;
use crate::body::bodies;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Exact, Percent, Ratio};
use alloc::string::{String, ToString};

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The points of a stretch of a feature.
    Band {
        /// Where it begins, that figure included; the first band has no beginning.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Exact>,
        /// Where it ends, that figure excluded; the last band has no end.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        below: Option<Exact>,
        /// What it is worth.
        points: Exact,
    }
    /// The class of a stretch of a score.
    RiskClass {
        /// Where it begins, that score included; the first class has no beginning.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Exact>,
        /// Where it ends, that score excluded; the last class has no end.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        below: Option<Exact>,
        /// What it is called.
        class: Text,
        /// How many of a hundred of this class do not pay, where that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        default_rate: Option<Percent>,
    }
}

/// A stretch of a figure.
pub(super) trait Stretch {
    fn from(&self) -> Option<Exact>;
    fn below(&self) -> Option<Exact>;
    fn holds(&self, figure: Ratio) -> bool {
        self.from().is_none_or(|from| figure >= Ratio::of(from))
            && self.below().is_none_or(|below| figure < Ratio::of(below))
    }
}

impl Stretch for Band {
    fn from(&self) -> Option<Exact> {
        self.from
    }
    fn below(&self) -> Option<Exact> {
        self.below
    }
}

impl Stretch for RiskClass {
    fn from(&self) -> Option<Exact> {
        self.from
    }
    fn below(&self) -> Option<Exact> {
        self.below
    }
}

fn shown(bound: Option<Exact>, end: &str) -> String {
    bound.map_or_else(|| end.to_string(), |bound| bound.to_string())
}

/// Every figure lies in exactly one of the stretches, which stand in ascending order.
pub(super) fn expect_whole(bands: &[impl Stretch], list: &str) -> Result<(), Rejection> {
    let gap = |place: usize, from: Option<Exact>, below: Option<Exact>| Rejection::BandGap {
        path: Path::index(list, place),
        from: shown(from, "the lowest"),
        below: shown(below, "the highest"),
    };
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        return Err(Rejection::BandsMissing { path: Path::field(list) });
    };
    if let Some(from) = first.from() {
        return Err(gap(0, None, Some(from)));
    }
    for (place, (one, next)) in (1..).zip(bands.iter().zip(bands.iter().skip(1))) {
        match (one.below(), next.from()) {
            (Some(below), Some(from)) if from == below => {}
            (Some(below), Some(from)) if from > below => {
                return Err(gap(place, Some(below), Some(from)));
            }
            (below, from) => {
                let path = Path::field("from").inside_index(list, place);
                let from = from.or(below).unwrap_or_default();
                return Err(Rejection::BandsOverlap {
                    path,
                    from,
                    before: shown(below, "nothing"),
                });
            }
        }
        if one.from().zip(one.below()).is_some_and(|(from, below)| from >= below) {
            let path = Path::field("from").inside_index(list, place.saturating_sub(1));
            let (from, before) = (one.from().unwrap_or_default(), shown(one.below(), "nothing"));
            return Err(Rejection::BandsOverlap { path, from, before });
        }
    }
    match last.below() {
        Some(below) => Err(gap(bands.len().saturating_sub(1), Some(below), None)),
        None => Ok(()),
    }
}

/// The points rise with the bands or fall, never both: a scorecard that punishes what it praised
/// cannot be explained to anybody.
pub(super) fn expect_monotone(bands: &[Band]) -> Result<(), Rejection> {
    let points = || bands.iter().map(|band| band.points);
    let rises = points().zip(points().skip(1)).find(|(one, next)| one != next);
    let rises = rises.is_some_and(|(one, next)| one < next);
    for (place, (before, points)) in (1..).zip(points().zip(points().skip(1))) {
        if before != points && (before < points) != rises {
            let path = Path::field("points").inside_index("bands", place);
            return Err(Rejection::NotMonotone { path, points, before });
        }
    }
    Ok(())
}

/// The class of a score; none where no classes are given.
pub(super) fn class_of(classes: &[RiskClass], score: Ratio) -> Option<&RiskClass> {
    classes.iter().find(|class| class.holds(score))
}
