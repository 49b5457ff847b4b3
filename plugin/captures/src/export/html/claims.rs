//! The claims as a table, with what is published about their audibility.

use maud::{Markup, html};

use super::Page;
use super::text::minus;
use crate::comparison::{Claim, Mark, letter};
use crate::export::claim_line::ClaimLine;

impl Page<'_> {
    /// One group of rows for each capture but the reference; then the count of results, and sources.
    pub(super) fn claims_table(&self) -> Markup {
        let claims: Vec<(&Claim, &ClaimLine)> = self.comparison.claims.iter().zip(&self.claims).collect();
        if claims.is_empty() {
            return html! {};
        }
        let sources = self.sources();
        let pairs = claims.chunk_by(|(a, _), (b, _)| (a.capture, a.against) == (b.capture, b.against));
        html! {
            div.scroll {
                table.claims {
                    @for (place, pair) in pairs.enumerate() {
                        (self.pair(pair, &sources, place == 0))
                    }
                }
            }
            p.summary { (self.summary()) }
            (source_list(&sources))
        }
    }

    /// The claims about one capture. Findings about audibility are in words once.
    fn pair(&self, claims: &[(&Claim, &ClaimLine)], sources: &[&str], is_first: bool) -> Markup {
        let Some((Claim { capture, against, .. }, _)) = claims.first() else { return html! {} };
        html! {
            tbody {
                tr.head {
                    th scope="col" { "Claim" }
                    th.number scope="col" { (self.head(*against)) }
                    th.number scope="col" { (self.head(*capture)) }
                    th.number scope="col" { (letter(*capture)) " against " (letter(*against)) }
                    th scope="col" { "Shown?" }
                    th scope="col" { "What was measured" }
                }
                @for (claim, line) in claims {
                    (self.claim(claim, line, sources, is_first))
                }
            }
        }
    }

    fn claim(&self, claim: &Claim, line: &ClaimLine, sources: &[&str], in_words: bool) -> Markup {
        let figures = line.figures.as_ref();
        let value = |text: Option<&String>, unit: &str| match text {
            Some(text) if text != "–" => html! { (minus(text)) " " span.unit { (unit) } },
            _ => html! { span.quiet { "not measured" } },
        };
        let unit = figures.map_or("", |figures| &figures.unit);
        html! {
            tr {
                th scope="row" {
                    (line.claim)
                    @if let Some(figures) = figures { small { (figures.label) } }
                }
                td.number { (value(figures.map(|figures| &figures.against), unit)) }
                td.number { (value(figures.map(|figures| &figures.claimed), unit)) }
                td.number { @if let Some(figures) = figures { (minus(&figures.difference)) } }
                td.shown.(self.tone_of(claim, line)) { (line.shown) }
                td.measured {
                    (minus(&line.sentence))
                    @if let Some(audibility) = &claim.audibility {
                        @if !line.sentence.is_empty() { " " }
                        span.audibility {
                            @if in_words { (audibility.finding) } @else { "Audibility: see above" }
                            @if let Some(place) = sources.iter().position(|source| *source == audibility.source) {
                                sup { a href={ "#source-" (place + 1) } { (place + 1) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Class of a result: whether the claim, if it is shown, is good or bad for the claimed capture.
    fn tone_of(&self, claim: &Claim, line: &ClaimLine) -> &'static str {
        let mark = claim.quantity.as_ref().map(|quantity| quantity.difference.mark);
        match (line.shown, mark.or_else(|| self.mark_of_row(claim))) {
            ("shown", Some(Mark::Better)) => "better",
            ("shown", Some(Mark::Worse)) => "worse",
            ("shown", _) => "different",
            _ => "quiet",
        }
    }

    /// The mark of the claimed capture in the row that decides.
    fn mark_of_row(&self, claim: &Claim) -> Option<Mark> {
        let row = self.comparison.row(claim.figure.as_ref()?, claim.place.as_ref()?)?;
        if claim.capture == self.comparison.reference {
            return Some(row.differences[claim.against].as_ref()?.reversed().mark);
        }
        Some(row.differences[claim.capture].as_ref()?.mark)
    }

    /// `8 claims: 5 shown, 1 not shown, 2 open.`
    fn summary(&self) -> String {
        let count = |shown: &str| self.claims.iter().filter(|line| line.shown == shown).count();
        let claims = if self.claims.len() == 1 { "claim" } else { "claims" };
        format!(
            "{} {claims}: {} shown, {} not shown, {} open. Curves, figures and definitions follow below.",
            self.claims.len(),
            count("shown"),
            count("not shown"),
            count("open")
        )
    }

    /// The sources of all findings, each once.
    fn sources(&self) -> Vec<&str> {
        let mut sources = Vec::new();
        for audibility in self.comparison.claims.iter().filter_map(|claim| claim.audibility.as_ref()) {
            let source: &str = &audibility.source;
            if !source.is_empty() && !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }
}

fn source_list(sources: &[&str]) -> Markup {
    html! {
        @if !sources.is_empty() {
            ol.sources aria-label="Sources of what is said about audibility" {
                @for (place, source) in sources.iter().enumerate() {
                    li id={ "source-" (place + 1) } { (source) }
                }
            }
        }
    }
}
