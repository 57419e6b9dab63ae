//! Why a customer disputes, in the trade's words and in the codes of the electronic invoice.

use crate::invoice::lifecycle;

/// Declares the reasons: the trade's word and the code of the French lifecycle.
macro_rules! reasons {
    ($( $(#[doc = $meaning:literal])+ $name:ident = $code:literal ),* $(,)?) => {
        /// Why a customer disputes (rulebook R-12). Each has one code of the French lifecycle's
        /// list for disputes (status 207, rulebook E-03).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        pub enum Reason {
            $( $(#[doc = $meaning])+ $name, )*
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[ $( Reason::$name ),* ];

            /// The code beside a status of the electronic invoice, such as `QTE_ERR`.
            ///
            /// ```
            /// use o2c_core::dispute::Reason;
            /// assert_eq!(Reason::Quantity.code(), "QTE_ERR");
            /// ```
            pub const fn code(self) -> &'static str {
                match self { $( Reason::$name => $code, )* }
            }
        }
    };
}

reasons! {
    /// The quantity differs.
    Quantity = "QTE_ERR",
    /// The price differs.
    Price = "PU_ERR",
    /// A discount or rebate differs or is missing.
    Rebate = "REM_ERR",
    /// Another article came than was ordered.
    Article = "ART_ERR",
    /// The quality is not as agreed.
    Quality = "QUALITE_ERR",
    /// The delivery is incomplete.
    IncompleteDelivery = "LIVR_INCOMP",
    /// The VAT rate is wrong.
    VatRate = "TX_TVA_ERR",
    /// The total is wrong.
    Total = "MONTANTTOTAL_ERR",
    /// The calculation is wrong.
    Calculation = "CALCUL_ERR",
    /// A mention that the law asks for is missing.
    NotConforming = "NON_CONFORME",
    /// The same invoice came twice.
    Duplicate = "DOUBLON",
    /// The same supply was billed twice.
    BilledTwice = "DOUBLE_FACT",
    /// The order's reference is missing or wrong.
    OrderReference = "CMD_ERR",
    /// Another reference is wrong.
    Reference = "REF_ERR",
    /// The reference of the contract is missing.
    ContractReference = "REF_CT_ABSENT",
    /// The contract has ended.
    ContractEnded = "CONTRAT_TERM",
    /// The buyer knows of no such transaction.
    UnknownTransaction = "TRANSAC_INC",
    /// The buyer does not know the seller.
    UnknownSeller = "EMMET_INC",
    /// Nobody knows the addressee.
    UnknownAddressee = "DEST_INC",
    /// The addressee is another.
    WrongAddressee = "DEST_ERR",
    /// The address is wrong.
    Address = "ADR_ERR",
    /// The number of the establishment is wrong.
    Establishment = "SIRET_ERR",
    /// The code of the service is missing or wrong.
    RoutingCode = "CODE_ROUTAGE_ERR",
    /// The bank details are wrong.
    BankDetails = "COORD_BANC_ERR",
    /// The means of payment is wrong.
    MeansOfPayment = "MODPAI_ERR",
    /// Anything else, which the note says.
    Other = "AUTRE",
}

impl Reason {
    /// The reason that a text gives by its code, such as `PU_ERR`; another one where it gives none.
    ///
    /// ```
    /// use o2c_core::dispute::Reason;
    /// assert_eq!(Reason::of_text("PU_ERR"), Reason::Price);
    /// assert_eq!(Reason::of_text("broken on the way"), Reason::Other);
    /// ```
    pub fn of_text(text: &str) -> Self {
        let mut all = Reason::ALL.iter().copied();
        all.find(|reason| reason.code() == text.trim()).unwrap_or(Reason::Other)
    }

    /// The reason that a code stands for; another one where the list for disputes has no such code.
    ///
    /// ```
    /// use o2c_core::dispute::Reason;
    /// assert_eq!(Reason::of_code("DOUBLON".parse()?), Reason::Duplicate);
    /// assert_eq!(Reason::of_code("REJ_SEMAN".parse()?), Reason::Other);
    /// # Ok::<(), o2c_core::invoice::Rejection>(())
    /// ```
    pub fn of_code(code: lifecycle::Reason) -> Self {
        let mut all = Reason::ALL.iter().copied();
        all.find(|reason| reason.code() == code.as_str()).unwrap_or(Reason::Other)
    }
}
