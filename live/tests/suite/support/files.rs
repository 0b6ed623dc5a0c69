//! Serves a website's files as CloudFront does: what is not there is index.html, with status 200.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Contents by path, such as `/assets/index.js`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A website of files only, until it is dropped.
pub(crate) struct Static {
    pub(crate) origin: String,
    _runtime: Runtime,
}

impl Static {
    pub(crate) fn start(files: Files) -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(serve).with_state(Arc::new(files));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { origin, _runtime: runtime }
    }
}

async fn serve(State(files): State<Arc<Files>>, request: Request) -> Response {
    const PAGE: &str = "/index.html";
    let path = request.uri().path();
    let path = if files.contains_key(path) { path } else { PAGE };
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/html; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, kind)], files[path].clone()).into_response()
}

/// A page with nothing else.
pub(crate) fn page(html: &str) -> Files {
    [("/index.html".to_owned(), html.as_bytes().to_vec())].into()
}

/// The frontend as it is built.
pub(crate) fn frontend() -> Files {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist");
    assert!(
        dist.join("index.html").is_file(),
        "web/dist is not there: build it with `cd web && npm ci && npm run build`"
    );
    let mut files = Files::new();
    for folder in ["", "assets"] {
        for entry in fs::read_dir(dist.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&dist).unwrap().to_str().unwrap();
                files.insert(format!("/{name}"), fs::read(&path).unwrap());
            }
        }
    }
    files
}
