//! The schema, and the one way to execute a request: guards, then parsing, then guards on the
//! document, then execution with a view of the record. Every transport goes through [`Api`].

use std::sync::Arc;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, ServiceDocument};
use async_graphql::{ErrorExtensionValues, Request, Response, Schema, ServerError};
use tokio::sync::Semaphore;
use tracing::Instrument as _;

use super::completion::{Shape, Types};
use super::driver::Driver;
use super::errors::{ApiError, ErrorCode};
use super::mutation::Mutation;
use super::payloads::UserError;
use super::query::Query;
use super::question::{After, Key, Question};
use super::reader::Reader;
use super::registry::{Item, Node};
use super::sharing::Channels;
use super::subscription::Subscription;
use super::trusted::{OperationError, TrustedDocuments};
use super::{Requester, guard};
use crate::config::{FeedSettings, LimitSettings, Settings};
use crate::domain::locale::Locales;
use crate::feed::Hub;
use crate::lifecycle::Lifecycle;
use crate::store::Store;

/// The schema as the library has it.
pub(super) type RecordSchema = Schema<Query, Mutation, Subscription>;

/// The schema in GraphQL's schema definition language.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_enum_items().include_specified_by();
    builder().finish().sdl_with_options(options)
}

pub(super) fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation, Subscription)
        .register_output_type::<Item>()
        .register_output_type::<Node>()
        .register_output_type::<UserError>()
}

/// Executes requests. Cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

struct Inner {
    schema: RecordSchema,
    types: Types,
    trusted: TrustedDocuments,
    trusted_only: bool,
    store: Store,
    hub: Hub,
    channels: Channels,
    /// Events that may be executed at once.
    turns: Semaphore,
    lifecycle: Lifecycle,
    limits: LimitSettings,
    feed: FeedSettings,
    default_locales: Locales,
}

impl Api {
    /// An executor over a store.
    pub fn new(store: Store, lifecycle: Lifecycle, settings: &Settings) -> Result<Self, OperationError> {
        let limits = settings.limits;
        let schema = builder()
            .data(store.clone())
            .data(guard::Guarded(limits))
            .data(settings.feed)
            .limit_complexity(limits.operation_cost)
            .disable_suggestions()
            .finish();
        // The schema has just been printed by the library that reads it here; a test holds that it can.
        let definition = async_graphql::parser::parse_schema(schema.sdl());
        let definition = definition.unwrap_or_else(|_| ServiceDocument { definitions: Vec::new() });
        let types = Types::of(&definition);
        let trusted = TrustedDocuments::built_in(&definition, &types)?;
        let (hub, channels) = (Hub::new(store.clone()), Channels::default());
        // Half of the connections for events leaves the other half for questions.
        let turns = Semaphore::new((settings.database.max_connections as usize / 2).max(1));
        let default_locales = settings.language.locales();
        let feed = settings.feed;
        Ok(Self(Arc::new(Inner {
            schema,
            types,
            trusted,
            trusted_only: settings.server.trusted_documents_only,
            store,
            hub,
            channels,
            turns,
            lifecycle,
            limits,
            feed,
            default_locales,
        })))
    }

    /// The store that is read.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// What requests are held to.
    pub fn limits(&self) -> &LimitSettings {
        &self.0.limits
    }

    /// What followers of the feed are held to.
    pub fn feed_settings(&self) -> &FeedSettings {
        &self.0.feed
    }

    /// The documents that are built in.
    pub fn trusted(&self) -> &TrustedDocuments {
        &self.0.trusted
    }

    /// Whether nobody but editors may have another document executed.
    pub(super) fn is_for_trusted_only(&self) -> bool {
        self.0.trusted_only
    }

    pub(super) fn schema(&self) -> &RecordSchema {
        &self.0.schema
    }

    pub(super) fn hub(&self) -> &Hub {
        &self.0.hub
    }

    pub(super) fn channels(&self) -> &Channels {
        &self.0.channels
    }

    pub(super) fn turns(&self) -> &Semaphore {
        &self.0.turns
    }

    pub(super) fn lifecycle(&self) -> &Lifecycle {
        &self.0.lifecycle
    }

    pub(super) fn default_locales(&self) -> &Locales {
        &self.0.default_locales
    }

    /// Guards and parses a request with a document of our own, or for [`Api::admit_sent`]. What comes back says
    /// which kind of operation it is.
    pub fn admit(&self, request: Request) -> Result<Admitted, Box<Response>> {
        let limits = &self.0.limits;
        let refused = |error: ApiError| Box::new(Response::from_errors(vec![error.into_server_error()]));
        guard::check_text(&request.query, limits).map_err(refused)?;
        let document = async_graphql::parser::parse_query(&request.query)
            .map_err(|error| Box::new(Response::from_errors(vec![coded(error.into(), ErrorCode::ParseFailed)])))?;
        guard::check_document(&document, limits).map_err(refused)?;
        let mut operations = document.operations.iter();
        let operation = match &request.operation_name {
            Some(name) => operations.find(|(found, _)| found.is_some_and(|found| found.as_str() == name)),
            None => operations.next().filter(|_| operations.next().is_none()),
        };
        let Some((_, operation)) = operation else {
            let message = "say which operation to execute: `operationName` must name one of the document";
            return Err(refused(ApiError::new(ErrorCode::ValidationFailed, message)));
        };
        guard::check_operation(&operation.node, &request.variables).map_err(refused)?;
        let shape = Shape::of(&self.0.types, &document, &operation.node);
        let kind = operation.node.ty;
        let operation = operation.node.clone();
        Ok(Admitted { request, document, definition: operation, operation: kind, shape })
    }

    /// Executes a query or mutation.
    pub async fn execute_admitted(&self, admitted: Admitted, requester: Requester) -> Response {
        let span = tracing::info_span!("operation", request_id = %requester.request_id);
        async {
            let requester = requester.with_locales(&self.0.default_locales);
            let driver = Driver::default();
            let reader = Reader::new(&self.0.store, requester.locales.clone(), driver.clone());
            let Admitted { mut request, document, shape, .. } = admitted;
            request.set_parsed_query(document);
            let request = request.data(reader.clone()).data(driver.clone()).data(requester);
            let response = driver.run(self.0.schema.execute(request)).await;
            tracing::debug!(statements = reader.snapshot().statements(), "executed");
            // Answered first, the next question of the same client would open one more.
            reader.close().await;
            finish(response, &shape)
        }
        .instrument(span)
        .await
    }
}

/// A request that passed the guards.
pub struct Admitted {
    request: Request,
    document: ExecutableDocument,
    definition: OperationDefinition,
    /// Which kind of operation it asks for.
    pub operation: OperationType,
    shape: Shape,
}

impl Admitted {
    /// The question that a subscription asks, what tells it from others, and where it goes on from.
    pub(super) fn into_question(self, requester: Requester) -> (Arc<Question>, Key, After) {
        let question = Question {
            document: self.document,
            operation_name: self.request.operation_name,
            variables: self.request.variables,
            requester,
            shape: Arc::new(self.shape),
        };
        let (key, after) = question.key(&self.request.query, &self.definition);
        (Arc::new(question), key, after)
    }
}

/// Completes the data, and gives a code to the errors that the library raised by itself.
pub(super) fn finish(mut response: Response, shape: &Shape) -> Response {
    response.data = shape.complete(response.data);
    let code = |error: ServerError| {
        if error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some()) {
            return error;
        }
        let too_complex = error.message == "Query is too complex.";
        let code = match (too_complex, error.path.is_empty()) {
            (true, _) => ErrorCode::DocumentTooComplex,
            (_, true) => ErrorCode::ValidationFailed,
            (_, false) => ErrorCode::BadInput,
        };
        coded(error, code)
    };
    // Reckoning the cost reads arguments too: what is wrong with them was said before.
    let is_repeated = |error: &ServerError| error.path.is_empty() && error.message.starts_with("Failed to parse \"");
    if response.errors.iter().any(|error| error.path.is_empty() && !is_repeated(error)) {
        response.errors.retain(|error| !is_repeated(error));
    }
    response.errors = response.errors.into_iter().map(code).collect();
    response
}

fn coded(mut error: ServerError, code: ErrorCode) -> ServerError {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.as_str());
    error
}
