//! Rows by key, in the order in which they came.

use alloc::vec::Vec;
use core::hash::{BuildHasher, Hash};
use hashbrown::{DefaultHashBuilder, HashTable};

/// Rows found by key and walked in the order of their first sight: lookups cost a hash, and no
/// walk ever follows the order of a hash.
#[derive(Debug, Clone)]
pub(super) struct Table<K, A> {
    hasher: DefaultHashBuilder,
    /// Where the row of a key stands, found by the key's hash; the key itself stands in the row.
    index: HashTable<usize>,
    rows: Vec<(K, A)>,
}

impl<K, A> Default for Table<K, A> {
    fn default() -> Self {
        let hasher = DefaultHashBuilder::default();
        Table { hasher, index: HashTable::new(), rows: Vec::new() }
    }
}

impl<K: Hash + Eq + Clone, A> Table<K, A> {
    fn position(&self, key: &K, hash: u64) -> Option<usize> {
        let is_of_key = |row: &usize| self.rows.get(*row).is_some_and(|(known, _)| known == key);
        self.index.find(hash, is_of_key).copied()
    }

    fn position_of(&self, key: &K) -> Option<usize> {
        self.position(key, self.hasher.hash_one(key))
    }

    pub(super) fn get(&self, key: &K) -> Option<&A> {
        self.rows.get(self.position_of(key)?).map(|(_, row)| row)
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
        let hash = self.hasher.hash_one(key);
        let at = match self.position(key, hash) {
            Some(at) => at,
            None => {
                let Table { hasher, index, rows } = self;
                let hash_of =
                    |row: &usize| rows.get(*row).map_or(0, |(key, _)| hasher.hash_one(key));
                index.insert_unique(hash, rows.len(), hash_of);
                rows.push((key.clone(), first()));
                rows.len().saturating_sub(1)
            }
        };
        // `at` is the place of a row that stands: the index only ever grows with the rows.
        #[allow(clippy::indexing_slicing)]
        &mut self.rows[at].1
    }

    /// The row that came next after a key's.
    pub(super) fn after(&self, key: &K) -> Option<&A> {
        let next = self.position_of(key)?.checked_add(1)?;
        self.rows.get(next).map(|(_, row)| row)
    }

    pub(super) fn contains(&self, key: &K) -> bool {
        self.position_of(key).is_some()
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
