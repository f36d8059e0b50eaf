//! Joins: fragments, chunks, segments, dialogues; request meets answer
