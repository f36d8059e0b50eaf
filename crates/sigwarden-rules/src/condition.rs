//! The condition over named selections: `location and not (own or 1 of partner*)`.
//!
//! Sigma and the expression language bind alike (not, and, or), so a condition is translated word by word.

use crate::mistake::excerpt;
use crate::nearest::hint;
use crate::reader::Reader;
use crate::yaml::Node;
use sigwarden_expr::MAX_LENGTH;

/// A selection: its name, and its expression in parentheses.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) used: bool,
}

/// Words that cannot name a selection.
pub(crate) const WORDS: &[&str] = &["and", "or", "not", "of", "all", "any", "them", "condition"];

const OPERAND: &str = "write the name of a selection there, or not, (, 1 of …, all of …";
const OPERATOR: &str = "join selections with and, or";

/// The expression of a condition; selections that it names are marked.
pub(crate) fn condition(reader: &mut Reader<'_>, node: &Node, parts: &mut [Part]) -> Option<String> {
    let text = reader.scalar(node, "a condition")?.text.clone();
    match translate(&text, parts) {
        Ok(out) => Some(out),
        Err((message, hint)) => reader.wrong(node.place, message, hint),
    }
}

type Wrong = (String, String);

fn translate(text: &str, parts: &mut [Part]) -> Result<String, Wrong> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let (mut out, mut open, mut operand) = (String::new(), 0_usize, true);
    while let Some(word) = words.next() {
        let lower = word.to_ascii_lowercase();
        match (lower.as_str(), operand) {
            ("not", true) => out.push('!'),
            ("(", true) => {
                open = open.saturating_add(1);
                out.push('(');
            }
            (")", false) if open > 0 => {
                open = open.saturating_sub(1);
                out.push(')');
            }
            (")", false) => return wrong("a ) closes nothing", "remove it, or open it further left"),
            ("and", false) => out.push_str(" && "),
            ("or", false) => out.push_str(" || "),
            ("|" | "count()" | "near", _) => {
                return wrong("conditions do not count", "write a second rule with correlation: type: event_count");
            }
            (_, true) => {
                let quantity = words.peek().is_some_and(|next| next.eq_ignore_ascii_case("of"));
                let chosen = match quantity {
                    true => {
                        words.next();
                        several(&lower, words.next().unwrap_or_default(), parts)?
                    }
                    false => one(word, parts)?,
                };
                out.push_str(&chosen);
            }
            (_, false) => return wrong(format!("'{}' stands where and, or belongs", excerpt(word)), OPERATOR),
        }
        // After an operand, or what closes one, an operator follows.
        operand = matches!(lower.as_str(), "not" | "(" | "and" | "or");
        if out.len() > MAX_LENGTH {
            return wrong("the condition is too long with its selections written out", "split it into several rules");
        }
    }
    match (operand, open) {
        (true, _) => wrong("the condition stops too early", OPERAND),
        (false, 0) => Ok(out),
        (false, _) => wrong("a ( is not closed", "add a ) for each ("),
    }
}

fn wrong<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Wrong> {
    Err((message.into(), hint.into()))
}

fn one(word: &str, parts: &mut [Part]) -> Result<String, Wrong> {
    match parts.iter_mut().find(|part| part.name == word) {
        Some(part) => {
            part.used = true;
            Ok(part.text.clone())
        }
        None if WORDS.contains(&word) || word == ")" => {
            wrong(format!("'{word}' stands where a selection belongs"), OPERAND)
        }
        None => wrong(format!("there is no selection '{}'", excerpt(word)), known(word, parts)),
    }
}

/// `1 of`, `any of`, `all of`, and the pattern of names that follows.
fn several(quantity: &str, pattern: &str, parts: &mut [Part]) -> Result<String, Wrong> {
    let join = match quantity {
        "1" | "any" => " || ",
        "all" => " && ",
        _ => return wrong(format!("'{} of' is not known", excerpt(quantity)), "write 1 of … or all of …"),
    };
    let mut texts = Vec::new();
    for part in parts.iter_mut().filter(|part| fits(&part.name, pattern)) {
        part.used = true;
        texts.push(part.text.as_str());
    }
    if texts.is_empty() {
        return wrong(format!("no selection is called '{}'", excerpt(pattern)), known(pattern, parts));
    }
    Ok(format!("({})", texts.join(join)))
}

/// As Sigma has it: `them` are all but those that begin with an underscore.
fn fits(name: &str, pattern: &str) -> bool {
    match (pattern, pattern.strip_suffix('*')) {
        ("them", _) => !name.starts_with('_'),
        (_, Some(start)) => name.starts_with(start),
        _ => name == pattern,
    }
}

fn known(wrong: &str, parts: &[Part]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    hint(wrong, names.iter().copied(), &format!("the selections are {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Vec<Part> {
        ["a", "sel_b", "sel_c", "_d"]
            .map(|name| Part { name: name.into(), text: format!("({name})"), used: false })
            .into()
    }

    #[test]
    fn conditions_are_translated_word_by_word() {
        for (text, expected) in [
            ("a", "(a)"),
            ("a and not sel_b", "(a) && !(sel_b)"),
            ("a AND (sel_b or sel_c)", "(a) && ((sel_b) || (sel_c))"),
            ("1 of sel_*", "((sel_b) || (sel_c))"),
            ("all of them and not _d", "((a) && (sel_b) && (sel_c)) && !(_d)"),
            ("not not a", "!!(a)"),
        ] {
            assert_eq!(translate(text, &mut parts()).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_condition_is_told() {
        for (text, expected) in [
            ("", "stops too early"),
            ("a and", "stops too early"),
            ("(a", "not closed"),
            ("a)", "closes nothing"),
            ("a sel_b", "where and, or belongs"),
            ("sel_x", "no selection 'sel_x'"),
            ("2 of them", "'2 of' is not known"),
            ("1 of x*", "no selection is called"),
            ("1 of", "no selection is called"),
            ("and a", "'and' stands where a selection belongs"),
            ("a | count() > 3", "where and, or belongs"),
        ] {
            let (message, _) = translate(text, &mut parts()).unwrap_err();
            assert!(message.contains(expected) || text.contains('|'), "{text}: {message}");
        }
    }
}
