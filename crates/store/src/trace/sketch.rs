//! How long exchanges took, as counts in buckets whose width grows with the time: two sketches
//! add up to the sketch of both, and every percentile is right to about three in a hundred.

use std::collections::BTreeMap;

/// Buckets per doubling, as a power of two.
const FINE: u32 = 4;

/// Counts by bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(BTreeMap<u16, u64>);

impl Sketch {
    /// Counts one time in microseconds.
    pub fn add(&mut self, micros: u64) {
        *self.0.entry(bucket(micros)).or_default() += 1;
    }

    /// Counts all that another has counted.
    pub fn merge(&mut self, other: &Self) {
        for (bucket, count) in &other.0 {
            *self.0.entry(*bucket).or_default() += count;
        }
    }

    /// Forgets what another has counted.
    pub fn subtract(&mut self, other: &Self) {
        for (bucket, count) in &other.0 {
            if let Some(left) = self.0.get_mut(bucket) {
                *left = left.saturating_sub(*count);
                if *left == 0 {
                    self.0.remove(bucket);
                }
            }
        }
    }

    /// How many times were counted.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The time in microseconds that this part (0 to 1) of all stay at or below; none where
    /// nothing was counted.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )] // counts are far below 2^52
    pub fn quantile(&self, part: f64) -> Option<u64> {
        let rank = ((self.count() as f64 * part).ceil() as u64).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(bucket, count)| {
            seen += count;
            (seen >= rank).then(|| middle(*bucket))
        })
    }

    /// Bucket and count, each as far from the one before as it is, in groups of seven bits.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 3);
        let mut last = 0;
        for (bucket, count) in &self.0 {
            put(&mut bytes, u64::from(bucket - last));
            put(&mut bytes, *count);
            last = *bucket;
        }
        bytes
    }

    /// Counts what bytes hold that [`Sketch::to_bytes`] has made; others end the reading.
    pub fn merge_bytes(&mut self, mut bytes: &[u8]) {
        let mut bucket = 0_u16;
        while let (Some(step), Some(count)) = (take(&mut bytes), take(&mut bytes)) {
            let Ok(step) = u16::try_from(step) else {
                return;
            };
            bucket = bucket.saturating_add(step);
            *self.0.entry(bucket).or_default() += count;
        }
    }
}

fn bucket(micros: u64) -> u16 {
    let fine = 1 << FINE;
    if micros < fine {
        return u16::try_from(micros).unwrap_or(0);
    }
    let shift = micros.ilog2() - FINE;
    // The leading bit is always set; the bits behind it say which bucket of this doubling.
    let place = u64::from(shift) * fine + (micros >> shift);
    u16::try_from(place).unwrap_or(u16::MAX)
}

fn middle(bucket: u16) -> u64 {
    let (fine, bucket) = (1_u64 << FINE, u64::from(bucket));
    if bucket < 2 * fine {
        return bucket;
    }
    let shift = bucket / fine - 1;
    let low = (bucket - shift * fine) << shift;
    low + (1 << shift) / 2
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7F) as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bucket_is_near_its_times(micros in 0_u64..1 << 40) {
            let near = middle(bucket(micros));
            prop_assert!(near.abs_diff(micros) * 32 <= micros, "{near} for {micros}");
        }

        #[test]
        fn bytes_give_the_same_sketch(times in prop::collection::vec(0_u64..1 << 40, 0..200)) {
            let mut sketch = Sketch::default();
            times.iter().for_each(|t| sketch.add(*t));
            let mut again = Sketch::default();
            again.merge_bytes(&sketch.to_bytes());
            prop_assert_eq!(&again, &sketch);
            again.subtract(&sketch);
            prop_assert_eq!(again, Sketch::default());
        }

        #[test]
        fn quantiles_are_near_the_sorted_times(
            mut times in prop::collection::vec(1_u64..1 << 30, 1..300),
            part in 0.01_f64..1.0,
        ) {
            let mut sketch = Sketch::default();
            times.iter().for_each(|t| sketch.add(*t));
            times.sort_unstable();
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let rank = (times.len() as f64 * part).ceil() as usize;
            let exact = times[rank.max(1) - 1];
            let near = sketch.quantile(part).unwrap();
            prop_assert!(near.abs_diff(exact) * 32 <= exact, "{near} for {exact}");
        }
    }
}
