//! Spellings: words that are spelt differently and are the same become the same. Which these are is data:
//! `data/search/names.txt` for names of people in Latin letters, `data/search/words.txt` for any word.

use std::collections::HashMap;

const NAMES: &str = include_str!("../../../data/search/names.txt");
const WORDS: &str = include_str!("../../../data/search/words.txt");

/// Which spellings are the same.
pub(super) struct Spellings {
    /// The first spelling of its line, by spelling.
    first: HashMap<String, String>,
    /// What is replaced by what, in words of no line.
    rules: Vec<(String, String)>,
}

impl Spellings {
    /// Of the names of people.
    pub(super) fn of_names() -> Result<Self, String> {
        Self::parse(NAMES).map_err(|problem| format!("data/search/names.txt:{problem}"))
    }

    /// Of any words.
    pub(super) fn of_words() -> Result<Self, String> {
        Self::parse(WORDS).map_err(|problem| format!("data/search/words.txt:{problem}"))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let (mut first, mut rules) = (HashMap::new(), Vec::new());
        let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line.trim()));
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            if let Some((from, to)) = line.split_once('>') {
                rules.push((from.trim().to_owned(), to.trim().to_owned()));
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            for word in &words {
                if first.insert((*word).to_owned(), words[0].to_owned()).is_some() {
                    return Err(format!("{number}: `{word}` stands in two lines"));
                }
            }
        }
        Ok(Self { first, rules })
    }

    /// One spelling for all spellings of a word.
    pub(super) fn same(&self, word: &str) -> String {
        if let Some(first) = self.first.get(word) {
            return first.clone();
        }
        self.rules.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same() {
        let names = Spellings::of_names().expect("the data");
        for (one, other) in [("rhee", "yi"), ("sup", "seop"), ("shuuji", "shuji"), ("ohno", "ono"), ("paik", "bek")] {
            assert_eq!(names.same(one), names.same(other), "{one}");
        }
        assert_ne!(names.same("lee"), names.same("li"));
        assert!(Spellings::parse("a b\nb c").is_err());
    }

    #[test]
    fn spellings_of_one_word_are_the_same() {
        let words = Spellings::of_words().expect("the data");
        for (one, other) in [("programmes", "programs"), ("organisation", "organization"), ("centre", "center")] {
            assert_eq!(words.same(one), words.same(other), "{one}");
        }
    }
}
