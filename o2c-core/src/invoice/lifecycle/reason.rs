//! Why a status was given: closed lists, one for each status.

use super::Status;
use crate::error::Path;
use crate::invoice::Rejection;
use core::fmt;

/// The reasons allowed for each status that has a list (rulebook E-03). Source: the rule
/// BR-FR-CDV-CL-09 of the schematron `BR-FR-CDV-Schematron-CDAR`, V1.4.0, of the FNFE. Refusals
/// by public buyers have a longer list there, which is not taken up.
const LISTS: &[(Status, &[&str])] = &[
    (Status::Deposited, &["NON_TRANSMISE"]),
    (
        Status::PartlyApproved,
        &[
            "AUTRE",
            "CMD_ERR",
            "SIRET_ERR",
            "CODE_ROUTAGE_ERR",
            "REF_CT_ABSENT",
            "REF_ERR",
            "PU_ERR",
            "REM_ERR",
            "QTE_ERR",
            "ART_ERR",
            "MODPAI_ERR",
            "QUALITE_ERR",
            "LIVR_INCOMP",
        ],
    ),
    (
        Status::InDispute,
        &[
            "AUTRE",
            "COORD_BANC_ERR",
            "TX_TVA_ERR",
            "MONTANTTOTAL_ERR",
            "CALCUL_ERR",
            "NON_CONFORME",
            "DOUBLON",
            "DEST_INC",
            "DEST_ERR",
            "TRANSAC_INC",
            "EMMET_INC",
            "CONTRAT_TERM",
            "DOUBLE_FACT",
            "CMD_ERR",
            "ADR_ERR",
            "SIRET_ERR",
            "CODE_ROUTAGE_ERR",
            "REF_CT_ABSENT",
            "REF_ERR",
            "PU_ERR",
            "REM_ERR",
            "QTE_ERR",
            "ART_ERR",
            "MODPAI_ERR",
            "QUALITE_ERR",
            "LIVR_INCOMP",
        ],
    ),
    (
        Status::Suspended,
        &[
            "JUSTIF_ABS",
            "COORD_BANC_ERR",
            "CMD_ERR",
            "SIRET_ERR",
            "CODE_ROUTAGE_ERR",
            "REF_CT_ABSENT",
            "REF_ERR",
        ],
    ),
    (
        Status::Refused,
        &[
            "TX_TVA_ERR",
            "MONTANTTOTAL_ERR",
            "CALCUL_ERR",
            "NON_CONFORME",
            "DOUBLON",
            "DEST_ERR",
            "TRANSAC_INC",
            "EMMET_INC",
            "CONTRAT_TERM",
            "DOUBLE_FACT",
            "CMD_ERR",
            "ADR_ERR",
            "REF_CT_ABSENT",
        ],
    ),
    (
        Status::Rejected,
        &[
            "MONTANTTOTAL_ERR",
            "CALCUL_ERR",
            "DOUBLON",
            "DEST_INC",
            "ADR_ERR",
            "REJ_SEMAN",
            "REJ_UNI",
            "REJ_COH",
            "REJ_ADR",
            "REJ_CONT_B2G",
            "REJ_REF_PJ",
            "REJ_ASS_PJ",
        ],
    ),
    (Status::RoutingFailed, &["ROUTAGE_ERR"]),
];

/// The codes of the reasons that may stand beside a status; empty where it takes none.
///
/// ```
/// use o2c_core::invoice::lifecycle::{Status, allowed_reasons};
/// assert_eq!(allowed_reasons(Status::Deposited), ["NON_TRANSMISE"]);
/// assert!(allowed_reasons(Status::Approved).is_empty());
/// ```
pub fn allowed_reasons(status: Status) -> &'static [&'static str] {
    LISTS.iter().find(|(of, _)| *of == status).map_or(&[], |(_, reasons)| *reasons)
}

/// A reason of one of the closed lists, by its code such as `QTE_ERR`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason(&'static str);

impl Reason {
    /// The code.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl core::str::FromStr for Reason {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let mut codes = LISTS.iter().flat_map(|(_, reasons)| reasons.iter().copied());
        codes.find(|code| *code == text).map(Reason).ok_or_else(|| Rejection::ReasonUnknown {
            path: Path::root(),
            reason: text.chars().take(40).collect(),
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.0)
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.0)
    }
}

crate::serde_from_text!(Reason, "a reason code such as \"QTE_ERR\"");
