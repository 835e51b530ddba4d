//! The comment that an operation begins with: a summary in the first paragraph, then text, what its parameters
//! mean, and an example.
//!
//! ```text
//!  # Whom a person met, most often first.
//!  #
//!  # More about it.
//!  #
//!  # $person: The person, by slug or id.
//!  #
//!  # example: person=lee-hee-sup
//! ```

use std::collections::HashMap;

/// What the comment says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// What the operation answers, in a sentence.
    pub summary: String,
    /// More about it, in paragraphs with an empty line between.
    pub details: String,
    /// What parameters mean, by name.
    pub parameters: HashMap<String, String>,
    /// Parameters that give an answer over the sample, as in an address.
    pub example: String,
}

impl Header {
    /// Reads the comment at the start of a text; or says what it lacks.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut parameters, mut example) = (HashMap::new(), None);
        let mut paragraphs = vec![String::new()];
        for line in text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim) {
            if let Some(given) = line.strip_prefix("example:") {
                if example.replace(given.trim().to_owned()).is_some() {
                    return Err("has two lines `# example:`; keep one".to_owned());
                }
            } else if let Some((name, meaning)) = line.strip_prefix('$').and_then(|line| line.split_once(':')) {
                parameters.insert(name.trim().to_owned(), meaning.trim().to_owned());
            } else if line.is_empty() {
                paragraphs.push(String::new());
            } else if let Some(paragraph) = paragraphs.last_mut() {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line);
            }
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        if paragraphs.is_empty() {
            return Err("begin with a comment that says what it answers".to_owned());
        }
        let example = example.ok_or("has no line `# example:` with parameters as in an address")?;
        let summary = paragraphs.remove(0);
        Ok(Self { summary, details: paragraphs.join("\n\n"), parameters, example })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_parameters_and_example_are_told_apart() {
        let text = "# One\n# line.\n#\n# More.\n#\n# $a: Means b.\n#\n# example: a=1&b=2\nquery Q { a } # no more\n";
        let header = Header::parse(text).expect("a header");
        assert_eq!((header.summary.as_str(), header.details.as_str()), ("One line.", "More."));
        assert_eq!(header.example, "a=1&b=2");
        assert_eq!(header.parameters["a"], "Means b.");
    }

    #[test]
    fn what_is_missing_is_said() {
        for (text, said) in [
            ("query Q { a }", "comment"),
            ("# Only words.\nquery Q { a }", "example"),
            ("# Two.\n# example: a=1\n# example: a=2\n", "two"),
        ] {
            assert!(Header::parse(text).expect_err(text).contains(said), "{text}");
        }
    }
}
