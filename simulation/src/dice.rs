//! Where the chances of a workload come from: a seed, or bytes given from outside.

/// Chances that are the same on every machine, for ever.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
    given: Option<Vec<u8>>,
    taken: usize,
}

impl Dice {
    /// Chances that follow from a seed.
    ///
    /// ```
    /// use simulation::Dice;
    /// let (mut one, mut other) = (Dice::seeded(42), Dice::seeded(42));
    /// assert_eq!(one.below(1_000_000), other.below(1_000_000));
    /// ```
    pub const fn seeded(seed: u64) -> Self {
        Dice { state: seed, given: None, taken: 0 }
    }

    /// Chances that follow from bytes, as a fuzzer gives them; after the last one all are zero.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Dice { state: 0, given: Some(bytes.to_vec()), taken: 0 }
    }

    /// Whether bytes were given and all are used up.
    pub fn is_exhausted(&self) -> bool {
        self.given.as_ref().is_some_and(|bytes| self.taken >= bytes.len())
    }

    /// The next chance: `SplitMix64` of the seed, or two of the bytes given.
    fn next(&mut self) -> u64 {
        if let Some(bytes) = &self.given {
            let two = [self.taken, self.taken + 1].map(|at| bytes.get(at).copied().unwrap_or(0));
            self.taken += 2;
            return u64::from(u16::from_le_bytes(two));
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from zero to one below the bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// A number from the first to the last, both included.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        let span = u64::try_from(last - first).unwrap_or(0) + 1;
        first + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// The place of one of so many; none of none.
    pub fn place(&mut self, count: usize) -> Option<usize> {
        let place = self.below(u64::try_from(count).unwrap_or(u64::MAX));
        usize::try_from(place).ok().filter(|_| count > 0)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        several.get(self.place(several.len())?)
    }

    /// One of several, of which there is at least one.
    pub fn one_of<'a, T, const N: usize>(&mut self, several: &'a [T; N]) -> &'a T {
        const { assert!(N > 0, "one of at least one") };
        let place = self.place(N).unwrap_or(0);
        &several[place]
    }
}
