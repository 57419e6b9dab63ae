//! Money, proved against the rulebook's figures and against exact rationals.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod examples;
mod figures;
#[cfg(feature = "json")]
mod json;
mod range;
mod rationals;
mod reading;
mod refusals;
mod splitting;
