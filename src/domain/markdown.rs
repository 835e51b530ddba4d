//! Markdown as HTML that is safe to show, and as plain text.

use pulldown_cmark::{Event, Options, Parser, TagEnd, html};

/// The HTML of a Markdown text: scripts, styles, event handlers and whatever else could act are
/// removed, links and pictures lead to web addresses alone.
pub fn to_html(markdown: &str) -> String {
    let mut raw = String::new();
    html::push_html(&mut raw, parser(markdown));
    ammonia::clean(&raw)
}

/// The words of a Markdown text; paragraphs are parted by an empty line, items of a list by a new one.
pub fn to_text(markdown: &str) -> String {
    let mut text = String::new();
    for event in parser(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak | Event::End(TagEnd::Item | TagEnd::TableRow) => text.push('\n'),
            Event::End(TagEnd::TableCell) => text.push('\t'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::List(_)) => {
                text.push_str("\n\n");
            }
            _ => {}
        }
    }
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_is_removed() {
        let html = to_html(
            "Hello *there*\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](https://example.org)",
        );
        assert!(html.contains("<em>there</em>") && html.contains("https://example.org"));
        for forbidden in ["script", "onerror", "javascript"] {
            assert!(!html.contains(forbidden), "{html}");
        }
    }

    #[test]
    fn the_words_keep_their_paragraphs() {
        assert_eq!(to_text("# A\n\nb *c*\nd\n\n- e\n- f\n\n<b>g</b>"), "A\n\nb c d\n\ne\nf\n\ng");
    }
}
