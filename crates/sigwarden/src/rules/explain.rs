//! `rules explain`: all that a check or rule says of itself.

use super::{load, say};
use crate::args::{Explain, ExplainFormat};
use crate::log::Failure;
use crate::render::text::{clean, paragraph};
use sigwarden_detect::rules::{RULES, RuleInfo};
use sigwarden_detect::thresholds::{self, Threshold};
use sigwarden_rules::{Correlation, Kind, Named, Records, Rule, TYPES, duration_text, nearest};
use sigwarden_schema::exit;

/// Columns of a heading in text.
const HEADING: usize = 12;

/// An explanation, whatever form it is written in.
struct Page {
    id: String,
    title: String,
    /// Heading and paragraphs; several are a list.
    sections: Vec<(&'static str, Vec<String>)>,
}

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A name that there is not; a file that cannot be read, or has mistakes.
pub(super) fn run(asked: &Explain) -> Result<u8, Failure> {
    let set = load::set(&asked.rules)?;
    let pages: Vec<Page> = RULES.iter().copied().map(check).chain(set.rules.iter().map(rule)).collect();
    let mut chosen = Vec::new();
    for name in &asked.names {
        chosen.push(pages.iter().find(|page| page.id == *name).ok_or_else(|| unknown(name, &pages))?);
    }
    if chosen.is_empty() {
        chosen.extend(&pages);
    }
    let written: Vec<String> = chosen
        .into_iter()
        .map(|page| match asked.format {
            ExplainFormat::Text => text(page),
            ExplainFormat::Markdown => markdown(page),
        })
        .collect();
    say(&written.join("\n"));
    Ok(exit::DONE)
}

fn unknown(name: &str, pages: &[Page]) -> Failure {
    let near = nearest(name, pages.iter().map(|page| page.id.as_str()));
    let hint = match near.is_empty() {
        true => "sigwarden rules list has every name; --rules reads more".to_owned(),
        false => format!("did you mean {}", near.join(", ")),
    };
    Failure::usage(format!("there is no check or rule \"{name}\"; {hint}"))
}

fn texts<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    texts.iter().map(|text| text.as_ref().to_owned()).collect()
}

fn check(info: &RuleInfo) -> Page {
    let RuleInfo { id, name, pack, level, patterns, what, why, innocent, references } = *info;
    let of = |threshold: &&Threshold| threshold.check.split(", ").any(|check| check == id);
    let number = |threshold: &Threshold| {
        format!("{} = {}: {} ({})", threshold.name, threshold.usual, threshold.meaning, threshold.source)
    };
    let patterns: Vec<String> = patterns.iter().map(|number| format!("#{number}")).collect();
    let mut sections = vec![
        ("kind", vec![format!("check, part of the program; pack {}, level {}", pack.name(), level.name())]),
        ("what", vec![what.to_owned()]),
        ("why", vec![why.to_owned()]),
        ("thresholds", thresholds::ALL.iter().filter(of).map(number).collect()),
        ("innocent", texts(innocent)),
        ("references", texts(references)),
        ("patterns", if patterns.is_empty() { Vec::new() } else { vec![patterns.join(", ")] }),
    ];
    sections.retain(|(_, items)| !items.is_empty());
    Page { id: id.to_owned(), title: name.to_owned(), sections }
}

fn rule(rule: &Rule) -> Page {
    let about = &rule.about;
    let kind = if rule.correlation().is_some() { "correlation" } else { "rule" };
    let kind = format!(
        "{kind} over {}, pack {}, {}; level {}, confidence {}, threat {}",
        rule.service.name(),
        about.pack.name(),
        about.status.name(),
        about.level.name(),
        about.confidence,
        about.threat.name(),
    );
    let looks = match (rule.correlation(), rule.detection()) {
        (Some(correlation), _) => waits_for(rule, correlation),
        (_, Some(detection)) => vec![detection.text.clone()],
        _ => Vec::new(),
    };
    let patterns: Vec<String> = about.patterns.iter().map(|number| format!("#{number}")).collect();
    let names: Vec<String> = [patterns, about.fs_category.clone(), about.tags.clone()].concat();
    let mut sections = vec![
        ("kind", vec![kind]),
        ("what", vec![about.description.clone()]),
        ("looks for", looks),
        ("innocent", about.falsepositives.clone()),
        ("references", about.references.clone()),
        ("names", if names.is_empty() { Vec::new() } else { vec![names.join(", ")] }),
        (
            "tests",
            rule.tests
                .iter()
                .map(|test| format!("{}, expects {}", shown(&test.name, &test.records), test.expect))
                .collect(),
        ),
        ("file", vec![format!("{}, line {}", rule.file, rule.line)]),
    ];
    sections.retain(|(_, items)| items.iter().any(|item| !item.is_empty()));
    Page { id: about.name.clone(), title: about.title.clone(), sections }
}

fn shown(name: &str, records: &Records) -> String {
    match (name.is_empty(), records) {
        (false, _) => name.to_owned(),
        (true, Records::Inline(service, records)) => format!("{} {}", records.len(), service.name()),
        (true, Records::Case { case, .. }) => case.clone(),
    }
}

/// What a correlation waits for, in words.
fn waits_for(rule: &Rule, correlation: &Correlation) -> Vec<String> {
    let names = |list: &[Named]| list.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(", ");
    let meaning = TYPES.iter().find(|row| row.1 == correlation.kind).map_or("", |row| row.2);
    let mut out = vec![format!("{}: {meaning}", correlation.kind.name()), format!("of: {}", names(&correlation.rules))];
    match correlation.kind {
        Kind::EventCount => out.push(format!("matches: {} or more", correlation.threshold)),
        Kind::ValueCount => {
            out.push(format!("values of {}: {} or more", names(&correlation.fields), correlation.threshold))
        }
        Kind::Ordered if !correlation.fields.is_empty() => {
            out.push(format!("each step differs from the one before in {}", names(&correlation.fields)));
        }
        Kind::Ordered | Kind::Temporal => {}
    }
    let suppress = rule.about.suppress.unwrap_or(correlation.timespan);
    out.push(format!("within: {}", duration_text(correlation.timespan)));
    if !correlation.group_by.is_empty() {
        out.push(format!("the same: {}", names(&correlation.group_by)));
    }
    out.push(format!("what follows within {} adds to the first finding", duration_text(suppress)));
    out
}

fn text(page: &Page) -> String {
    let mut out = format!("{}: {}\n", clean(&page.id), clean(&page.title));
    for (heading, items) in &page.sections {
        for (position, item) in items.iter().enumerate() {
            let label = if position == 0 { heading } else { "" };
            let mark = if items.len() > 1 { "- " } else { "" };
            out += &paragraph(&format!("  {label:HEADING$}{mark}"), item);
        }
    }
    out
}

fn markdown(page: &Page) -> String {
    let mut out = format!("## {}\n\n`{}`\n", clean(&page.title), clean(&page.id));
    for (heading, items) in &page.sections {
        let mut first = heading.chars();
        let heading: String = first.next().map(|letter| letter.to_ascii_uppercase()).into_iter().chain(first).collect();
        match items.as_slice() {
            [one] => out += &format!("\n**{heading}.** {}\n", clean(one.trim())),
            many => {
                out += &format!("\n**{heading}.**\n\n");
                many.iter().for_each(|item| out += &format!("- {}\n", clean(item.trim())));
            }
        }
    }
    out
}
