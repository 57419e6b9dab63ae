//! The rooms and the company they make, as those who use the core see them. One program: a program
//! for each file would compile the core's generic code again and again.

// Tests may stop where the core may not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod accounts_refused;
mod ageing;
mod arrangements;
mod bad_debts;
mod broken_history;
mod company;
mod company_cash;
mod company_credit;
mod company_deposits;
mod company_deposits_chain;
mod company_properties;
mod company_stock;
mod credit_after_discount;
mod credit_desk;
mod credit_holds;
mod credit_in_currency;
mod credit_in_time;
mod credit_notes;
mod credit_properties;
mod credit_running;
mod credit_segments;
mod credit_taxes;
mod cut_off;
mod days_in_order;
mod delivery;
mod deposits;
mod deposits_given_back;
mod differences;
mod direct_debits;
mod directory;
mod dispatch;
mod disputes;
mod documents;
mod faults;
mod figures;
mod found_in_trade;
mod fulfilment;
mod goods_return;
mod invoice;
mod json_round_trip;
mod late_interest;
mod leaks;
mod ledger_delays;
mod ledger_lettering;
mod ledger_properties;
mod ledger_unseen;
mod lessons;
mod letter_codes;
mod money;
mod money_back;
mod order;
mod order_conventions;
mod paid_ahead;
mod pairs;
mod pricing;
mod promised;
mod receivable;
mod recomputed;
mod recomputed_ratios;
mod recomputed_recurring;
mod refusals;
mod sale;
mod sales_series;
mod standing_mentions;
mod tasks;
mod told;
mod validators;
mod vat_falls_due;
mod vat_on_collection;
