//! The statuses of the lifecycle, by their numbers.

use crate::error::Path;
use crate::invoice::Rejection;
use core::fmt;

/// Declares the statuses: number, name and what it says.
macro_rules! statuses {
    ($( $(#[doc = $meaning:literal])+ $name:ident = $code:literal ),* $(,)?) => {
        /// A status of an electronic invoice (rulebook 9.4; list BR-FR-CDV-CL-06 of the FNFE
        /// schematron `BR-FR-CDV-Schematron-CDAR`). Written and read as its number, such as 212.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Status {
            $( $(#[doc = $meaning])+ $name, )*
        }

        impl Status {
            /// Every status, in the order of the numbers.
            pub const ALL: &'static [Status] = &[ $( Status::$name ),* ];

            /// The number of the status.
            pub const fn code(self) -> u16 {
                match self { $( Status::$name => $code, )* }
            }
        }
    };
}

statuses! {
    /// Déposée: the seller's platform took the document in.
    Deposited = 200,
    /// Émise: the seller's platform sent it.
    Sent = 201,
    /// Reçue: the buyer's platform received it.
    Received = 202,
    /// Mise à disposition: the buyer can see it.
    MadeAvailable = 203,
    /// Prise en charge: the buyer looks at it.
    InTreatment = 204,
    /// Approuvée: the buyer agrees to all of it.
    Approved = 205,
    /// Approuvée partiellement: the buyer agrees to a part.
    PartlyApproved = 206,
    /// En litige: the buyer disputes it.
    InDispute = 207,
    /// Suspendue: the buyer waits for something, such as a missing document.
    Suspended = 208,
    /// Complétée: the seller gave what the buyer waited for.
    Completed = 209,
    /// Refusée: the buyer refuses it for good.
    Refused = 210,
    /// Paiement transmis: the buyer says that the payment is on its way.
    PaymentSent = 211,
    /// Encaissée: the seller says what was collected.
    Collected = 212,
    /// Rejetée: a platform rejects it for good.
    Rejected = 213,
    /// Visée: somebody on the buyer's side has seen and initialled it.
    Reviewed = 214,
    /// Annulée: a corrective invoice took its place.
    Cancelled = 220,
    /// Erreur de routage: the buyer's platform could not be reached.
    RoutingFailed = 221,
    /// Demande de paiement direct: a subcontractor asks the principal for payment.
    DirectPaymentRequested = 224,
    /// Affacturée: the claim was sold to a factor.
    Factored = 225,
}

impl Status {
    /// The status of a number.
    ///
    /// # Errors
    /// `invoice.status.unknown`.
    pub fn of(code: u16) -> Result<Self, Rejection> {
        let known = Status::ALL.iter().copied().find(|status| status.code() == code);
        known.ok_or_else(|| Rejection::StatusUnknown { path: Path::root(), status: code })
    }

    /// Whether every such status must reach the public portal: 200, 210, 212 and 213. Collection
    /// only where VAT falls due by it (rulebook E-02); that is the sender's to know.
    pub const fn is_mandatory(self) -> bool {
        matches!(self, Status::Deposited | Status::Refused | Status::Collected | Status::Rejected)
    }

    /// Whether a reason must be given (rulebook E-03, BR-FR-CDV-15).
    pub const fn needs_reason(self) -> bool {
        matches!(
            self,
            Status::PartlyApproved
                | Status::InDispute
                | Status::Suspended
                | Status::Refused
                | Status::Rejected
        )
    }

    /// The step of the transmission that a status is (rulebook E-01); none for those that may
    /// come at any time. A rejection takes the place of the deposit or of the receipt.
    pub const fn transmission_step(self) -> Option<u8> {
        match self {
            Status::Deposited => Some(0),
            Status::Sent => Some(1),
            Status::Received | Status::Rejected => Some(2),
            Status::MadeAvailable => Some(3),
            Status::InTreatment
            | Status::Approved
            | Status::PartlyApproved
            | Status::InDispute
            | Status::Suspended
            | Status::Completed
            | Status::Refused
            | Status::PaymentSent
            | Status::Collected
            | Status::Reviewed
            | Status::Cancelled
            | Status::RoutingFailed
            | Status::DirectPaymentRequested
            | Status::Factored => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code(), out)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u16(self.code())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Status {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Status::of(u16::deserialize(input)?).map_err(|refusal| {
            <D::Error as serde::de::Error>::custom(crate::error::in_serde(&refusal))
        })
    }
}
