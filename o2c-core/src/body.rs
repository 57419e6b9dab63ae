//! The bodies of what comes in: structs whose fields are all public and all read strictly.

/// Declares structs that are read without unknown fields: the bodies of commands, queries and
/// calculations.
macro_rules! bodies {
    (
        $traits:tt
        $(
            $(#[$doc:meta])*
            $name:ident { $( $(#[$field_doc:meta])* $field:ident : $ty:ty ),* $(,)? }
        )*
    ) => { $(
        $(#[$doc])*
        #[derive $traits]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
        pub struct $name { $( $(#[$field_doc])* pub $field: $ty, )* }
    )* };
}
pub(crate) use bodies;
