//! Pictures as clients see them.

use async_graphql::SimpleObject;
use entity::text;

use crate::domain::entered::Entered;
use crate::domain::web_address::WebAddress;

/// A picture on the web.
#[derive(Clone, Debug, SimpleObject)]
pub struct Image {
    /// Where it is.
    pub url: Entered<WebAddress>,
    /// Its media type, if stated.
    pub media_type: Option<String>,
    /// Its width in pixels, if stated.
    pub width: Option<i32>,
    /// Its height in pixels, if stated.
    pub height: Option<i32>,
    /// Whose picture it is, if stated.
    pub credit: Option<String>,
}

impl From<text::Image> for Image {
    fn from(image: text::Image) -> Self {
        let text::Image { url, media_type, width, height, credit } = image;
        Self { url: url.into(), media_type, width, height, credit }
    }
}
