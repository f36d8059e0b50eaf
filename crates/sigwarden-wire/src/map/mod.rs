//! Mobile Application Part (TS 29.002).

pub mod field;
pub mod parameter;
pub mod shape;
