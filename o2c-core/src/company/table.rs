//! Rows by key, in the order in which they came.

use alloc::vec::Vec;
use core::hash::Hash;
use hashbrown::HashMap;

/// Rows found by key and walked in the order of their first sight: lookups cost a hash, and no
/// walk ever follows the order of a hash.
#[derive(Debug, Clone)]
pub(super) struct Table<K, A> {
    index: HashMap<K, usize>,
    rows: Vec<(K, A)>,
}

impl<K, A> Default for Table<K, A> {
    fn default() -> Self {
        Table { index: HashMap::new(), rows: Vec::new() }
    }
}

impl<K: Hash + Eq + Clone, A> Table<K, A> {
    pub(super) fn get(&self, key: &K) -> Option<&A> {
        self.index.get(key).and_then(|row| self.rows.get(*row)).map(|row| &row.1)
    }

    /// The row of a key, empty where there was none.
    pub(super) fn row(&mut self, key: &K) -> &mut A
    where
        A: Default,
    {
        self.row_or(key, A::default)
    }

    /// The row of a key, made by `first` where there is none.
    pub(super) fn row_or(&mut self, key: &K, first: impl FnOnce() -> A) -> &mut A {
        let at = match self.index.get(key) {
            Some(at) => *at,
            None => {
                self.index.insert(key.clone(), self.rows.len());
                self.rows.push((key.clone(), first()));
                self.rows.len().saturating_sub(1)
            }
        };
        // `at` is the place of a row that stands: the index only ever grows with the rows.
        #[allow(clippy::indexing_slicing)]
        &mut self.rows[at].1
    }

    /// The row that came next after a key's.
    pub(super) fn after(&self, key: &K) -> Option<&A> {
        let next = self.index.get(key)?.checked_add(1)?;
        self.rows.get(next).map(|row| &row.1)
    }

    pub(super) fn contains(&self, key: &K) -> bool {
        self.index.contains_key(key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &A)> {
        self.rows.iter().map(|(key, row)| (key, row))
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<K: PartialEq, A: PartialEq> PartialEq for Table<K, A> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<K: Eq, A: Eq> Eq for Table<K, A> {}
