//! Chance that can be had again: everything random comes from a seed and a count.

use fastrand::Rng;

/// A source of randomness for the `count`-th event of something.
pub fn source(seed: u64, what: u64, count: u64) -> Rng {
    Rng::with_seed(mix(seed ^ mix(what ^ mix(count))))
}

/// A number that has nothing left of the order of its argument (the finaliser of SplitMix64).
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A number for a text (FNV-1a, 64 bits), the same in every version of the program.
pub fn number(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_comes_out_over_many_counts() {
        let hits = (0..10_000).filter(|n| source(1, 7, *n).f64() < 0.1).count();
        assert!((900..1100).contains(&hits), "{hits}");
        assert_eq!(source(1, 2, 3).u64(..), source(1, 2, 3).u64(..));
        assert_ne!(source(1, 2, 3).u64(..), source(1, 3, 2).u64(..));
    }
}
