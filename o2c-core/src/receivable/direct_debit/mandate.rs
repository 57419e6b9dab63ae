//! The mandate: who may be collected from, by which scheme, from which account, and until when.

use super::super::{Moment, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, MandateId, Text};
use crate::machine::{BrokenHistory, Machine};
use alloc::vec;
use alloc::vec::Vec;
use smol_str::SmolStr;

/// Which rules the banks of both sides follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Scheme {
    /// For everybody: the debtor may have what was collected back.
    #[default]
    Core,
    /// Between businesses: what was collected with a mandate stays.
    B2b,
}

/// An international bank account number (ISO 13616): two letters of the country, two check digits
/// and up to thirty letters or digits. Read with or without blanks and in either case, printed in
/// capitals without blanks.
///
/// ```
/// use o2c_core::receivable::BankAccount;
/// let account: BankAccount = "fr14 2004 1010 0505 0001 3m02 606".parse()?;
/// assert_eq!(account.as_str(), "FR1420041010050500013M02606");
/// assert!("FR1520041010050500013M02606".parse::<BankAccount>().is_err(), "a wrong check digit");
/// # Ok::<(), o2c_core::receivable::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BankAccount(SmolStr);

impl BankAccount {
    /// The account's number in capitals, without blanks.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl core::str::FromStr for BankAccount {
    type Err = Rejection;

    fn from_str(text: &str) -> Result<Self, Rejection> {
        let malformed = || Rejection::IbanMalformed {
            path: Path::root(),
            text: text.chars().take(crate::bounds::ID_CHARACTERS).collect(),
        };
        let plain: alloc::string::String =
            text.chars().filter(|letter| *letter != ' ').collect::<_>();
        let plain = plain.to_ascii_uppercase();
        let (Some(country), Some(check), Some(own)) =
            (plain.get(..2), plain.get(2..4), plain.get(4..))
        else {
            return Err(malformed());
        };
        let is_shaped = country.bytes().all(|letter| letter.is_ascii_uppercase())
            && check.bytes().all(|digit| digit.is_ascii_digit())
            && (11..=30).contains(&own.len())
            && own.bytes().all(|letter| letter.is_ascii_alphanumeric());
        let bytes = own.bytes().chain(country.bytes()).chain(check.bytes());
        if is_shaped && crate::reference::remainder(bytes) == 1 {
            return Ok(BankAccount(SmolStr::new(plain)));
        }
        Err(malformed())
    }
}

impl core::fmt::Display for BankAccount {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.pad(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for BankAccount {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

crate::serde_from_text!(BankAccount, "an IBAN such as \"FR1420041010050500013M02606\"");

/// A mandate as the customer signed it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct SignedMandate {
    /// Who signed it.
    pub customer: CustomerId,
    /// By which rules.
    #[cfg_attr(feature = "serde", serde(default))]
    pub scheme: Scheme,
    /// The creditor's identifier, ours.
    pub creditor_id: Text,
    /// The account it is collected from.
    pub iban: BankAccount,
    /// The day on which it was signed.
    pub signed_on: Day,
    /// Whether it allows one collection only.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
    pub is_one_off: bool,
}

/// What changes of a mandate without its being signed anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Amendment {
    /// Another account to collect from.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub iban: Option<BankAccount>,
    /// Another identifier of the creditor.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub creditor_id: Option<Text>,
}

/// What one may ask of a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MandateCommand {
    /// Note that it was signed.
    Sign(SignedMandate),
    /// Change what may change.
    Amend(Amendment),
    /// Let nothing be collected by it any more.
    Revoke,
}

/// What happened to a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum MandateEvent {
    /// It was signed.
    Signed(SignedMandate),
    /// It was changed.
    Amended(Amendment),
    /// Nothing is collected by it any more.
    Revoked,
}

/// What a mandate needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateFacts {
    /// Its reference.
    pub mandate: MandateId,
    /// The day of the command, and when it became known.
    pub at: Moment,
}

/// A mandate with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mandate {
    signed: Option<(SignedMandate, Moment)>,
    amendments: Vec<(Amendment, Moment)>,
    revoked: Option<Moment>,
}

impl Mandate {
    /// The mandate as it was signed.
    pub fn signed(&self) -> Option<&SignedMandate> {
        self.signed.as_ref().map(|(signed, _)| signed)
    }

    /// Since when it is known.
    pub fn noted(&self) -> Option<Moment> {
        self.signed.as_ref().map(|(_, at)| *at)
    }

    /// When it was revoked.
    pub const fn revoked(&self) -> Option<Moment> {
        self.revoked
    }

    /// The account to collect from as seen at the end of `day`; with `known_at`, as one knew it at
    /// the end of that day.
    pub fn iban_on(&self, day: Day, known_at: Option<Day>) -> Option<&BankAccount> {
        let amended = self.seen(day, known_at).find_map(|amendment| amendment.iban.as_ref());
        amended.or_else(|| self.signed().map(|signed| &signed.iban))
    }

    /// The creditor's identifier as seen at the end of `day`.
    pub fn creditor_on(&self, day: Day, known_at: Option<Day>) -> Option<&Text> {
        let amended = self.seen(day, known_at).find_map(|amendment| amendment.creditor_id.as_ref());
        amended.or_else(|| self.signed().map(|signed| &signed.creditor_id))
    }

    /// The amendments that count, the latest first.
    fn seen(&self, day: Day, known_at: Option<Day>) -> impl Iterator<Item = &Amendment> {
        let seen = self.amendments.iter().rev().filter(move |(_, at)| at.is_seen(day, known_at));
        seen.map(|(amendment, _)| amendment)
    }

    fn expect_standing(&self, mandate: &MandateId) -> Result<(), Rejection> {
        let (path, mandate) = (Path::field("mandate"), mandate.clone());
        if self.signed.is_none() {
            return Err(Rejection::MandateUnknown { path, mandate });
        }
        if self.revoked.is_some() {
            return Err(Rejection::MandateRevoked { path, mandate });
        }
        Ok(())
    }
}

impl Machine for Mandate {
    type Command = MandateCommand;
    type Facts = MandateFacts;
    type Event = (MandateEvent, Moment);
    type Rejection = Rejection;

    fn decide(
        &self,
        command: &MandateCommand,
        facts: &MandateFacts,
    ) -> Result<Vec<(MandateEvent, Moment)>, Rejection> {
        let MandateFacts { mandate, at } = facts;
        let event = match command {
            MandateCommand::Sign(signed) => {
                if self.signed.is_some() {
                    let (path, mandate) = (Path::field("mandate"), mandate.clone());
                    return Err(Rejection::MandateKnown { path, mandate });
                }
                if signed.signed_on > at.on {
                    let (path, signed_on) = (Path::field("signed_on"), signed.signed_on);
                    return Err(Rejection::SignedAhead { path, signed_on, on: at.on });
                }
                MandateEvent::Signed(signed.clone())
            }
            MandateCommand::Amend(amendment) => {
                self.expect_standing(mandate)?;
                let is_same = amendment
                    .iban
                    .as_ref()
                    .is_none_or(|iban| self.iban_on(Day::MAX, None) == Some(iban))
                    && amendment
                        .creditor_id
                        .as_ref()
                        .is_none_or(|creditor| self.creditor_on(Day::MAX, None) == Some(creditor));
                if is_same {
                    let (path, mandate) = (Path::root(), mandate.clone());
                    return Err(Rejection::NothingAmended { path, mandate });
                }
                MandateEvent::Amended(amendment.clone())
            }
            MandateCommand::Revoke => {
                self.expect_standing(mandate)?;
                MandateEvent::Revoked
            }
        };
        Ok(vec![(event, *at)])
    }

    fn evolve(&mut self, (event, at): &(MandateEvent, Moment)) -> Result<(), BrokenHistory> {
        let is_signed = self.signed.is_some() && self.revoked.is_none();
        match event {
            MandateEvent::Signed(signed) if self.signed.is_none() => {
                self.signed = Some((signed.clone(), *at));
            }
            MandateEvent::Amended(amendment) if is_signed => {
                self.amendments.push((amendment.clone(), *at));
            }
            MandateEvent::Revoked if is_signed => self.revoked = Some(*at),
            MandateEvent::Signed(_) | MandateEvent::Amended(_) | MandateEvent::Revoked => {
                return Err(BrokenHistory::new("receivable", "the mandate does not stand so"));
            }
        }
        Ok(())
    }
}
