//! Frames out of capture files
