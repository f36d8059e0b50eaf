//! Selections to an expression. Text is generated and parsed, so that rules mean exactly what the expression
//! language means, and `rules explain` can show it.

use crate::condition::{Part, WORDS, condition};
use crate::fields::{Service, fields, find, type_name};
use crate::keys::get;
use crate::mistake::{Place, excerpt};
use crate::nearest::hint;
use crate::reader::{Reader, whole};
use crate::rule::Detection;
use crate::yaml::{Content, Key, Node, Scalar};
use sigwarden_expr::Expression;
use sigwarden_schema::fields::FieldType;

/// How a field is compared with a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Equal,
    /// A method of the expression language.
    Ask(&'static str),
    /// An operator of the expression language.
    Order(&'static str),
    Exists,
}

const MODIFIERS: &[(&str, How)] = &[
    ("contains", How::Ask("contains")),
    ("startswith", How::Ask("startsWith")),
    ("endswith", How::Ask("endsWith")),
    ("gt", How::Order(">")),
    ("gte", How::Order(">=")),
    ("lt", How::Order("<")),
    ("lte", How::Order("<=")),
    ("exists", How::Exists),
];

/// Modifiers of Sigma that are not here, and what to write.
const FOREIGN: &[(&str, &str)] = &[
    ("re", "regular expressions are not part of rules: write contains, startswith, endswith, or a * at an end"),
    ("cased", "leave it out: texts are compared exactly here"),
    ("cidr", "write startswith with the part of the address that is fixed"),
    ("not", "make a selection of its own, and write not before its name in the condition"),
    ("neq", "make a selection of its own, and write not before its name in the condition"),
    ("fieldref", "write the detection as an expression, which compares fields: origin.country != origin.domicile"),
];

/// Words of YAML for nothing.
const NULL: &[&str] = &["", "~", "null", "Null", "NULL"];

/// What stands behind `detection:`.
pub(crate) fn detection(reader: &mut Reader<'_>, node: &Node, service: Service) -> Option<Detection> {
    let entries = match &node.content {
        Content::Scalar(_) => {
            return reader.expression(node, service).map(|(expression, text)| Detection { expression, text });
        }
        Content::Map(entries) => entries,
        Content::List(_) => {
            return reader.wrong(
                node.place,
                "detection is a map of selections, or an expression",
                "name each selection, and add condition",
            );
        }
    };
    let noted = reader.mistakes.len();
    let mut parts = Vec::new();
    for (key, value) in entries.iter().filter(|(key, _)| key.text != "condition") {
        let named = is_name(reader, key);
        let text = if named { selection(reader, value, service) } else { None }.unwrap_or_default();
        parts.push((key.place, Part { name: key.text.clone(), text: format!("({text})"), used: !named }));
    }
    let (places, mut parts): (Vec<Place>, Vec<Part>) = parts.into_iter().unzip();
    let asked = get(entries, "condition");
    let text = match asked {
        Some(asked) => condition(reader, asked, &mut parts),
        None => {
            let first = parts.first().map_or("selection", |part| part.name.as_str());
            reader.wrong(node.place, "the detection has no condition", format!("add condition: {first}"))
        }
    };
    for (place, part) in places.iter().zip(&parts).filter(|(_, part)| text.is_some() && !part.used) {
        let message = format!("the condition does not use the selection '{}'", excerpt(&part.name));
        reader.note(*place, message, "name it in the condition, or remove it")
    }
    let text = text.filter(|_| reader.mistakes.len() == noted)?;
    match Expression::parse_with(&text, fields(service)) {
        Ok(expression) => Some(Detection { expression, text }),
        Err(error) => reader.wrong(asked.map_or(node.place, |asked| asked.place), error.message, error.hint),
    }
}

fn is_name(reader: &mut Reader<'_>, key: &Key) -> bool {
    let good = key.text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_' || octet == b'-');
    if good && !WORDS.contains(&key.text.as_str()) {
        return true;
    }
    let hint = "letters, digits, - and _, and no word of conditions; fields stand one level deeper, inside a selection";
    reader.note(key.place, format!("'{}' cannot name a selection", excerpt(&key.text)), hint);
    false
}

/// A map (all of its fields), or a list of maps (any of them).
fn selection(reader: &mut Reader<'_>, node: &Node, service: Service) -> Option<String> {
    match &node.content {
        Content::Map(entries) if !entries.is_empty() => {
            let terms: Vec<Option<String>> =
                entries.iter().map(|(key, value)| field(reader, key, value, service)).collect();
            terms.into_iter().collect::<Option<Vec<String>>>().map(|terms| terms.join(" && "))
        }
        Content::List(items) if !items.is_empty() => {
            let terms: Vec<Option<String>> = items.iter().map(|item| one_map(reader, item, service)).collect();
            terms.into_iter().collect::<Option<Vec<String>>>().map(|terms| terms.join(" || "))
        }
        _ => one_map(reader, node, service),
    }
}

fn one_map(reader: &mut Reader<'_>, node: &Node, service: Service) -> Option<String> {
    match &node.content {
        Content::Map(entries) if !entries.is_empty() => {
            selection(reader, node, service).map(|text| format!("({text})"))
        }
        _ => reader.wrong(
            node.place,
            "a selection is a map of fields and values",
            "write field: value; words alone are searched for in no field",
        ),
    }
}

/// `field|modifier: value`
fn field(reader: &mut Reader<'_>, key: &Key, value: &Node, service: Service) -> Option<String> {
    let mut words = key.text.split('|');
    let name = words.next().unwrap_or_default();
    let Some((_, kind)) = find(service, name) else {
        return reader.unknown_field(service, name, key.place);
    };
    let (mut how, mut all) = (How::Equal, false);
    for word in words {
        match MODIFIERS.iter().find(|(known, _)| *known == word) {
            _ if word == "all" => all = true,
            Some((_, found)) if how == How::Equal => how = *found,
            Some(_) => {
                return reader.wrong(
                    key.place,
                    "two modifiers that exclude each other",
                    "use one; all may stand beside it",
                );
            }
            None => return foreign(reader, word, key.place),
        }
    }
    let values = reader.one_or_many(value)?;
    let single = matches!(how, How::Equal) && matches!(kind, FieldType::Text | FieldType::Integer | FieldType::Boolean);
    if all && (values.len() < 2 || single || matches!(how, How::Exists)) {
        let hint = "|all asks a list of values of one text by |contains, or of a field that is a list";
        return reader.wrong(key.place, format!("{name}|all makes no sense here"), hint);
    }
    let terms: Vec<Option<Term>> = values.iter().map(|value| term(reader, name, kind, how, value)).collect();
    let terms: Vec<Term> = terms.into_iter().collect::<Option<_>>()?;
    Some(joined(name, &terms, if all { " && " } else { " || " }))
}

fn foreign(reader: &mut Reader<'_>, word: &str, place: Place) -> Option<String> {
    let known = || MODIFIERS.iter().map(|row| row.0).chain(["all"]);
    let listed = format!("the modifiers are {}", known().collect::<Vec<_>>().join(", "));
    let hint = match FOREIGN.iter().find(|(known, _)| *known == word) {
        Some((_, instead)) => (*instead).to_owned(),
        None => hint(word, known(), &listed),
    };
    reader.wrong(place, format!("there is no modifier '{}'", excerpt(word)), hint)
}

/// What one value asks of its field.
enum Term {
    /// Equality with this literal; several of them become one `in`, which is fast and can be indexed.
    Literal(String),
    Condition(String),
}

fn joined(name: &str, terms: &[Term], join: &str) -> String {
    let literals: Vec<&str> = terms
        .iter()
        .filter_map(|term| if let Term::Literal(text) = term { Some(text.as_str()) } else { None })
        .collect();
    let mut out: Vec<String> = match literals.as_slice() {
        [] => Vec::new(),
        [one] => vec![format!("{name} == {one}")],
        many => vec![format!("{name} in [{}]", many.join(", "))],
    };
    out.extend(
        terms.iter().filter_map(|term| if let Term::Condition(text) = term { Some(text.clone()) } else { None }),
    );
    if out.len() == 1 { out.concat() } else { format!("({})", out.join(join)) }
}

fn term(reader: &mut Reader<'_>, name: &str, kind: FieldType, how: How, node: &Node) -> Option<Term> {
    if how == How::Exists {
        let present = reader.boolean(node)?;
        return Some(Term::Condition(format!("{}has({name})", if present { "" } else { "!" })));
    }
    let scalar = reader.scalar(node, "a value")?.clone();
    if how == How::Equal && scalar.plain && NULL.contains(&scalar.text.as_str()) {
        return Some(Term::Condition(format!("!has({name})")));
    }
    match (how, kind) {
        (How::Equal, FieldType::Text) => text_term(reader, name, &scalar, node.place),
        (How::Equal, FieldType::Integer) => {
            number(reader, name, kind, &scalar, node.place).map(|n| Term::Literal(n.to_string()))
        }
        (How::Equal, FieldType::Boolean) => {
            reader.boolean(node).map(|value| Term::Condition(format!("{name} == {value}")))
        }
        (How::Equal, FieldType::TextList) => {
            let text = literal(reader, &scalar, node.place, "a list is asked for whole elements")?;
            Some(Term::Condition(format!("{text} in {name}")))
        }
        (How::Equal, FieldType::IntegerList) => {
            number(reader, name, kind, &scalar, node.place).map(|n| Term::Condition(format!("{n} in {name}")))
        }
        (How::Ask(method), FieldType::Text) => {
            let text = literal(reader, &scalar, node.place, "the modifier says where the text stands")?;
            Some(Term::Condition(format!("{name}.{method}({text})")))
        }
        (How::Order(operator), FieldType::Integer) => {
            number(reader, name, kind, &scalar, node.place).map(|n| Term::Condition(format!("{name} {operator} {n}")))
        }
        (_, FieldType::ObjectList) => reader.wrong(
            node.place,
            format!("{name} is a list of objects, which rules cannot look into"),
            format!("write {name}|exists: true"),
        ),
        _ => {
            let hint = "contains, startswith and endswith are for texts; gt, gte, lt and lte for whole numbers";
            reader.wrong(node.place, format!("{name} is {}, which this modifier does not fit", type_name(kind)), hint)
        }
    }
}

fn number(reader: &mut Reader<'_>, name: &str, kind: FieldType, scalar: &Scalar, place: Place) -> Option<i64> {
    match whole(&scalar.text) {
        Some(number) => Some(number),
        None => {
            let near =
                if name == "op.code" { "write the number, or compare op.name" } else { "write digits, such as 71" };
            reader.wrong(place, format!("{name} is {}, '{}' is none", type_name(kind), excerpt(&scalar.text)), near)
        }
    }
}

/// A text with or without a * at its ends.
fn text_term(reader: &mut Reader<'_>, name: &str, scalar: &Scalar, place: Place) -> Option<Term> {
    let Wild { first, last, text } = wild(reader, &scalar.text, place)?;
    let quoted = quote(&text);
    Some(match (first, last) {
        (false, false) => Term::Literal(quoted),
        _ if text.is_empty() => Term::Condition(format!("has({name})")),
        (true, true) => Term::Condition(format!("{name}.contains({quoted})")),
        (true, false) => Term::Condition(format!("{name}.endsWith({quoted})")),
        (false, true) => Term::Condition(format!("{name}.startsWith({quoted})")),
    })
}

/// A text in which a * is a mistake.
fn literal(reader: &mut Reader<'_>, scalar: &Scalar, place: Place, why: &str) -> Option<String> {
    let Wild { first, last, text } = wild(reader, &scalar.text, place)?;
    match first || last {
        true => {
            reader.wrong(place, format!("a * does not belong here: {why}"), "remove it; a star itself is written \\*")
        }
        false => Some(quote(&text)),
    }
}

struct Wild {
    first: bool,
    last: bool,
    text: String,
}

fn wild(reader: &mut Reader<'_>, written: &str, place: Place) -> Option<Wild> {
    let mut wild = Wild { first: false, last: false, text: String::new() };
    let mut characters = written.chars().peekable();
    let mut start = true;
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek().is_some_and(|next| "*?\\".contains(*next)) => wild.text.extend(characters.next()),
            '*' if start => wild.first = true,
            '*' if characters.peek().is_none() => wild.last = true,
            '*' => {
                let hint = "a * stands first or last; split the text: one selection with startswith, one with endswith";
                return reader.wrong(place, "a * in the middle of a text", hint);
            }
            '?' => {
                return reader.wrong(
                    place,
                    "a ? stands for one character in Sigma, which rules here do not know",
                    "write \\? for a question mark, or a * at an end",
                );
            }
            other => wild.text.push(other),
        }
        start = false;
    }
    Some(wild)
}

/// A literal of the expression language.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            other if other.is_control() => out.push_str(&format!("\\U{:08x}", u32::from(other))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
