//! Validating an operation without executing it: the library validates only on its way to executing, so the
//! schema used here stops there.

use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::{Request, Response, Variables, async_trait};
use futures_util::FutureExt as _;

use super::super::schema::{RecordSchema, builder};

/// Says what is wrong with operations.
pub struct Validator(RecordSchema);

impl Validator {
    /// One for the schema that is served.
    pub fn new() -> Self {
        Self(builder().extension(Stop).disable_suggestions().finish())
    }

    /// The first thing that is wrong with a document, asked with these variables.
    pub fn problem(&self, text: &str, variables: Variables) -> Option<String> {
        let validated = self.0.execute(Request::new(text).variables(variables)).now_or_never();
        let Some(response) = validated else { return Some("was not validated at once".to_owned()) };
        response.errors.first().map(|error| {
            let place = error.locations.first().map(|place| format!("line {}: ", place.line)).unwrap_or_default();
            format!("{place}{}", error.message)
        })
    }
}

struct Stop;

impl ExtensionFactory for Stop {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Stop {
    async fn execute(&self, _: &ExtensionContext<'_>, _: Option<&str>, _: NextExecute<'_>) -> Response {
        Response::default()
    }
}
