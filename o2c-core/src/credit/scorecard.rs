//! Scorecards (rulebook C-13): criteria in bands, weighted, with knock-outs; data, not code.

use super::Rejection;
use super::bands::{Band, RiskClass, Stretch, class_of, expect_monotone, expect_whole};
use super::figures::{Factor, Part, factors, known, printed, total};
use crate::body::bodies;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Exact, Ratio};
use alloc::vec::Vec;

/// The newest version of a scorecard that is read here.
pub const SCORECARD_VERSION: u32 = 1;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A scorecard, as it stands in its file.
    Scorecard {
        /// The version it is written in: [`SCORECARD_VERSION`].
        version: u32,
        /// What it is called.
        name: Text,
        /// What it looks at.
        criteria: Vec<Criterion>,
        /// What decides whatever the score says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        knock_outs: Vec<KnockOut>,
        /// The classes of its scores, ascending; none where it gives a score alone.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        classes: Vec<RiskClass>,
    }
    /// A feature, its bands and its weight.
    Criterion {
        /// Which feature.
        feature: Text,
        /// How much it weighs, above zero.
        weight: Exact,
        /// What it is worth, ascending by the feature.
        bands: Vec<Band>,
    }
    /// What decides alone: the stretch of a feature, and the class it leads to.
    KnockOut {
        /// Which feature.
        feature: Text,
        /// From which figure on, that figure included.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Exact>,
        /// Below which figure.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        below: Option<Exact>,
        /// The class it leads to.
        class: Text,
    }
    /// What is known of a customer.
    FeatureValue {
        /// Which feature.
        feature: Text,
        /// Its figure; none where it is not known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        value: Option<Exact>,
    }
    /// A scorecard and what it is asked about.
    ScoreOf {
        /// The scorecard.
        scorecard: Scorecard,
        /// What is known; what is left out is missing.
        features: Vec<FeatureValue>,
    }
    /// Scores that together make a class.
    CombinedScore {
        /// The scores, such as those of a scorecard, of a payment index, of a firm's accounts.
        scores: Vec<WeighedScore>,
        /// The classes of the mean, ascending.
        classes: Vec<RiskClass>,
    }
    /// A score and its weight.
    WeighedScore {
        /// What it is called.
        name: Text,
        /// The score; none where it is not known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        score: Option<Exact>,
        /// How much it weighs, above zero.
        weight: Exact,
    }
}

impl Stretch for KnockOut {
    fn from(&self) -> Option<Exact> {
        self.from
    }
    fn below(&self) -> Option<Exact> {
        self.below
    }
}

/// A score, its class and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Score {
    /// The mean by weight of what is known, at four decimals.
    pub score: Exact,
    /// The class: that of the first knock-out that is met, else that of the score; none where
    /// there are no classes.
    pub class: Option<Text>,
    /// How many of a hundred of this class do not pay, where that is known.
    pub default_rate: Option<Exact>,
    /// The features that decided alone, in the order of the scorecard.
    pub knocked_out_by: Vec<Text>,
    /// The criteria that are known, the weightiest first.
    pub factors: Vec<Factor>,
    /// The criteria that are not known, in the order of the scorecard.
    pub missing: Vec<Text>,
}

impl Scorecard {
    /// Holds a scorecard against what one may be.
    ///
    /// # Errors
    /// `credit.scorecard.unknown_version`, `credit.scorecard.criteria_missing`,
    /// `credit.scorecard.feature_twice`, `credit.weight_not_positive`, `credit.bands_missing`,
    /// `credit.band_gap`, `credit.bands_overlap`, `credit.not_monotone`, `credit.unknown_class`;
    /// each with its place.
    pub fn check(&self) -> Result<(), Rejection> {
        let (version, newest) = (self.version, SCORECARD_VERSION);
        if version == 0 || version > newest {
            return Err(Rejection::UnknownVersion {
                path: Path::field("version"),
                version,
                newest,
            });
        }
        if self.criteria.is_empty() {
            return Err(Rejection::CriteriaMissing { path: Path::field("criteria") });
        }
        for (place, criterion) in self.criteria.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("criteria", place);
            let before = self.criteria.iter().take(place);
            if before.into_iter().any(|other| other.feature == criterion.feature) {
                let (path, feature) = (Path::field("feature"), criterion.feature.clone());
                return Err(at(Rejection::FeatureTwice { path, feature }));
            }
            expect_weight(criterion.weight).map_err(at)?;
            expect_whole(&criterion.bands, "bands").map_err(at)?;
            expect_monotone(&criterion.bands).map_err(at)?;
        }
        if !self.classes.is_empty() {
            expect_whole(&self.classes, "classes")?;
        }
        for (place, knock_out) in self.knock_outs.iter().enumerate() {
            let is_known = self.classes.iter().any(|class| class.class == knock_out.class);
            if !is_known {
                let path = Path::field("class").inside_index("knock_outs", place);
                return Err(Rejection::UnknownClass { path, class: knock_out.class.clone() });
            }
        }
        Ok(())
    }

    /// The score of what is known. What is missing is told and weighs nothing.
    ///
    /// ```
    /// use o2c_core::credit::{Band, Criterion, FeatureValue, Scorecard};
    /// let band = |from: Option<&str>, below: Option<&str>, points: &str| {
    ///     let bound = |text: Option<&str>| text.map(str::parse).transpose();
    ///     let (from, below) = (bound(from)?, bound(below)?);
    ///     Ok::<_, o2c_core::error::Error>(Band { from, below, points: points.parse()? })
    /// };
    /// let late = Criterion {
    ///     feature: "late_ratio".parse()?,
    ///     weight: "60".parse()?,
    ///     bands: vec![band(None, Some("20"), "100")?, band(Some("20"), None, "30")?],
    /// };
    /// let age = Criterion {
    ///     feature: "years_known".parse()?,
    ///     weight: "40".parse()?,
    ///     bands: vec![band(None, Some("5"), "50")?, band(Some("5"), None, "90")?],
    /// };
    /// let card = Scorecard {
    ///     version: 1,
    ///     name: "trade".parse()?,
    ///     criteria: vec![late, age],
    ///     knock_outs: vec![],
    ///     classes: vec![],
    /// };
    /// let known = FeatureValue { feature: "late_ratio".parse()?, value: Some("19.99".parse()?) };
    /// let score = card.score(&[known])?;
    /// assert_eq!(score.score.to_string(), "100", "what is missing is not scored as nothing");
    /// assert_eq!(score.missing, ["years_known".parse()?]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Scorecard::check`]; `credit.scorecard.unknown_feature`,
    /// `credit.scorecard.feature_twice` with the place among the features, `credit.not_enough`
    /// where nothing is known, `credit.out_of_range`.
    pub fn score(&self, features: &[FeatureValue]) -> Result<Score, Rejection> {
        self.check().map_err(|no| no.inside("scorecard"))?;
        self.expect_features(features)?;
        let value = |feature: &Text| {
            let known = features.iter().find(|known| known.feature == *feature);
            known.and_then(|known| known.value).map(Ratio::of)
        };
        let mut mean = Mean::default();
        for criterion in &self.criteria {
            let band = value(&criterion.feature)
                .and_then(|figure| criterion.bands.iter().find(|band| band.holds(figure)));
            let points = band.map(|band| band.points);
            mean.add(&criterion.feature, points, criterion.weight)?;
        }
        let is_met = |out: &&KnockOut| value(&out.feature).is_some_and(|figure| out.holds(figure));
        let met: Vec<&KnockOut> = self.knock_outs.iter().filter(is_met).collect();
        let class = met.first().map(|out| &out.class);
        let named = class.and_then(|class| self.classes.iter().find(|row| row.class == *class));
        let mut score = mean.score(&self.classes, named, "features")?;
        score.knocked_out_by = met.iter().map(|out| out.feature.clone()).collect();
        Ok(score)
    }

    /// The features that the scorecard looks at, each once.
    pub fn features(&self) -> impl Iterator<Item = &Text> {
        let of_criteria = self.criteria.iter().map(|criterion| &criterion.feature);
        let is_new = |feature: &&Text| self.criteria.iter().all(|one| one.feature != **feature);
        of_criteria.chain(self.knock_outs.iter().map(|out| &out.feature).filter(is_new))
    }

    fn expect_features(&self, features: &[FeatureValue]) -> Result<(), Rejection> {
        for (place, FeatureValue { feature, .. }) in features.iter().enumerate() {
            let path = || Path::field("feature").inside_index("features", place);
            if features.iter().take(place).any(|before| before.feature == *feature) {
                return Err(Rejection::FeatureTwice { path: path(), feature: feature.clone() });
            }
            if !self.features().any(|known| known == feature) {
                return Err(Rejection::UnknownFeature { path: path(), feature: feature.clone() });
            }
        }
        Ok(())
    }
}

impl CombinedScore {
    /// The mean of the scores by weight, and its class. What is not known is told and weighs
    /// nothing.
    ///
    /// # Errors
    /// `credit.weight_not_positive` with the place of the score, `credit.bands_missing`,
    /// `credit.band_gap` and `credit.bands_overlap` with that of the class, `credit.not_enough`
    /// where no score is known, `credit.out_of_range`.
    pub fn score(&self) -> Result<Score, Rejection> {
        expect_whole(&self.classes, "classes")?;
        let mut mean = Mean::default();
        for (place, WeighedScore { name, score, weight }) in self.scores.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("scores", place);
            expect_weight(*weight).map_err(at)?;
            mean.add(name, *score, *weight).map_err(at)?;
        }
        mean.score(&self.classes, None, "scores")
    }
}

fn expect_weight(weight: Exact) -> Result<(), Rejection> {
    if weight.is_positive() {
        return Ok(());
    }
    Err(Rejection::WeightNotPositive { path: Path::field("weight"), weight })
}

/// A mean by weight in the making.
#[derive(Default)]
struct Mean {
    parts: Vec<Part>,
    missing: Vec<Text>,
}

impl Mean {
    fn add(&mut self, name: &Text, points: Option<Exact>, weight: Exact) -> Result<(), Rejection> {
        match points {
            Some(points) => {
                self.parts.push(Part::new(name.clone(), Ratio::of(points), weight)?);
            }
            None => self.missing.push(name.clone()),
        }
        Ok(())
    }

    /// The mean, each part with what it gives to it; the class is that named, else the score's.
    fn score(
        self,
        classes: &[RiskClass],
        class: Option<&RiskClass>,
        field: &str,
    ) -> Result<Score, Rejection> {
        let Mean { mut parts, missing } = self;
        if parts.is_empty() {
            return Err(Rejection::NotEnough { path: Path::field(field), found: 0, needed: 1 });
        }
        let weigh = |sum: Ratio, part: &Part| known(sum.plus(Ratio::of(part.weight)), sum);
        let weights = parts.iter().try_fold(Ratio::ZERO, weigh)?;
        for part in &mut parts {
            let given = part.contribution;
            part.contribution = known(given.divided_by(weights), given)?;
        }
        let mean = total(&parts)?;
        let class = class.or_else(|| class_of(classes, mean));
        Ok(Score {
            score: printed(mean)?,
            class: class.map(|class| class.class.clone()),
            default_rate: class.and_then(|class| class.default_rate).map(|rate| rate.exact()),
            knocked_out_by: Vec::new(),
            factors: factors(parts)?,
            missing,
        })
    }
}
