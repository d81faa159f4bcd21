//! JSON whose whole numbers are told apart at the edge of 64 bits.
//!
//! A number below -2⁶³ is read as the nearest float, and that may be -2⁶³ itself, which an `int64`
//! can be. It is moved to the next float below, so that it is seen to be out of range.

use serde_json::{Number, Value};

/// What every number that is nearly -2⁶³ begins with.
const BEGINNING: &[u8] = b"-9223372036854775";
/// -2⁶³, which is exactly a float.
const LOWEST: f64 = -9_223_372_036_854_775_808.0;

/// Reads a value.
pub fn read(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::from_slice(bytes)?;
    // Hardly any text has such a number, and looking for it is quick.
    if memchr::memmem::find(bytes, BEGINNING).is_some() {
        move_edge(&mut value);
    }
    Ok(value)
}

fn move_edge(value: &mut Value) {
    match value {
        // What is a whole number of 64 bits was read as one.
        Value::Number(number) if number.is_f64() && number.as_f64() == Some(LOWEST) => {
            if let Some(below) = Number::from_f64(LOWEST.next_down()) {
                *number = below;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(move_edge),
        Value::Object(map) => map.values_mut().for_each(move_edge),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_whole_number_stays_and_those_below_are_below() {
        let read = |text: &str| read(text.as_bytes()).map(|v| v.to_string()).ok();
        let lowest = "-9223372036854775808";
        assert_eq!(read(lowest).as_deref(), Some(lowest));
        let below = read("[-9223372036854775809]");
        assert_eq!(below.as_deref(), Some("[-9.223372036854778e+18]"));
        assert_eq!(read("-1.5").as_deref(), Some("-1.5"));
    }
}
