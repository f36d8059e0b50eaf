//! Mobile Application Part (TS 29.002).

pub mod contexts;
pub mod errors;
pub mod field;
pub mod ops;
pub mod parameter;
pub mod shape;
pub(crate) mod shapes;
