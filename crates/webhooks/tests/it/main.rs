//! Tests of signing, verifying, delivering and catching webhooks.

mod cases;
mod catching;
mod deliveries;
mod reach;
mod vectors;
mod verdicts;
mod world;
