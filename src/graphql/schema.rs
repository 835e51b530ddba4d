//! The schema, and the one way to execute a request: guards, then parsing, then guards on the
//! document, then execution with a view of the record. Every transport goes through [`Api`].

use std::any::TypeId;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Data, ErrorExtensionValues, Executor, Request, Response, Schema, ServerError};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tracing::Instrument as _;

use super::completion::{Shape, Types};
use super::driver::Driver;
use super::errors::{ApiError, ErrorCode};
use super::mutation::Mutation;
use super::payloads::UserError;
use super::query::Query;
use super::reader::Reader;
use super::registry::{Item, Node};
use super::subscription::Subscription;
use super::{Requester, guard};
use crate::config::LimitSettings;
use crate::domain::locale::Locales;
use crate::lifecycle::Lifecycle;
use crate::store::Store;

type RecordSchema = Schema<Query, Mutation, Subscription>;

/// The schema in GraphQL's schema definition language.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_enum_items().include_specified_by();
    builder().finish().sdl_with_options(options)
}

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation, Subscription)
        .register_output_type::<Item>()
        .register_output_type::<Node>()
        .register_output_type::<UserError>()
}

/// Executes requests.
#[derive(Clone)]
pub struct Api {
    schema: RecordSchema,
    types: Arc<Types>,
    store: Store,
    lifecycle: Lifecycle,
    limits: LimitSettings,
    default_locales: Locales,
}

impl Api {
    /// An executor over a store.
    pub fn new(store: Store, lifecycle: Lifecycle, limits: LimitSettings, default_locales: Locales) -> Self {
        let schema = builder()
            .data(store.clone())
            .data(guard::Guarded(limits))
            .limit_complexity(limits.operation_cost)
            .disable_suggestions()
            .finish();
        // The schema has just been printed by the library that reads it here; a test holds that it can.
        let types = Arc::new(Types::of(&schema.sdl()).unwrap_or_default());
        Self { schema, types, store, lifecycle, limits, default_locales }
    }

    /// The store that is read.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What requests are held to.
    pub fn limits(&self) -> &LimitSettings {
        &self.limits
    }

    /// Guards and parses a request. What comes back says which kind of operation it is, and can be
    /// executed with [`Api::execute_admitted`].
    pub fn admit(&self, mut request: Request) -> Result<Admitted, Box<Response>> {
        let refused = |error: ApiError| Box::new(Response::from_errors(vec![error.into_server_error()]));
        guard::check_text(&request.query, &self.limits).map_err(refused)?;
        let document = async_graphql::parser::parse_query(&request.query)
            .map_err(|error| Box::new(Response::from_errors(vec![coded(error.into(), ErrorCode::ParseFailed)])))?;
        guard::check_document(&document, &self.limits).map_err(refused)?;
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
        let shape = Shape::of(&self.types, &document, &operation.node);
        let operation = operation.node.ty;
        request.set_parsed_query(document);
        Ok(Admitted { request, operation, shape })
    }

    /// Executes a query or mutation.
    pub async fn execute_admitted(&self, admitted: Admitted, requester: Requester) -> Response {
        let span = tracing::info_span!("operation", request_id = %requester.request_id);
        async {
            let requester = Requester { locales: requester.locales_or(&self.default_locales), ..requester };
            let driver = Driver::default();
            let reader = Reader::new(&self.store, requester.locales.clone(), driver.clone());
            let request = admitted.request.data(reader.clone()).data(driver.clone()).data(requester);
            let response = driver.run(self.schema.execute(request)).await;
            tracing::debug!(statements = reader.snapshot().statements(), "executed");
            reader.close().await;
            finish(response, &admitted.shape)
        }
        .instrument(span)
        .await
    }

    /// An operation of a session, which may have lasted longer than its opener's token. It runs in a
    /// task of its own: a client that does not read holds one finished answer, and no connection.
    fn session(&self, admitted: Admitted, requester: Requester) -> BoxStream<'static, Response> {
        let api = self.clone();
        let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
        self.lifecycle.spawn(async move {
            let mut responses = match requester.viewer.recheck(&api.store).await {
                Ok(()) => api.start(admitted, requester),
                Err(refused) => {
                    let refused = Response::from_errors(vec![ApiError::from(refused).into_server_error()]);
                    futures_util::stream::once(std::future::ready(refused)).boxed()
                }
            };
            loop {
                let response = tokio::select! {
                    () = sender.closed() => break,
                    response = responses.next() => response,
                };
                let Some(response) = response else { break };
                if sender.send(response).await.is_err() {
                    break;
                }
            }
        });
        async_stream::stream! {
            while let Some(response) = receiver.recv().await {
                yield response;
            }
        }
        .boxed()
    }

    fn start(&self, admitted: Admitted, requester: Requester) -> BoxStream<'static, Response> {
        if admitted.operation == OperationType::Subscription {
            let requester = Requester { locales: requester.locales_or(&self.default_locales), ..requester };
            let span = tracing::info_span!("subscription", request_id = %requester.request_id);
            let shape = admitted.shape;
            let driver = Driver::default();
            let request = admitted.request.data(driver.clone()).data(requester);
            let responses = driver.stream(self.schema.execute_stream(request));
            return tracing_stream(responses, span).map(move |response| finish(response, &shape)).boxed();
        }
        let api = self.clone();
        futures_util::stream::once(async move { api.execute_admitted(admitted, requester).await }).boxed()
    }
}

/// A request that passed the guards.
pub struct Admitted {
    request: Request,
    /// Which kind of operation it asks for.
    pub operation: OperationType,
    shape: Shape,
}

impl Executor for Api {
    async fn execute(&self, mut request: Request) -> Response {
        let requester = take_requester(&mut request.data, None);
        match self.admit(request) {
            Ok(admitted) => self.execute_admitted(admitted, requester).await,
            Err(response) => *response,
        }
    }

    fn execute_stream(&self, mut request: Request, session_data: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let requester = take_requester(&mut request.data, session_data.as_deref());
        match self.admit(request) {
            Ok(admitted) => self.session(admitted, requester),
            Err(response) => futures_util::stream::once(std::future::ready(*response)).boxed(),
        }
    }
}

/// Who sent a request, as the transport noted it with the request or with the session.
fn take_requester(request: &mut Data, session: Option<&Data>) -> Requester {
    let noted = |data: &Data| data.get(&TypeId::of::<Requester>())?.downcast_ref::<Requester>().cloned();
    noted(request).or_else(|| session.and_then(noted)).unwrap_or_default()
}

/// Responses whose work is logged under a span.
fn tracing_stream(
    responses: impl futures_util::Stream<Item = Response> + Send + 'static,
    span: tracing::Span,
) -> impl futures_util::Stream<Item = Response> + Send {
    async_stream::stream! {
        let mut responses = std::pin::pin!(responses);
        while let Some(response) = responses.next().instrument(span.clone()).await {
            yield response;
        }
    }
}

/// Completes the data, and gives a code to the errors that the library raised by itself.
fn finish(mut response: Response, shape: &Shape) -> Response {
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
    response.errors = response.errors.into_iter().map(code).collect();
    response
}

fn coded(mut error: ServerError, code: ErrorCode) -> ServerError {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.as_str());
    error
}
