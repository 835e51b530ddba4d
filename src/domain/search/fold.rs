//! Folding: what is written differently and means the same becomes the same, with the place in the
//! text that each folded character comes from.

use std::ops::Range;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::person_name::is_east_asian;

/// A folded character, and where in the text it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folded {
    pub character: char,
    pub place: Range<usize>,
}

/// The tables of Han characters.
pub(super) struct Folding {
    japanese: OpenCC,
    traditional: OpenCC,
}

impl Folding {
    pub(super) fn new() -> Result<Self, String> {
        let table = |config| OpenCC::from_config(config).map_err(|error| format!("a table of Han forms: {error}"));
        Ok(Self { japanese: table(BuiltinConfig::Jp2t)?, traditional: table(BuiltinConfig::T2s)? })
    }

    /// The text without width, case and accents, hiragana as katakana, Han characters in their simplified
    /// form. What a reader sees as one character has one place.
    pub(super) fn fold(&self, text: &str) -> Vec<Folded> {
        let mut folded = Vec::with_capacity(text.len());
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() {
            // Nothing can be put on an ASCII letter that an ASCII letter follows.
            if bytes[start].is_ascii() && bytes.get(start + 1).is_none_or(u8::is_ascii) {
                let character = char::from(bytes[start].to_ascii_lowercase());
                folded.push(Folded { character, place: start..start + 1 });
                start += 1;
                continue;
            }
            let seen = text[start..].graphemes(true).next().unwrap_or_default();
            let place = start..start + seen.len();
            for character in seen.nfkc().flat_map(char::to_lowercase) {
                self.fold_character(character, &place, &mut folded);
            }
            start = place.end;
        }
        folded
    }

    fn fold_character(&self, character: char, place: &Range<usize>, folded: &mut Vec<Folded>) {
        let mut push = |character| folded.push(Folded { character, place: place.clone() });
        match character {
            'ß' => "ss".chars().for_each(push),
            'æ' => "ae".chars().for_each(push),
            'œ' => "oe".chars().for_each(push),
            'ø' => push('o'),
            'ł' => push('l'),
            'đ' | 'ð' => push('d'),
            'ı' => push('i'),
            // Hiragana lies as far below katakana, letter by letter.
            'ぁ'..='ゖ' => push(char::from_u32(character as u32 + 0x60).unwrap_or(character)),
            han if is_han(han) => self.simplified(han).chars().for_each(push),
            other if is_east_asian(other) => push(other),
            // Accents are marks of their own once the letter is taken apart.
            other => other.nfd().filter(|c| !is_combining_mark(*c)).for_each(push),
        }
    }

    fn simplified(&self, han: char) -> String {
        let mut buffer = [0; 4];
        self.traditional.convert(&self.japanese.convert(han.encode_utf8(&mut buffer)))
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let folding = Folding::new().expect("the tables");
        folding.fold(text).iter().map(|folded| folded.character).collect()
    }

    #[test]
    fn what_means_the_same_becomes_the_same() {
        for (one, other) in [
            ("ＴＣＳ", "tcs"),
            ("Müller Straße", "muller strasse"),
            ("Tōkyō", "tokyo"),
            ("會議", "会议"),
            ("会議", "会议"),
            ("図師", "图师"),
            ("圖師", "图师"),
            ("韓國", "韩国"),
            ("ひそぷ", "ヒソプ"),
            ("ｶﾞｯｺｳ", "ガッコウ"),
            ("회의", "회의"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
        assert_ne!(fold("か"), fold("が"));
    }

    #[test]
    fn a_folded_character_knows_its_place() {
        let folding = Folding::new().expect("the tables");
        let folded = folding.fold("aｶﾞ");
        assert_eq!(folded[1], Folded { character: 'ガ', place: 1..7 });
    }
}
