//! Accepting connections: a pause when the system has no room for another, and an end for peers that
//! leave everything unread. Without the latter a client that never reads would hold its buffers, and
//! whatever writes to it, for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::{Acceptor, TcpAcceptor};
use poem::web::{LocalAddr, RemoteAddr};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

/// How long to wait before accepting again after a failure.
const PAUSE: Duration = Duration::from_millis(100);

/// How a client begins that speaks HTTP/2 without asking. Its streams are held up one by one, inside of a
/// connection that goes on, where nobody here would notice it.
const HTTP2: &[u8] = b"PRI * HTTP/2.0";

/// How long a peer may take for its first request, and the service for answering it.
const FIRST_ANSWER: Duration = Duration::from_mins(1);

/// Bytes that may wait in the system to be sent, beyond what is on its way: left to itself, Linux takes
/// megabytes for each peer that reads nothing before anybody here notices it.
#[cfg(any(target_os = "android", target_os = "linux"))]
const UNSENT: u32 = 32 * 1024;

/// Accepts TCP connections.
pub struct PatientAcceptor {
    inner: TcpAcceptor,
    /// How long a peer may leave everything unread.
    stall: Duration,
}

impl PatientAcceptor {
    /// Accepts what another acceptor does, and waits so long for peers that read nothing.
    pub fn new(inner: TcpAcceptor, stall: Duration) -> Self {
        Self { inner, stall }
    }
}

impl Acceptor for PatientAcceptor {
    type Io = Connection;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.inner.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Connection, LocalAddr, RemoteAddr, Scheme)> {
        let (stream, local, remote, scheme) = match self.inner.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be accepted");
                tokio::time::sleep(PAUSE).await;
                return Err(error);
            }
        };
        // Events are small and should not wait for others to fill a packet.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection cannot be told to send at once");
        }
        hold_little(&stream);
        Ok((
            Connection {
                stream,
                stall: self.stall,
                stalled: None,
                begun: false,
                unanswered: Some(Box::pin(tokio::time::sleep(FIRST_ANSWER))),
            },
            local,
            remote,
            scheme,
        ))
    }
}

#[cfg(any(target_os = "android", target_os = "linux"))]
fn hold_little(stream: &TcpStream) {
    if let Err(error) = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT) {
        tracing::debug!(%error, "a connection cannot be told to hold little");
    }
}

/// Other systems hold little by themselves.
#[cfg(not(any(target_os = "android", target_os = "linux")))]
fn hold_little(_: &TcpStream) {}

/// A connection that fails once its peer has read nothing for too long.
pub struct Connection {
    stream: TcpStream,
    stall: Duration,
    /// When it fails, while something cannot be written.
    stalled: Option<Pin<Box<Sleep>>>,
    /// Whether anything was read.
    begun: bool,
    /// When it fails if the first request is not answered, until it is.
    unanswered: Option<Pin<Box<Sleep>>>,
}

impl Connection {
    /// What came of writing, or the failure if it has been waited for too long.
    fn watch<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        self.unanswered = None;
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let deadline = Instant::now() + self.stall;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer reads nothing")))
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if read.is_pending()
            && let Some(unanswered) = &mut self.unanswered
        {
            ready!(unanswered.as_mut().poll(cx));
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "no request came in time")));
        }
        ready!(read)?;
        let is_http2 = !self.begun && buffer.filled()[before..].starts_with(HTTP2);
        self.begun = true;
        if is_http2 {
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "HTTP/2 is spoken by the proxy in front",
            )));
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.watch(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
