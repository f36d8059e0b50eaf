//! The names that were probably meant.

/// Names that a hint proposes at most.
const SUGGESTIONS: usize = 3;
/// Likeness (0 to 1) from which a name counts as meant.
const CLOSE: f64 = 0.6;
/// Characters of an unknown name that are compared with the known ones.
const COMPARED: usize = 64;

/// The known names most like the one that was written, best first, at most three; none where none is like it.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong: String = wrong.chars().take(COMPARED).collect::<String>().to_ascii_lowercase();
    let mut ranked: Vec<(f64, &str)> = known.into_iter().map(|name| (likeness(&wrong, name), name)).collect();
    ranked.retain(|(score, _)| *score >= CLOSE);
    // The sort is stable: names that are equally like stay in their order.
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    ranked.truncate(SUGGESTIONS);
    ranked.into_iter().map(|(_, name)| name).collect()
}

/// "did you mean …" with the nearest names, or the sentence for where there is none.
pub(crate) fn hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    let near = nearest(wrong, known);
    if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {}", near.join(", ")) }
}

/// Whole first or last segments count as the same (`imsi` for `target.imsi`), else the edits between the names.
fn likeness(wrong: &str, known: &str) -> f64 {
    let behind = known.strip_suffix(wrong).is_some_and(|group| group.ends_with(['.', '-']));
    let within = known.strip_prefix(wrong).is_some_and(|rest| rest.starts_with(['.', '-']));
    if !wrong.is_empty() && (behind || within) {
        return 1.0;
    }
    strsim::normalized_damerau_levenshtein(wrong, &known.to_ascii_lowercase())
}
