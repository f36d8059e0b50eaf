//! The report: one HTML file that needs nothing else, fit for paper.

use super::summary::{evidence, home, most, outcome, owners, reasons, span, what};
use super::text::{beside, count, counted, duration, share, target, time, who};
use crate::summary::{OwnerRow, Summary};
use sigwarden_schema::lines::Finding;

/// Looks of the report. Severities are words first; a bar of colour stands beside them.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886}\
td.number,th.number{text-align:right}\
.verdict{font-size:1.15rem;border-left:.3rem solid #888;padding-left:1rem}\
.figures{display:flex;flex-wrap:wrap;gap:1rem 2rem;padding:0;list-style:none}\
.figures b{display:block;font-size:1.4rem}\
.finding{border-left:.3rem solid #888;padding-left:1rem;margin:1rem 0;break-inside:avoid}\
.critical{border-color:#a00}.high{border-color:#d60}.medium{border-color:#ca0}.low{border-color:#289}\
dl{display:grid;grid-template-columns:7rem 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}\
.wide{overflow-x:auto;font-size:.8rem}\
@media print{body{max-width:none;margin:0;font-size:11pt}a{color:inherit}}";

/// What a report cannot say.
const LIMITS: &[&str] = &[
    "An address says under which number somebody sent, not who sent it: numbers are leased and forged. \
     The owner named here is that of the number.",
    "A finding is a reason to look, with its evidence; what else could explain it stands beside it.",
    "What is not in the capture is not in the report: other links, other times, answers that went another way.",
    "Categories are derived from public documents, not from those of the GSMA.",
];

/// Most findings that are listed.
const ALL: usize = 1_000;

/// The whole file.
pub(crate) fn page(summary: &Summary) -> String {
    let parts = [
        format!("<h1>Signalling report</h1>\n<p class=\"verdict\">{}</p>\n", escape(&summary.verdict)),
        figures(summary),
        findings(summary),
        origins(summary),
        worst(summary),
        all(summary),
        limits(summary),
        inputs(summary),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Signalling report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{}\
         <p><small>sigwarden {}, output format {}</small></p>\n</body>\n</html>\n",
        parts.concat(),
        escape(summary.version),
        escape(summary.schema),
    )
}

/// A text that cannot be taken for markup, in content or attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in super::text::clean(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A table; columns whose title ends in `#` are numbers.
fn table(titles: &[&str], rows: &[Vec<String>]) -> String {
    let class = |title: &&str| if title.ends_with('#') { " class=\"number\"" } else { "" };
    let head: String = titles
        .iter()
        .map(|title| format!("<th scope=\"col\"{}>{}</th>", class(title), escape(title.trim_end_matches('#'))))
        .collect();
    let row = |row: &Vec<String>| {
        let cells = row.iter().zip(titles).map(|(cell, title)| format!("<td{}>{}</td>", class(title), escape(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    format!(
        "<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
        rows.iter().map(row).collect::<String>()
    )
}

fn figures(summary: &Summary) -> String {
    let (stats, requests) = (&summary.stats, &summary.requests);
    let answered = format!("{} of {}", count(requests.answered), count(requests.suspicious));
    let rows = [
        (count(requests.suspicious), "suspicious requests".to_owned()),
        (answered, "of them answered".to_owned()),
        (count(requests.targets), "subscribers concerned".to_owned()),
        (count(requests.origins), "addresses that asked".to_owned()),
        (count(requests.patterns), "patterns over several requests".to_owned()),
        (count(requests.oddities), "oddities".to_owned()),
        (
            share(stats.decoded, stats.messages),
            format!("of {} decoded", counted(stats.messages, "message", "messages")),
        ),
        (duration(stats.seconds), "of traffic".to_owned()),
    ];
    let items = rows.iter().map(|(number, what)| format!("<li><b>{}</b>{}</li>\n", escape(number), escape(what)));
    let items: String = items.collect();
    let time = escape(&span(summary));
    let home = escape(&home(summary));
    format!(
        "<h2>Key numbers</h2>\n<ul class=\"figures\">\n{items}</ul>\n\
         <dl><dt>Time</dt><dd>{time}</dd><dt>Home network</dt><dd>{home}</dd></dl>\n"
    )
}

fn findings(summary: &Summary) -> String {
    if summary.rules.is_empty() {
        return "<h2>Findings</h2>\n<p>None.</p>\n".to_owned();
    }
    let titles = ["Severity", "Rule", "Category", "Count#", "Targets#", "Origins#", "Answered#"];
    let row = |row: &crate::summary::RuleRow| {
        vec![
            row.severity.name().to_owned(),
            row.name.to_owned(),
            row.categories.iter().copied().collect::<Vec<_>>().join(", "),
            count(row.count),
            count(row.targets),
            count(row.origins),
            format!("{} of {}", count(row.answered), count(row.count)),
        ]
    };
    let rows: Vec<Vec<String>> = summary.rules.iter().map(row).collect();
    format!("<h2>Findings</h2>\n{}", table(&titles, &rows))
}

fn origins(summary: &Summary) -> String {
    if summary.origins.is_empty() {
        return String::new();
    }
    let titles = ["Address", "Operator or country", "Worst", "Requests#", "Targets#", "Answered#"];
    let row = |row: &crate::summary::OriginRow| {
        vec![
            row.address.clone(),
            row.owner.clone(),
            row.worst.name().to_owned(),
            count(row.requests),
            count(row.targets),
            format!("{} of {}", count(row.answered), count(row.requests)),
        ]
    };
    let rows: Vec<Vec<String>> = summary.origins.iter().map(row).collect();
    let by_owner: String = owners(summary).iter().map(|(title, rows)| owner_table(title, rows)).collect();
    format!("<h2>Origins</h2>\n{by_owner}<h3>Origins by address</h3>\n{}", table(&titles, &rows))
}

fn owner_table(title: &str, rows: &[OwnerRow]) -> String {
    let titles = ["Operator or country", "Worst", "Addresses#", "Requests#", "Targets#", "Answered#"];
    let row = |row: &OwnerRow| {
        vec![
            row.owner.clone(),
            row.worst.name().to_owned(),
            count(row.addresses),
            count(row.requests),
            count(row.targets),
            format!("{} of {}", count(row.answered), count(row.requests)),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    format!("<h3>{title}</h3>\n{}", table(&titles, &rows))
}

fn worst(summary: &Summary) -> String {
    if summary.worst.is_empty() {
        return String::new();
    }
    let told: String = summary.worst.iter().map(finding).collect();
    format!("<h2>The worst, one by one</h2>\n{told}")
}

fn all(summary: &Summary) -> String {
    if summary.findings.is_empty() {
        return String::new();
    }
    let titles = ["Severity", "When (UTC)", "Who", "What", "About", "Outcome", "Why", "Unless", "Evidence"];
    let row = |finding: &Finding| {
        vec![
            format!("{}, {} % sure", finding.severity.name(), finding.confidence),
            time(&finding.ts),
            who(finding),
            format!("{}: {}", finding.rule.name, what(finding)),
            target(&finding.target),
            outcome(finding),
            reasons(finding).join("; "),
            finding.innocent.join("; or "),
            evidence(finding),
        ]
    };
    let rows: Vec<Vec<String>> = summary.findings.iter().take(ALL).map(row).collect();
    let left_out = match summary.findings.len().saturating_sub(ALL) {
        0 => String::new(),
        more => format!("<p>{} more, no worse, are only in the lines that --write writes.</p>\n", count(more as u64)),
    };
    format!("<h2>All findings</h2>\n<div class=\"wide\">\n{}</div>\n{left_out}", table(&titles, &rows))
}

fn finding(finding: &Finding) -> String {
    let mut rows = vec![
        ("When", format!("{} UTC", time(&finding.ts))),
        ("Who", who(finding)),
        ("Address", beside(&finding.origin)),
        ("What", what(finding)),
        ("About", target(&finding.target)),
        ("Outcome", outcome(finding)),
    ];
    let reason = if finding.related.is_empty() { "Why" } else { "Step" };
    rows.extend(reasons(finding).into_iter().map(|text| (reason, text)));
    rows.push(("Unless", finding.innocent.join("; or ")));
    rows.push(("Evidence", evidence(finding)));
    let rows = rows.iter().filter(|row| !row.1.is_empty());
    let rows: String = rows.map(|(term, text)| format!("<dt>{term}</dt><dd>{}</dd>\n", escape(text))).collect();
    let severity = finding.severity.name();
    format!(
        "<section class=\"finding {severity}\">\n<h3>{severity}: {} ({} % sure)</h3>\n<dl>\n{rows}</dl>\n</section>\n",
        escape(finding.rule.name),
        finding.confidence,
    )
}

fn limits(summary: &Summary) -> String {
    let stats = &summary.stats;
    let mut items: Vec<String> = LIMITS.iter().map(|text| escape(text)).collect();
    let rows = [
        ("Messages that could not be decoded", &stats.undecoded),
        ("Other traffic, which was not judged", &stats.other),
        ("Given up because a table was full", &stats.dropped),
    ];
    for (what, names) in rows {
        if names.values().any(|number| *number > 0) {
            items.push(escape(&format!("{what}: {}.", most(names))));
        }
    }
    if summary.privacy == "pseudonym" {
        items.push("Subscribers are pseudonyms.".to_owned());
    }
    let items: String = items.iter().map(|item| format!("<li>{item}</li>\n")).collect();
    format!("<h2>Limits</h2>\n<ul>\n{items}</ul>\n")
}

fn inputs(summary: &Summary) -> String {
    let row = |row: &crate::summary::InputRow| {
        vec![row.file.clone(), row.end.to_owned(), row.detail.clone().unwrap_or_default()]
    };
    let rows: Vec<Vec<String>> = summary.inputs.iter().map(row).collect();
    format!("<h2>Inputs</h2>\n{}", table(&["File", "Read", "Detail"], &rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use crate::summary::tests::summary;
    use sigwarden_schema::lines::Severity;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let mut finding = samples::finding(Severity::Critical, "a");
        finding.origin.operator = Some("<script>alert('x')</script>".into());
        finding.why[0].observed = "\"><img src=x>&".into();
        finding.capture.file = "<b>.pcap".into();
        let page = page(&summary(vec![finding]));
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>.pcap"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
    }

    #[test]
    fn the_report_needs_nothing_else() {
        let page = page(&summary(vec![samples::finding(Severity::High, "a")]));
        for outside in ["http://", "https://", " src=", "url(", "@import", "<link"] {
            assert!(!page.contains(outside), "{outside}");
        }
        for section in
            ["Key numbers", "Findings", "Origins", "The worst, one by one", "All findings", "Limits", "Inputs"]
        {
            assert!(page.contains(&format!("<h2>{section}</h2>")), "{section}");
        }
    }

    #[test]
    fn every_element_is_closed() {
        let page = page(&summary(vec![samples::finding(Severity::High, "a")]));
        for name in
            ["table", "tr", "td", "th", "dl", "dt", "dd", "section", "ul", "li", "h2", "h3", "p", "body", "html"]
        {
            let open = page.matches(&format!("<{name}>")).count() + page.matches(&format!("<{name} ")).count();
            assert_eq!(open, page.matches(&format!("</{name}>")).count(), "{name}");
        }
    }
}
