//! Captures built in memory, read through the public interface.

mod build;
mod damage;
mod formats;
mod inputs;
