//! The site on a port.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

use crate::Site;
use crate::answer::{Answer, HEADERS};
use crate::encoding::Encoding;
use crate::site::Question;

/// How long to wait when a connection could not be taken.
const AFTER_TROUBLE: Duration = Duration::from_millis(20);

/// A site on a port. It listens from the moment it is made.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Site,
}

/// Why a server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Somebody else has the port.
    #[error(
        "{address} is in use: is `laneway serve` running already? choose another port by --addr, such as --addr 127.0.0.1:0 for any free one"
    )]
    InUse {
        /// As it was given.
        address: String,
    },
    /// The address is none, or none of this machine, or may not be used.
    #[error("cannot serve on {address}: {source}; give --addr HOST:PORT, such as --addr 127.0.0.1:8377")]
    Address {
        /// As it was given.
        address: String,
        /// What the system said.
        source: io::Error,
    },
}

impl Server {
    /// Listens on an address, `HOST:PORT`; port 0 is any free port. What is asked for first is made before it returns.
    pub fn bind(address: &str, site: Site) -> Result<Self, BindError> {
        let listen = || -> io::Result<(TcpListener, SocketAddr)> {
            let addresses: Vec<SocketAddr> = address.to_socket_addrs()?.collect();
            let listener = TcpListener::bind(addresses.as_slice())?;
            listener.set_nonblocking(true)?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        match listen() {
            Ok((listener, address)) => {
                site.warm();
                Ok(Self {
                    listener,
                    address,
                    site,
                })
            }
            Err(source) if source.kind() == io::ErrorKind::AddrInUse => Err(BindError::InUse {
                address: address.to_owned(),
            }),
            Err(source) => Err(BindError::Address {
                address: address.to_owned(),
                source,
            }),
        }
    }

    /// The address of the page, with a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// True if only this machine can reach it.
    pub fn is_private(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// Serves until the process ends. On one thread: a browser on the same machine asks for little, and
    /// reading a file of some megabytes takes milliseconds.
    ///
    /// # Errors
    /// The system has no means to wait for connections.
    pub fn run(self) -> io::Result<Infallible> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let site = Arc::new(self.site);
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async move {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    // Gone before it was taken, or one too many for this process: others may end meanwhile.
                    tokio::time::sleep(AFTER_TROUBLE).await;
                    continue;
                };
                let site = Arc::clone(&site);
                tokio::task::spawn_local(async move {
                    let service = service_fn(|request| {
                        let response = respond(&site, &request);
                        async move { Ok::<_, Infallible>(response) }
                    });
                    let connection =
                        http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                    // A browser that hangs up in the middle is no concern of ours.
                    let _ = pin!(connection).await;
                });
            }
        })
    }
}

fn respond(site: &Site, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let text = |name: HeaderName| text(request.headers(), &name);
    let answer = site.answer(&Question {
        method: request.method().as_str(),
        path: request.uri().path(),
        host: request
            .headers()
            .contains_key(header::HOST)
            .then(|| text(header::HOST)),
        accept_encoding: text(header::ACCEPT_ENCODING),
        if_none_match: Some(text(header::IF_NONE_MATCH)).filter(|tags| !tags.is_empty()),
    });
    to_http(answer)
}

/// A header as text; empty if it is not there, or is none.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Hyper leaves out the body where the question was HEAD.
fn to_http(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::builder()
        .status(answer.status)
        .header(header::CONTENT_TYPE, answer.content_type);
    for (name, value) in HEADERS {
        response = response.header(name, value);
    }
    if answer.encoding != Encoding::Identity {
        response = response.header(header::CONTENT_ENCODING, answer.encoding.name());
    }
    if let Some(etag) = answer.etag {
        response = response.header(header::ETAG, etag.as_ref());
    }
    if let Some(allow) = answer.allow {
        response = response.header(header::ALLOW, allow);
    }
    let body = match answer.body {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    // Every status and header above is a valid one.
    response.body(Full::new(body)).unwrap_or_default()
}
