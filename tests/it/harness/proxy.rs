//! A way to somewhere that can be cut and blocked.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Where a proxy leads.
#[derive(Clone, Debug)]
pub enum Target {
    Tcp(String),
    Unix(PathBuf),
}

/// What becomes of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Everything goes through.
    Open,
    /// Connections stay, but nothing goes through.
    Blocked,
    /// All connections are cut, and new ones too.
    Cut,
}

/// A port on 127.0.0.1 that leads elsewhere.
pub struct Proxy {
    pub port: u16,
    way: watch::Sender<Way>,
    _running: JoinSet<()>,
}

impl Proxy {
    pub async fn to(target: Target) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let way = watch::Sender::new(Way::Open);
        let mut running = JoinSet::new();
        let ways = Arc::new(way.clone());
        running.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let (target, way) = (target.clone(), ways.subscribe());
                connections.spawn(async move {
                    let _ = forward(client, target, way).await;
                });
            }
        });
        Self { port, way, _running: running }
    }

    pub fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn forward(client: TcpStream, target: Target, way: watch::Receiver<Way>) -> std::io::Result<()> {
    let mut cut = way.clone();
    let (from_client, to_client) = client.into_split();
    let passing = async {
        match target {
            Target::Tcp(address) => {
                let (from_server, to_server) = TcpStream::connect(address).await?.into_split();
                tokio::join!(pass(from_client, to_server, way.clone()), pass(from_server, to_client, way));
            }
            Target::Unix(path) => {
                let (from_server, to_server) = UnixStream::connect(path).await?.into_split();
                tokio::join!(pass(from_client, to_server, way.clone()), pass(from_server, to_client, way));
            }
        }
        Ok(())
    };
    tokio::select! {
        passed = passing => passed,
        _ = cut.wait_for(|way| *way == Way::Cut) => Ok(()),
    }
}

async fn pass(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut way: watch::Receiver<Way>) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read) = from.read(&mut buffer).await {
        if read == 0 || way.wait_for(|way| *way == Way::Open).await.is_err() {
            break;
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}
