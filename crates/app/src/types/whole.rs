//! Whole numbers as JSON Schema understands them: `217.0` is one too (2020-12 §6.1.1).

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Number;

/// Reads a whole number that is not negative, however it is written.
pub fn number<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    read(&Number::deserialize(deserializer)?)
}

/// The same where it may be null or left out.
pub fn option<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    Option::<Number>::deserialize(deserializer)?
        .map(|given| read(&given))
        .transpose()
}

fn read<T: TryFrom<u64>, E: Error>(given: &Number) -> Result<T, E> {
    given
        .as_u64()
        .or_else(|| whole(given.as_f64()?))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| {
            let bits = 8 * size_of::<T>();
            E::custom(format_args!(
                "invalid number {given}, expected a whole one of at most {bits} bits"
            ))
        })
}

/// A floating-point number that is whole, not negative and exact.
fn whole(number: f64) -> Option<u64> {
    /// 2⁵³: above it not every whole number has a floating-point form.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_whole = number.fract() == 0.0 && (0.0..=EXACT).contains(&number);
    // The check above makes the text one of digits alone.
    is_whole.then(|| format!("{number:.0}").parse().ok())?
}
