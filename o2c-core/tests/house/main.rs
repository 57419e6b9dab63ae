//! The house itself: which room looks at which, and that every file is tidy.

mod architecture;
mod sources;
mod tidy;
