//! Addresses of pages and files on the web.

use super::entered::Parsed;

const MAX_LENGTH: usize = 2_000;

/// An absolute `http` or `https` address, as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress(String);

impl WebAddress {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Parsed for WebAddress {
    fn parse(text: &str) -> Result<Self, String> {
        let on_the_web = |address: url::Url| matches!(address.scheme(), "http" | "https") && address.has_host();
        if text.len() <= MAX_LENGTH && url::Url::parse(text).is_ok_and(on_the_web) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("`{text}` is not a web address: give a whole one that begins with https:// or http://"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_web_addresses_will_do() {
        for right in ["https://example.org", "http://example.org/a?b=c#d", "https://例え.jp/頁"] {
            assert!(WebAddress::parse(right).is_ok(), "{right}");
        }
        for wrong in ["", "example.org", "/a", "ftp://example.org", "javascript:alert(1)", "https://"] {
            assert!(WebAddress::parse(wrong).is_err(), "{wrong}");
        }
    }
}
