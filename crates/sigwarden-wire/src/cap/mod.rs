//! CAMEL Application Part (TS 29.078), phases 1 to 4.

pub mod ops;
mod shapes;
