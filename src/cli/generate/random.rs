//! Numbers that look random and are the same on every machine: whole numbers only, since floating
//! point functions differ between systems.

/// A stream of numbers that follows from a seed, from what it is for and from an index, so that any
/// document can be made without those before it.
pub(super) struct Random(u64);

impl Random {
    /// The stream of one thing.
    pub(super) fn of(seed: u64, purpose: &str, index: usize) -> Self {
        let mut state = seed;
        for byte in purpose.bytes() {
            state = mix(state ^ u64::from(byte));
        }
        Self(mix(state ^ (index as u64)))
    }

    /// 64 bits (the generator known as `SplitMix64`).
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `limit`, each as likely as any other; 0 if there is none.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        scaled(u128::from(self.bits()), limit, 64)
    }

    /// A number below `limit`, the small ones far more likely: the nth about as often as n to the
    /// power of -2/3.
    pub(super) fn skewed(&mut self, limit: usize) -> usize {
        let root = u128::from(self.bits() >> 43);
        scaled(root * root * root, limit, 63)
    }

    /// Whether something happens that does so many times in a thousand.
    pub(super) fn happens(&mut self, per_mille: usize) -> bool {
        self.below(1_000) < per_mille
    }

    /// One of a list, each as likely as any other.
    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// A size as those of groups of people are: many small ones, a few hundreds of times as large.
    /// It doubles as often as 16 coins fall on the same side.
    pub(super) fn size(&mut self) -> u64 {
        let bits = self.bits();
        let octave = (bits & 0xFFFF).count_ones();
        (256 + (bits >> 56)) << octave
    }
}

fn scaled(fraction: u128, limit: usize, bits: u32) -> usize {
    usize::try_from((fraction * limit as u128) >> bits).unwrap_or_default()
}

fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_on_every_machine() {
        let mut random = Random::of(1, "test", 0);
        let drawn = [random.below(1_000), random.below(1_000), random.skewed(1_000), random.skewed(1_000)];
        assert_eq!(drawn, [480, 560, 11, 3]);
        assert_ne!(Random::of(1, "test", 1).bits(), Random::of(1, "test", 0).bits());
        assert_ne!(Random::of(2, "test", 0).bits(), Random::of(1, "test", 0).bits());
    }

    #[test]
    fn what_is_skewed_prefers_small_numbers_and_stays_below() {
        let mut random = Random::of(1, "test", 0);
        let drawn: Vec<usize> = (0..10_000).map(|_| random.skewed(1_000)).collect();
        assert!(drawn.iter().all(|number| *number < 1_000));
        assert!(drawn.iter().filter(|number| **number < 10).count() > 1_500);
        assert_eq!((random.below(0), random.skewed(0)), (0, 0));
    }

    #[test]
    fn a_few_groups_are_hundreds_of_times_as_large_as_most() {
        let mut random = Random::of(1, "test", 0);
        let mut sizes: Vec<u64> = (0..10_000).map(|_| random.size()).collect();
        sizes.sort_unstable();
        assert!(sizes[9_990] > 30 * sizes[5_000] && sizes[5_000] > 3 * sizes[500]);
    }
}
