//! The screen at the end of a scan: fits 100 columns, and says everything without colour too.

use super::table::{Column, table};
use super::text::{WIDTH, beside, clean, count, counted, duration, paint, paragraph, share, some, target, time, who};
use crate::summary::{InputRow, OwnerRow, PartnerRow, Summary};
use sigwarden_schema::lines::{Finding, Outcome, Why};
use std::collections::BTreeMap;

/// Most names that a list of other traffic or reasons shows.
const NAMES: usize = 5;
/// Most origins that are shown.
const ORIGINS: usize = 10;
/// Most inputs that are named.
const INPUTS: usize = 5;
/// Most frames of a finding that are shown.
const FRAMES: usize = 12;
/// Operators, countries and partners that are shown.
const OWNERS: usize = 5;
const PARTNERS: usize = 5;
/// Blanks before the details of a finding.
const INDENT: &str = "    ";

/// The whole screen.
pub(crate) fn page(summary: &Summary, color: bool) -> String {
    let mut out = coverage(summary);
    out.push_str(&paragraph("Time:      ", &span(summary)));
    out.push_str(&paragraph("Inputs:    ", &inputs(&summary.inputs)));
    if summary.stats.decoded > 0 {
        out.push_str(&paragraph("Home:      ", &home(summary)));
    }
    if summary.privacy == "pseudonym" {
        out.push_str(&paragraph("Privacy:   ", "subscriber identities are pseudonyms (site key); --reveal shows them"));
    }
    out.push('\n');
    out.push_str(&paragraph("Verdict: ", &summary.verdict));
    if !summary.rules.is_empty() {
        out.push_str("\nFindings by rule\n");
        out.push_str(&rules(summary, color));
        for (title, rows) in owners(summary) {
            out.push_str(&format!("\n{title}\n{}", owner_table(title, rows, color)));
        }
        out.push_str("\nOrigins by address\n");
        out.push_str(&origins(summary, color));
    }
    out.push_str(&worst(summary, color));
    out.push_str("\nNext:\n");
    for command in &summary.next {
        out.push_str(&format!("  {}\n", clean(command)));
    }
    out
}

fn coverage(summary: &Summary) -> String {
    let stats = &summary.stats;
    let frames = counted(stats.frames, "frame", "frames");
    // What could not be read far enough to find a TCAP message in it belongs to the whole too.
    let unread: u64 = stats.undecoded.values().sum();
    let line = match stats.decoded.saturating_add(unread).max(stats.messages) {
        0 => format!("{frames}, no signalling message"),
        messages => format!(
            "{frames}, {}: {} decoded ({}), {}",
            counted(messages, "message", "messages"),
            count(stats.decoded),
            share(stats.decoded, messages),
            counted(stats.duplicates, "duplicate", "duplicates"),
        ),
    };
    let mut out = paragraph("Read:      ", &line);
    let rows = [("Undecoded: ", &stats.undecoded), ("Other:     ", &stats.other), ("Given up:  ", &stats.dropped)];
    for (label, names) in rows {
        if names.values().any(|number| *number > 0) {
            out.push_str(&paragraph(label, &most(names)));
        }
    }
    out
}

/// The most frequent names with their numbers.
pub(crate) fn most(names: &BTreeMap<String, u64>) -> String {
    let mut rows: Vec<(&String, u64)> =
        names.iter().map(|(name, number)| (name, *number)).filter(|row| row.1 > 0).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.1));
    let mut shown: Vec<String> =
        rows.iter().take(NAMES).map(|(name, number)| format!("{name} {}", count(*number))).collect();
    if rows.len() > NAMES {
        let rest = rows.iter().skip(NAMES).map(|row| row.1).sum();
        shown.push(format!("others {}", count(rest)));
    }
    shown.join(", ")
}

/// When the capture began, and how long it is.
pub(crate) fn span(summary: &Summary) -> String {
    let length = duration(summary.stats.seconds);
    match &summary.first_ts {
        Some(first) => format!("from {} UTC, {length} long", time(first)),
        None => format!("{length} long"),
    }
}

fn inputs(rows: &[InputRow]) -> String {
    let name = |row: &InputRow| match row.end {
        "complete" => row.file.clone(),
        end => format!("{} ({end})", row.file),
    };
    let shown: Vec<String> = rows.iter().take(INPUTS).map(name).collect();
    match rows.len().saturating_sub(INPUTS) {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// Which network was protected, and what to do if that is wrong.
pub(crate) fn home(summary: &Summary) -> String {
    let home = &summary.home;
    match (&home.name, home.confidence) {
        (Some(name), _) => format!("{name} (site configuration)"),
        (None, Some(confidence)) => {
            let known = [("networks", &home.plmns), ("Global Titles", &home.global_titles)];
            let known = known.iter().filter(|row| !row.1.is_empty());
            let known: Vec<String> = known.map(|(what, values)| format!("{what} {}", values.join(", "))).collect();
            let partners = usual_partners(&home.partners);
            format!(
                "{}: worked out from the capture, {confidence} % sure{partners}; fill in [home] of a site file (`sigwarden config init` writes one) to make it certain",
                known.join("; ")
            )
        }
        (None, None) => {
            "unknown, so who is foreign is not known either and little can be judged; say which network is \
                         yours: `sigwarden config init`, then scan with -c site.toml"
                .to_owned()
        }
    }
}

/// The networks that a learned home has ordinary traffic with, in a few words.
fn usual_partners(partners: &[PartnerRow]) -> String {
    if partners.is_empty() {
        return String::new();
    }
    let name = |row: &PartnerRow| match (&row.operator, &row.country) {
        (Some(operator), _) => format!("{} {}", row.plmn, clean(operator)),
        (None, Some(country)) => format!("{} {country}", row.plmn),
        (None, None) => row.plmn.clone(),
    };
    let names: Vec<String> = partners.iter().take(PARTNERS).map(name).collect();
    let more = match partners.len().saturating_sub(PARTNERS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("; usual partners, as far as the capture shows: {}{more}", names.join(", "))
}

fn rules(summary: &Summary, color: bool) -> String {
    const COLUMNS: [Column; 7] = [
        Column::text("severity", 8),
        Column::text("rule", 40),
        Column::text("category", 8),
        Column::number("count", 7),
        Column::number("targets", 7),
        Column::number("origins", 7),
        Column::number("answered", 11),
    ];
    let row = |row: &crate::summary::RuleRow| {
        vec![
            row.severity.name().to_owned(),
            row.name.to_owned(),
            row.categories.iter().copied().collect::<Vec<_>>().join(" "),
            count(row.count),
            count(row.targets),
            count(row.origins),
            of(row.answered, row.count),
        ]
    };
    let rows: Vec<Vec<String>> = summary.rules.iter().map(row).collect();
    table(&COLUMNS, &rows, |index, cell| match summary.rules.get(index) {
        Some(row) => paint(row.severity, cell, color),
        None => cell.to_owned(),
    })
}

fn origins(summary: &Summary, color: bool) -> String {
    const COLUMNS: [Column; 6] = [
        Column::text("worst", 8),
        Column::text("address", 20),
        Column::text("operator or country", 32),
        Column::number("requests", 8),
        Column::number("targets", 7),
        Column::number("answered", 11),
    ];
    let row = |row: &crate::summary::OriginRow| {
        vec![
            row.worst.name().to_owned(),
            row.address.clone(),
            row.owner.clone(),
            count(row.requests),
            count(row.targets),
            of(row.answered, row.requests),
        ]
    };
    let rows: Vec<Vec<String>> = summary.origins.iter().take(ORIGINS).map(row).collect();
    let mut out = table(&COLUMNS, &rows, |index, cell| match summary.origins.get(index) {
        Some(row) => paint(row.worst, cell, color),
        None => cell.to_owned(),
    });
    let more = summary.origins.len().saturating_sub(ORIGINS) as u64;
    if more > 0 {
        out.push_str(&format!("  and {}\n", counted(more, "other address", "other addresses")));
    }
    out
}

/// The rankings of origins by who they belong to, with their titles.
pub(crate) fn owners(summary: &Summary) -> [(&'static str, &[OwnerRow]); 2] {
    [("Origins by operator", &summary.operators), ("Origins by country", &summary.countries)]
}

fn owner_table(title: &'static str, rows: &[OwnerRow], color: bool) -> String {
    let kind = title.rsplit(' ').next().unwrap_or_default();
    let columns = [
        Column::text("worst", 8),
        Column::text(kind, 40),
        Column::number("addresses", 9),
        Column::number("requests", 8),
        Column::number("targets", 7),
        Column::number("answered", 11),
    ];
    let row = |row: &OwnerRow| {
        vec![
            row.worst.name().to_owned(),
            row.owner.clone(),
            count(row.addresses),
            count(row.requests),
            count(row.targets),
            of(row.answered, row.requests),
        ]
    };
    let shown: Vec<Vec<String>> = rows.iter().take(OWNERS).map(row).collect();
    let mut out = table(&columns, &shown, |index, cell| match rows.get(index) {
        Some(row) => paint(row.worst, cell, color),
        None => cell.to_owned(),
    });
    let more = rows.len().saturating_sub(OWNERS);
    if more > 0 {
        out.push_str(&format!("  and {more} more by {kind}\n"));
    }
    out
}

fn of(part: u64, whole: u64) -> String {
    format!("{} of {}", count(part), count(whole))
}

fn worst(summary: &Summary, color: bool) -> String {
    if summary.worst.is_empty() {
        return String::new();
    }
    let all = summary.worst_left_out.saturating_add(summary.worst.len() as u64);
    let mut out = format!("\nFindings of high severity or worse: {} of {} shown\n", summary.worst.len(), count(all));
    for (index, finding) in summary.worst.iter().enumerate() {
        out.push('\n');
        out.push_str(&told(index + 1, finding, color));
    }
    if summary.worst_left_out > 0 {
        let more = counted(summary.worst_left_out, "more", "more");
        out.push_str(&format!("\n  {more} of high severity or worse; all are written with -w findings.jsonl\n"));
    }
    out
}

/// A finding as a short paragraph.
fn told(number: usize, finding: &Finding, color: bool) -> String {
    let severity = paint(finding.severity, finding.severity.name(), color);
    let mut out = format!(" {number}. {severity}: {} ({} % sure)\n", clean(finding.rule.name), finding.confidence);
    let mut line = |label: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&paragraph(&format!("{INDENT}{label:<9} "), text));
        }
    };
    line("When", &format!("{} UTC", time(&finding.ts)));
    line("Who", &who(finding));
    line("Address", &beside(&finding.origin));
    line("What", &what(finding));
    line("About", &target(&finding.target));
    line("Outcome", &outcome(finding));
    for (index, reason) in reasons(finding).iter().enumerate() {
        let label = match (finding.related.is_empty(), index) {
            (false, _) => format!("Step {}", index + 1),
            (true, 0) => "Why".to_owned(),
            (true, _) => "And".to_owned(),
        };
        line(&label, reason);
    }
    line("Unless", &finding.innocent.join("; or "));
    line("Evidence", &evidence(finding));
    debug_assert!(color || out.lines().all(|line| super::text::width(line) <= WIDTH));
    out
}

/// What was asked, and what it threatens.
pub(crate) fn what(finding: &Finding) -> String {
    let operation = finding.op.as_ref().and_then(|op| op.name.as_deref()).unwrap_or("several operations");
    format!("{operation}, {} ({})", finding.fs.category, finding.threat.name().replace('-', " "))
}

/// Why it is said; of a pattern, its steps, which need no expectation each.
pub(crate) fn reasons(finding: &Finding) -> Vec<String> {
    let reason = |why: &Why| {
        let dated = why.source_date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        match finding.related.is_empty() {
            true => format!("{}; expected: {} [{}{dated}]", why.observed, why.expected, why.source),
            false => format!("{} [{}{dated}]", why.observed, why.source),
        }
    };
    finding.why.iter().map(reason).collect()
}

/// Whether it worked, in words.
pub(crate) fn outcome(finding: &Finding) -> String {
    match finding.answer.outcome {
        Outcome::Answered if finding.answer.disclosed.is_empty() => "answered".to_owned(),
        Outcome::Answered => format!("answered, and gave away: {}", finding.answer.disclosed.join(", ")),
        Outcome::Refused => "refused".to_owned(),
        Outcome::Unanswered => "not answered".to_owned(),
        Outcome::Unseen => "not seen: the way back is not in the capture".to_owned(),
    }
}

/// Frames that a finding rests on, by file.
pub(crate) fn evidence(finding: &Finding) -> String {
    let spans = std::slice::from_ref(&finding.capture);
    let captures = if finding.captures.is_empty() { spans } else { &finding.captures };
    let named = captures.iter().map(|capture| {
        let frames = if capture.frames.len() == 1 { "frame" } else { "frames" };
        format!("{frames} {} of {}", some(&capture.frames, FRAMES), capture.file)
    });
    format!("{}; finding {}", named.collect::<Vec<_>>().join("; "), finding.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples::finding;
    use crate::render::text::width;
    use crate::summary::tests::summary;
    use sigwarden_schema::lines::Severity;

    #[test]
    fn every_line_but_commands_fits_a_hundred_columns() {
        let mut long = finding(Severity::Critical, "a");
        long.capture.frames = (1..5000).collect();
        long.why[0].observed = "x".repeat(300);
        long.origin.operator = Some("A very long name of an operator that nobody would ever choose".into());
        let page = page(&summary(vec![long, finding(Severity::High, "b")]), false);
        let commands = page.find("\nNext:").unwrap();
        for line in page[..commands].lines() {
            assert!(width(line) <= WIDTH, "{line}");
        }
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let summary = summary(vec![finding(Severity::Critical, "a"), finding(Severity::Low, "b")]);
        let colored = page(&summary, true);
        let mut plain = String::new();
        for (index, part) in colored.split('\x1b').enumerate() {
            let text = if index == 0 { part } else { part.split_once('m').unwrap().1 };
            plain.push_str(text);
        }
        assert!(colored.contains("\x1b[1;31mcritical"));
        assert_eq!(plain, page(&summary, false));
    }

    #[test]
    fn a_quiet_capture_is_told_in_a_few_lines() {
        let page = page(&summary(Vec::new()), false);
        let expected = "\
Read:      1,200 frames, 1,000 messages: 990 decoded (99.0 %), 0 duplicates
Time:      from 2026-01-01 00:00:00 UTC, 1 min 1 s long
Inputs:    lab.pcap
Home:      networks 001-01; Global Titles 1555555: worked out from the capture, 85 % sure; fill in
           [home] of a site file (`sigwarden config init` writes one) to make it certain

Verdict: Nothing here looks like surveillance: no finding in 990 decoded messages.

Next:
  sigwarden config init
";
        assert_eq!(page, expected);
    }

    #[test]
    fn a_pattern_lists_its_steps() {
        let mut pattern = finding(Severity::High, "a");
        pattern.related = vec!["b".into(), "c".into()];
        pattern.why.push(pattern.why[0].clone());
        let page = page(&summary(vec![pattern]), false);
        assert!(page.contains("    Step 1    from <another> network") && page.contains("    Step 2 "), "{page}");
    }
}
