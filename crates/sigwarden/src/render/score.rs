//! How good a verdict is, for a person.

use super::table::{Column, table};
use super::text::{clean, count, counted, paragraph, some, time};
use sigwarden_scenario::score::{Group, Place, Score};
use std::collections::BTreeSet;

/// What stands where there is nothing of which a share could be told.
const NOTHING: &str = "-";
/// Rows of false findings by procedure that are shown.
const GROUPS: usize = 20;
/// Frames of one file that are shown.
const FRAMES: usize = 6;
/// What can be said of an outcome, and what can have been.
const OUTCOMES: [&str; 4] = ["answered", "refused", "unanswered", "unseen"];

/// The whole page.
pub(crate) fn page(score: &Score) -> String {
    let mut out = head(score);
    out.push_str(&format!("\nIn all\n{}", in_all(score)));
    out.push_str(&format!("\nWhat the findings say of the attacks that they found\n{}", said(score)));
    if score.said.outcome.all > 0 {
        out.push_str(&format!("\nWhat became of them (rows), and what was said (columns)\n{}", outcomes(score)));
    }
    if !score.by_threat.is_empty() {
        out.push_str(&format!("\nBy threat\n{}", by_threat(score)));
    }
    for (title, name, groups) in [("By move", "move", &score.by_move), ("By campaign", "campaign", &score.by_campaign)]
    {
        if !groups.is_empty() {
            out.push_str(&format!("\n{title}\n{}", grouped(name, groups)));
        }
    }
    out.push_str(&missed(score));
    out.push_str(&wrong(score));
    out.push_str(&below(score));
    out
}

/// A share in per cent, rounded so that 100 means all and 0 means none.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    const ALL: u128 = 10_000;
    if whole == 0 {
        return NOTHING.to_owned();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let rounded = (part * ALL + whole / 2) / whole;
    let hundredths = match part {
        0 => 0,
        _ if part >= whole => rounded,
        _ => rounded.clamp(1, ALL - 1),
    };
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

fn head(score: &Score) -> String {
    let (scenario, operations) = (&score.scenario, &score.operations);
    let what = format!(
        "{}, seed {}, scale {}; from {} UTC to {} UTC",
        scenario.name,
        scenario.seed,
        scenario.scale,
        time(&scenario.first_ts),
        time(&scenario.last_ts)
    );
    let mut truth = format!(
        "{} and {}",
        counted(operations.legitimate, "legitimate operation", "legitimate operations"),
        counted(operations.attack, "operation of attacks", "operations of attacks")
    );
    if operations.neither > 0 {
        truth.push_str(&format!(", {} that are neither", count(operations.neither)));
    }
    let mut out = paragraph("Scenario:  ", &what);
    out.push_str(&paragraph("Truth:     ", &truth));
    out.push_str(&paragraph("Counted:   ", &format!("findings of severity {} or worse", score.min_severity.name())));
    if !score.truth_complete || !score.findings_complete {
        let cut = match (score.truth_complete, score.findings_complete) {
            (false, false) => "the truth and the findings were cut",
            (false, true) => "the truth was cut",
            _ => "the findings were cut",
        };
        out.push_str(&paragraph("Partial:   ", &format!("{cut}; the numbers are of what is there")));
    }
    out
}

fn in_all(score: &Score) -> String {
    const COLUMNS: [Column; 4] =
        [Column::text("", 56), Column::number("number", 12), Column::number("of", 14), Column::number("share", 9)];
    let row = |what: &str, part, whole| vec![what.to_owned(), count(part), count(whole), percent(part, whole)];
    let (requests, named) = (&score.frames.requests, &score.frames.named);
    let rate = &score.false_per_100k;
    let per_100k = rate.per_100k.map_or_else(|| NOTHING.to_owned(), |rate| format!("{rate:.2}"));
    let rows = [
        row("attacks found (recall)", score.attacks.found, score.attacks.all),
        row("campaigns of which an attack was found", score.campaigns.found, score.campaigns.all),
        row("findings that are right (precision)", score.findings.right, score.findings.all),
        row("findings that are false", score.findings.wrong, score.findings.all),
        vec![
            "false findings per 100,000 legitimate operations".to_owned(),
            count(rate.wrong),
            count(rate.legitimate_operations),
            per_100k,
        ],
        row("frames with a request of an attack that findings name", requests.named, requests.all),
        row("frames that findings name: with a message of an attack", named.attack, named.all),
        row("frames that findings name: with legitimate ones only", named.legitimate, named.all),
        row("frames that findings name: with neither", named.other, named.all),
    ];
    table(&COLUMNS, &rows, |_, cell| cell.to_owned())
}

fn said(score: &Score) -> String {
    const COLUMNS: [Column; 5] = [
        Column::text("", 46),
        Column::number("right", 10),
        Column::number("of", 10),
        Column::number("share", 9),
        Column::number("in another", 10),
    ];
    let said = &score.said;
    let row = |what: &str, right, all, other: Option<u64>| {
        let other = other.map_or_else(|| NOTHING.to_owned(), count);
        vec![what.to_owned(), count(right), count(all), percent(right, all), other]
    };
    let (some, all) = (&said.disclosed_something, &said.disclosed);
    let rows = [
        row("what became of it", said.outcome.right, said.outcome.all, None),
        row("what was given away", all.right, all.all, None),
        row("what was given away, where something was", some.right, some.all, None),
        row("category", said.category.right, said.category.all, Some(said.category.in_another)),
        row("threat", said.threat.right, said.threat.all, Some(said.threat.in_another)),
    ];
    table(&COLUMNS, &rows, |_, cell| cell.to_owned())
}

/// The usual words in their order, then those that nobody expected.
fn outcomes(score: &Score) -> String {
    const WIDTH: usize = 12;
    const ROWS: usize = 3;
    let rows = &score.said.outcome.table;
    let unusual = |word: &&str| !OUTCOMES.contains(word);
    let said: BTreeSet<&str> = rows.values().flat_map(|row| row.keys()).map(String::as_str).filter(unusual).collect();
    let usual = OUTCOMES.into_iter().take(ROWS);
    let was: Vec<&str> = usual
        .chain(rows.keys().map(String::as_str).filter(|word| !OUTCOMES.iter().take(ROWS).any(|usual| usual == word)))
        .collect();
    let said: Vec<&str> = OUTCOMES.into_iter().chain(said).collect();
    let mut out = line_of("", said.iter().map(|word| (*word).to_owned()), WIDTH);
    for was in was {
        let number = |said: &&str| rows.get(was).and_then(|row| row.get(*said)).copied().unwrap_or(0);
        out.push_str(&line_of(was, said.iter().map(|word| count(number(word))), WIDTH));
    }
    out
}

fn line_of(name: &str, cells: impl Iterator<Item = String>, width: usize) -> String {
    let mut out = format!("  {:<width$}", clean(name));
    cells.for_each(|cell| out.push_str(&format!("  {:>width$}", clean(&cell))));
    format!("{}\n", out.trim_end())
}

fn by_threat(score: &Score) -> String {
    const COLUMNS: [Column; 8] = [
        Column::text("threat", 20),
        Column::number("attacks", 10),
        Column::number("found", 10),
        Column::number("recall", 9),
        Column::number("findings", 10),
        Column::number("right", 10),
        Column::number("false", 10),
        Column::number("precision", 9),
    ];
    let row = |row: &sigwarden_scenario::score::ByThreat| {
        let (attacks, findings) = (&row.attacks, &row.findings);
        vec![
            row.name.clone(),
            count(attacks.all),
            count(attacks.found),
            percent(attacks.found, attacks.all),
            count(findings.all),
            count(findings.right),
            count(findings.wrong),
            percent(findings.right, findings.all),
        ]
    };
    let rows: Vec<Vec<String>> = score.by_threat.iter().map(row).collect();
    table(&COLUMNS, &rows, |_, cell| cell.to_owned())
}

fn grouped(title: &'static str, groups: &[Group]) -> String {
    let columns = [
        Column::text(title, 48),
        Column::number("attacks", 10),
        Column::number("found", 10),
        Column::number("recall", 9),
    ];
    let row = |group: &Group| {
        let attacks = &group.attacks;
        vec![group.name.clone(), count(attacks.all), count(attacks.found), percent(attacks.found, attacks.all)]
    };
    let rows: Vec<Vec<String>> = groups.iter().map(row).collect();
    table(&columns, &rows, |_, cell| cell.to_owned())
}

/// How many of all are listed, where it is not all.
fn shown(listed: usize, all: u64) -> String {
    if listed as u64 == all { String::new() } else { format!(", the first {} of them", count(listed as u64)) }
}

fn missed(score: &Score) -> String {
    const COLUMNS: [Column; 5] = [
        Column::text("attack", 16),
        Column::text("time (UTC)", 19),
        Column::text("move", 22),
        Column::text("first message", 26),
        Column::text("below", 5),
    ];
    let missed = &score.missed;
    if missed.count == 0 {
        return String::new();
    }
    let mut out = format!("\nMissed: {} of {} attacks", count(missed.count), count(score.attacks.all));
    if missed.list.is_empty() {
        return format!("{out}; --list shows some\n");
    }
    out.push_str(&format!("{}\n", shown(missed.list.len(), missed.count)));
    let row = |attack: &sigwarden_scenario::score::Missed| {
        vec![
            attack.id.clone(),
            time(&attack.ts),
            attack.r#move.clone(),
            place(&attack.capture),
            if attack.below { "yes" } else { "no" }.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = missed.list.iter().map(row).collect();
    out.push_str(&table(&COLUMNS, &rows, |_, cell| cell.to_owned()));
    out
}

fn wrong(score: &Score) -> String {
    const GROUPED: [Column; 5] = [
        Column::text("rule", 30),
        Column::text("legitimate procedure", 26),
        Column::number("false", 7),
        Column::number("operations", 12),
        Column::number("per 100,000", 11),
    ];
    const LISTED: [Column; 4] = [
        Column::text("time (UTC)", 19),
        Column::text("rule", 24),
        Column::text("legitimate procedure", 22),
        Column::text("frames", 26),
    ];
    let wrong = &score.false_findings;
    if wrong.count == 0 {
        return String::new();
    }
    let procedure = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
    let group = |row: &sigwarden_scenario::score::ByProcedure| {
        let rate = &row.rate;
        let operations = row.procedure.as_ref().map(|_| count(rate.legitimate_operations));
        vec![
            row.rule.clone(),
            procedure(&row.procedure),
            count(rate.wrong),
            operations.unwrap_or_else(|| NOTHING.to_owned()),
            rate.per_100k.map_or_else(|| NOTHING.to_owned(), |rate| format!("{rate:.2}")),
        ]
    };
    let rows: Vec<Vec<String>> = wrong.by_procedure.iter().take(GROUPS).map(group).collect();
    let mut out = format!("\nFalse findings by procedure\n{}", table(&GROUPED, &rows, |_, cell| cell.to_owned()));
    let more = wrong.by_procedure.len().saturating_sub(GROUPS);
    if more > 0 {
        out.push_str(&format!("  and {more} more; --format json lists all\n"));
    }
    if wrong.list.is_empty() {
        return out;
    }
    let row = |finding: &sigwarden_scenario::score::FalseFinding| {
        let places: Vec<String> = finding.captures.iter().map(place).collect();
        vec![time(&finding.ts), finding.rule.clone(), procedure(&finding.procedure), places.join("; ")]
    };
    let rows: Vec<Vec<String>> = wrong.list.iter().map(row).collect();
    out.push_str(&format!(
        "\nFalse: {} of {}{}\n{}",
        count(wrong.count),
        counted(score.findings.all, "finding", "findings"),
        shown(wrong.list.len(), wrong.count),
        table(&LISTED, &rows, |_, cell| cell.to_owned())
    ));
    out
}

fn place(place: &Place) -> String {
    format!("{}: {}", place.file, some(&place.frames, FRAMES))
}

fn below(score: &Score) -> String {
    let below = &score.below;
    let text = format!(
        "{} below {} do not count. Of them {} name messages of attacks, {} legitimate ones only, {} neither.",
        counted(below.all, "finding", "findings"),
        score.min_severity.name(),
        count(below.attack),
        count(below.legitimate),
        count(below.other)
    );
    if below.all == 0 { String::new() } else { format!("\n{}", paragraph("", &text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_say_all_only_when_it_is_all() {
        let rows = [
            (0, 0, "-"),
            (0, 9, "0.00 %"),
            (9, 9, "100.00 %"),
            (2, 3, "66.67 %"),
            (999_999, 1_000_000, "99.99 %"),
            (1, 1_000_000, "0.01 %"),
            (u64::MAX, u64::MAX, "100.00 %"),
        ];
        for (part, whole, expected) in rows {
            assert_eq!(percent(part, whole), expected);
        }
    }
}
