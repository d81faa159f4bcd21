//! Numbers.

use fastrand::Rng;
use serde_json::{Number, Value};

use super::{conjunction::Conjunction, plausible};

/// A number within its bounds, on its grid.
// Casts are checked against the range of exact integers first; bounds compare bit for bit.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]
pub fn make(found: &Conjunction<'_>, name: &str, integer: bool, rng: &mut Rng) -> Value {
    let (mut low, low_open) = bound(found, "minimum", "exclusiveMinimum", f64::max);
    let (mut high, high_open) = bound(found, "maximum", "exclusiveMaximum", f64::min);
    let (type_low, type_high) = match found.text("format") {
        Some("int32") => (f64::from(i32::MIN), f64::from(i32::MAX)),
        _ => (-9_007_199_254_740_991.0, 9_007_199_254_740_991.0),
    };
    low = low.map(|l| l.max(type_low));
    high = high.map(|h| h.min(type_high));
    let step = found.most("multipleOf").filter(|s| *s > 0.0);
    let grid = match (step, integer) {
        (Some(step), true) if step.fract() != 0.0 => Some(whole_multiple(step)),
        (Some(step), _) => Some(step),
        (None, true) => Some(1.0),
        (None, false) => None,
    };
    let (usual_low, usual_high) = plausible::range(name);
    let from = low.unwrap_or_else(|| {
        high.map_or(usual_low, |h| (h - 100.0).min(usual_low))
            .max(type_low)
    });
    let usual_to = if from >= usual_high {
        from + 100.0
    } else {
        usual_high
    };
    let to = high.unwrap_or(usual_to).min(type_high);
    if let Some(grid) = grid {
        let mut first = (from / grid).ceil();
        if low_open && low == Some(from) && first * grid <= from {
            first += 1.0;
        }
        let mut last = (to / grid).floor();
        if high_open && high == Some(to) && last * grid >= to {
            last -= 1.0;
        }
        let spread = (last - first).clamp(0.0, 9.0e15);
        let steps = rng.u64(0..=spread as u64);
        #[allow(clippy::cast_precision_loss)] // at most 9e15
        let value = (first + steps as f64) * grid;
        return if integer || value.fract() == 0.0 && grid.fract() == 0.0 {
            Value::from(value as i64)
        } else {
            float(tidy(value))
        };
    }
    let mut value = from + rng.f64() * (to - from);
    let rounded = (value * 100.0).round() / 100.0;
    let inside = |v: f64| (v > from || v == from && !low_open) && (v < to || v == to && !high_open);
    if inside(rounded) {
        value = rounded;
    } else if !inside(value) {
        value = f64::midpoint(from, to);
    }
    float(value)
}

/// The tightest bound of a keyword and of its exclusive form (number, or 3.0's flag).
fn bound(
    found: &Conjunction<'_>,
    inclusive: &str,
    exclusive: &str,
    tighter: fn(f64, f64) -> f64,
) -> (Option<f64>, bool) {
    let closed = found
        .all(inclusive)
        .filter_map(Value::as_f64)
        .reduce(tighter);
    let open = found
        .all(exclusive)
        .filter_map(Value::as_f64)
        .reduce(tighter);
    match (closed, open) {
        #[allow(clippy::float_cmp)] // the tighter one is one of the two, bit for bit
        (Some(c), Some(o)) if tighter(c, o) == c && c != o => (Some(c), false),
        (_, Some(o)) => (Some(o), true),
        (closed, None) => (closed, found.flag(exclusive)),
    }
}

/// The smallest whole multiple of a fraction, such as 5 for 2.5.
fn whole_multiple(step: f64) -> f64 {
    (1..1_000)
        .map(|n| f64::from(n) * step)
        .find(|m| (m - m.round()).abs() < 1e-9)
        .map_or(step, f64::round)
}

/// Without the dust of binary fractions.
fn tidy(value: f64) -> f64 {
    format!("{value:.10}").parse().unwrap_or(value)
}

fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::from(0), Value::Number)
}
