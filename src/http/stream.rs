//! Operations as HTTP bodies that go on: one loop for all transports, which differ in how they write
//! what an operation says.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _};
use poem::http::{HeaderValue, StatusCode, header};
use poem::{Body, Response};

use super::Service;
use crate::feed::{Refused, Slot};
use crate::graphql::{Output, Requester};
use crate::sync::ticking;

/// How a transport writes a stream.
pub trait Framing: Send + 'static {
    /// The media type of the body.
    const MEDIA_TYPE: &'static str;
    /// What is sent first.
    const OPENING: &'static str;
    /// A sign of life.
    const BEAT: &'static str;
    /// What is sent last when the operation is complete.
    const COMPLETE: &'static str;
    /// What is sent last when the service restarts, so that clients come back.
    const RESTART: &'static str;

    /// One output.
    fn write(&self, output: Output) -> String;
}

/// The places that a streaming request takes.
pub fn slots(service: &Service, address: Option<IpAddr>, requester: &Requester) -> Result<Vec<Slot>, Refused> {
    let mut slots = service.admission.connection(address)?;
    if let Some(editor) = requester.viewer.editor() {
        slots.push(service.admission.token(editor.actor())?);
    }
    Ok(slots)
}

/// A response whose body is what an operation says, until it is complete.
pub fn respond<F: Framing>(
    service: &Service,
    slots: Vec<Slot>,
    operation: BoxStream<'static, Output>,
    framing: F,
) -> Response {
    let every = Duration::from_secs(service.api.feed_settings().ping_seconds);
    let (stopping, counted) = (service.lifecycle.stopping(), service.lifecycle.track());
    let chunks = async_stream::stream! {
        let _held = (slots, counted);
        let mut operation = operation;
        let mut beat = ticking(every);
        yield F::OPENING.to_owned();
        loop {
            let chunk = tokio::select! {
                () = stopping.cancelled() => None,
                _ = beat.tick() => Some(F::BEAT.to_owned()),
                output = operation.next() => output.map(|output| framing.write(output)),
            };
            match chunk {
                Some(chunk) => yield chunk,
                // The tasks behind operations end too when the service stops.
                None if stopping.is_cancelled() => {
                    yield F::RESTART.to_owned();
                    break;
                }
                None => {
                    yield F::COMPLETE.to_owned();
                    break;
                }
            }
        }
    };
    body(F::MEDIA_TYPE, chunks)
}

/// A response whose body is sent chunk by chunk, and kept by nobody on the way.
pub fn body(media_type: &'static str, chunks: impl Stream<Item = String> + Send + 'static) -> Response {
    let chunks = chunks.filter(|chunk| std::future::ready(!chunk.is_empty()));
    let body = Body::from_bytes_stream(chunks.map(|chunk| Ok::<_, std::io::Error>(chunk.into_bytes())));
    let mut response = Response::builder().status(StatusCode::OK).content_type(media_type).body(body);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather answers before they pass them on are asked not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
