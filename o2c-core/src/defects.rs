//! Wrong decisions, planted on purpose to prove that the auditor of the simulated company finds
//! them: one per sentence of the contract, called by its number, and more of a sentence called by
//! its number and a further digit.
//!
//! They exist only with the feature `planted-defects`, which nothing but that proof turns on, and
//! even then only the one that was planted last shows.

use core::sync::atomic::{AtomicU32, Ordering};

/// The number of the sentence whose defect shows; none is called zero.
static PLANTED: AtomicU32 = AtomicU32::new(0);

/// Plants the defect of a sentence of the contract in the whole process, instead of any other;
/// zero takes it out.
pub fn plant(invariant: u32) {
    PLANTED.store(invariant, Ordering::SeqCst);
}

/// Whether the defect of a sentence shows.
pub(crate) fn is_planted(invariant: u32) -> bool {
    PLANTED.load(Ordering::SeqCst) == invariant
}
