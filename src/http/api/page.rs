//! What can be asked, as a page for people: plain text and links, without scripts.

use super::with_query;
use crate::graphql::{Parameter, TrustedDocument, TrustedDocuments};

/// Nothing may be loaded, and nothing runs.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'none'";

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Questions to the record</title>
<style>body { font: 1em/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }</style>
</head>
<body>
<h1>Questions to the record</h1>
<p>Each has an address that answers as JSON, or with <code>.csv</code> as rows. Programs find the same in
<a href=\"/api\">the OpenAPI description</a>, as JSON.</p>
";

/// The page.
pub fn page(documents: &TrustedDocuments) -> String {
    let questions: String = documents.all().iter().map(question).collect();
    format!("{HEAD}{questions}</body>\n</html>\n")
}

fn question(document: &TrustedDocument) -> String {
    let parameters: String = document.parameters.iter().map(parameter).collect();
    let parameters = if parameters.is_empty() { parameters } else { format!("<ul>\n{parameters}</ul>\n") };
    let link = |suffix: &str| {
        let address = escape(&with_query(&format!("{}{suffix}", document.name), &document.example));
        format!("<a href=\"/api/{address}\"><code>/api/{address}</code></a>")
    };
    format!(
        "<h2 id=\"{0}\">{0}</h2>\n<p>{1}</p>\n{parameters}<p>{2}<br>{3}</p>\n",
        document.name,
        escape(&document.summary),
        link(""),
        link(".csv"),
    )
}

fn parameter(parameter: &Parameter) -> String {
    let required = if parameter.is_required { ", required" } else { "" };
    let list = if parameter.is_list { ", may be repeated" } else { "" };
    let (name, of, description) = (&parameter.name, &parameter.of, escape(&parameter.description));
    format!("<li><code>{name}</code> ({of}{required}{list}): {description}</li>\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
