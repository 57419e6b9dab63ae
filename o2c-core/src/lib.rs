//! o2c: the order-to-cash core that other software embeds.
//!
//! Every change is one pure decision, every state is the fold of what was decided, every report
//! is a pure function of a state and a day. No clock, no IO, no float, no hidden rounding.
//!
//! The modules below stand in the order of the process, which is the order in which they may
//! look at each other: a room looks upstream, never downstream.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

// The ground floor: words.

pub mod error;

pub mod bounds;

#[cfg(feature = "planted-defects")]
pub mod defects;

mod body;

pub mod money;

pub mod quantity;

pub mod calendar;

pub mod id;

pub mod reference;

pub mod party;

pub mod tax;

pub mod interest;

pub mod ledger;

pub mod columns;

pub mod machine;

// The process.

pub mod directory;

pub mod pricing;

pub mod stock;

pub mod order;

pub mod credit;

pub mod fulfilment;

pub mod invoice;

pub mod subscription;

pub mod receivable;

pub mod lettering;

pub mod dispute;

pub mod ageing;

pub mod dunning;

// The roof.

pub mod reporting;

pub mod company;

// The doors.

pub mod refusals;

pub mod calculate;

#[cfg(feature = "json")]
pub mod json;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
