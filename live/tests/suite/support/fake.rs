//! A small second implementation of the service's interface, behind what CloudFront does, with a storage of its own.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Multipart, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream;
use infragrade_live::robot::Picture;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::world::{Bug, Image, World};

const PAGE: &str = "<!doctype html><title>Yoctogram</title>";

/// A website with its storage, until it is dropped.
pub(crate) struct Fake {
    pub(crate) origin: String,
    /// Where its pictures are.
    pub(crate) storage: String,
    _runtime: Runtime,
}

struct Site {
    bug: Bug,
    world: World,
    storage: String,
}

type Shared = State<Arc<Site>>;

impl Fake {
    pub(crate) fn start(bug: Bug) -> Self {
        let runtime = Runtime::new().unwrap();
        let [site, storage] = [(), ()].map(|()| runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap());
        let origin = |listener: &TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let (home, storage_origin) = (origin(&site), origin(&storage));
        let state = Arc::new(Site { bug, world: World::default(), storage: storage_origin.clone() });
        let (front, back) = (website(state.clone()), bucket(state));
        runtime.spawn(async move { axum::serve(site, front).await });
        runtime.spawn(async move { axum::serve(storage, back).await });
        Self { origin: home, storage: storage_origin, _runtime: runtime }
    }
}

fn website(site: Arc<Site>) -> Router {
    let service = Router::new()
        .route("/health", get(|| async { Json(json!({"success": true})) }))
        .route("/auth/register/", post(register))
        .route("/auth/login/", post(login))
        .route("/images/upload/{privacy}/generate", post(generate))
        .route("/images/media/{id}", get(media));
    let front = middleware::from_fn_with_state(site.clone(), cloudfront);
    Router::new().nest("/api/v1", service).fallback(|| async { Html(PAGE) }).layer(front).with_state(site)
}

fn bucket(site: Arc<Site>) -> Router {
    Router::new().route("/{bucket}", post(store)).route("/{bucket}/{id}", get(fetch)).with_state(site)
}

/// What stands before the service: every 404 is a page with 200, and what can go wrong there.
async fn cloudfront(State(site): Shared, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let from =
        |server, status, body: &'static str| (status, [(header::SERVER, server)], Html(body)).into_response();
    let to = |status, location: &str| (status, [(header::LOCATION, location.to_owned())]).into_response();
    match site.bug {
        Bug::NoApiBehaviour => return Html(PAGE).into_response(),
        Bug::NoMethods if path.contains("/register") => {
            let body = "<html>This distribution is not configured to allow the HTTP request method</html>";
            return from("CloudFront", StatusCode::FORBIDDEN, body);
        }
        Bug::NoOrigin => return from("CloudFront", StatusCode::BAD_GATEWAY, "<html>502</html>"),
        Bug::NoContainer => return from("awselb/2.0", StatusCode::SERVICE_UNAVAILABLE, "<html>503</html>"),
        Bug::RedirectLoop => return to(StatusCode::TEMPORARY_REDIRECT, &path),
        Bug::RedirectToHttps => return to(StatusCode::MOVED_PERMANENTLY, &path),
        Bug::RedirectElsewhere if path.contains("/media/") => {
            return to(StatusCode::FOUND, "http://localhost.example/");
        }
        _ => {}
    }
    let answer = next.run(request).await;
    match answer.status() {
        StatusCode::NOT_FOUND => Html(PAGE).into_response(),
        _ => answer,
    }
}

fn refused(status: StatusCode, detail: &str) -> Response {
    (status, Json(json!({"success": false, "detail": detail}))).into_response()
}

async fn register(State(site): Shared, Json(body): Json<Value>) -> Response {
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    assert!(text("email").ends_with("@infracourse.cloud"));
    if site.bug == Bug::InternalError {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error");
    }
    site.world.passwords.lock().unwrap().insert(text("username"), text("password"));
    (StatusCode::CREATED, Json(json!({"success": true}))).into_response()
}

async fn login(State(site): Shared, Json(body): Json<Value>) -> Response {
    let [name, password] = ["username", "password"].map(|name| body[name].as_str().unwrap().to_owned());
    if site.world.passwords.lock().unwrap().get(&name) != Some(&password) {
        return refused(StatusCode::UNAUTHORIZED, "wrong");
    }
    let token = json!({"access_token": format!("token-of-{name}"), "token_type": "bearer"});
    match site.bug {
        Bug::HangsAtLogin => std::future::pending().await,
        Bug::DripsAtLogin => forever(Bytes::from_static(b" "), Duration::from_millis(20)),
        Bug::ClosesAtLogin => {
            ([(header::CONTENT_LENGTH, "1000")], forever_failing(r#"{"access_token": "#)).into_response()
        }
        Bug::EndlessAnswer => forever(Bytes::from(vec![b' '; 1 << 16]), Duration::ZERO),
        Bug::InvalidJson => r#"{"access_token": "#.into_response(),
        Bug::LoginWithoutToken => Json(json!({"token_type": "bearer"})).into_response(),
        _ => Json(token).into_response(),
    }
}

/// The same bytes again and again, up to 5 GB.
fn forever(bytes: Bytes, pause: Duration) -> Response {
    let times = (5 << 30) / bytes.len();
    let drops = stream::unfold(0, move |sent| {
        let bytes = bytes.clone();
        async move {
            tokio::time::sleep(pause).await;
            (sent < times).then_some((Ok::<_, Infallible>(bytes), sent + 1))
        }
    });
    Body::from_stream(drops).into_response()
}

/// A body that breaks off.
fn forever_failing(beginning: &'static str) -> Body {
    Body::from_stream(stream::iter([Ok(Bytes::from(beginning)), Err(std::io::Error::other("broken off"))]))
}

/// Whose token it is.
fn caller(site: &Site, headers: &HeaderMap) -> Option<String> {
    let token = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer token-of-")?;
    (site.bug != Bug::DropsHeaders).then(|| token.to_owned())
}

async fn generate(State(site): Shared, Path(privacy): Path<String>, headers: HeaderMap) -> Response {
    let Some(owner) = caller(&site, &headers) else {
        return refused(StatusCode::UNAUTHORIZED, "no valid token");
    };
    let mut images = site.world.images.lock().unwrap();
    let id = format!("image-{}", images.len());
    images.insert(id.clone(), Image { owner, public: privacy == "public", bytes: None });
    let url = match site.bug {
        Bug::UploadElsewhere => "https://yoctogram.example/upload".to_owned(),
        _ => format!("{}/{privacy}", site.storage),
    };
    if site.bug == Bug::FormWithoutFields {
        return Json(json!({"success": true, "id": id, "url": url})).into_response();
    }
    Json(json!({"success": true, "id": id, "url": url, "fields": {"key": id, "policy": "cG9saWN5\""}}))
        .into_response()
}

/// S3's part: the fields come first, the file comes last, and tokens do not come at all.
async fn store(
    State(site): Shared,
    Path(bucket): Path<String>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let denied = match site.bug {
        Bug::UploadRefused => true,
        Bug::PrivateUploadRefused => bucket == "private",
        _ => false,
    };
    if denied || headers.contains_key(header::AUTHORIZATION) || !headers.contains_key(header::CONTENT_LENGTH)
    {
        let error = r#"<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"#;
        return (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/xml")], error).into_response();
    }
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        fields.push((name, field.content_type().map(str::to_owned), field.bytes().await.unwrap()));
    }
    let names: Vec<&str> = fields.iter().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!(names, ["key", "policy", "file"]);
    assert_eq!(fields[1].2.as_ref(), b"cG9saWN5\"");
    assert_eq!(fields[2].1.as_deref(), Some("image/png"));
    let id = String::from_utf8(fields[0].2.to_vec()).unwrap();
    let picture = Picture::from_png(&fields[2].2).unwrap();
    assert_eq!((picture.width(), picture.height()), (1000, 1000));
    site.world.images.lock().unwrap().get_mut(&id).unwrap().bytes = Some(fields[2].2.to_vec());
    StatusCode::NO_CONTENT.into_response()
}

async fn media(State(site): Shared, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Some(viewer) = caller(&site, &headers) else {
        return refused(StatusCode::UNAUTHORIZED, "no token");
    };
    let kept = site.world.cache.lock().unwrap().get(&id).cloned();
    if let Some(uri) = kept.filter(|_| site.bug == Bug::CachesAnswers) {
        return Json(json!({"success": true, "uri": uri})).into_response();
    }
    let images = site.world.images.lock().unwrap();
    let Some(image) = images.get(&id) else {
        return refused(StatusCode::NOT_FOUND, "no such image");
    };
    let mut uri = format!("{}/bucket/{id}?signature=right", site.storage);
    if image.owner != viewer && (!image.public || site.bug == Bug::HidesPublic) {
        match site.bug {
            Bug::LeaksAddress => {}
            Bug::GivesRefusedAddress => uri = uri.replace("right", "wrong"),
            Bug::LeaksBytes => return image.bytes.clone().unwrap().into_response(),
            _ => return refused(StatusCode::NOT_FOUND, "no such image"),
        }
    }
    if site.bug == Bug::PictureElsewhere {
        uri = uri.replace(&site.storage, "https://pictures.example");
    }
    site.world.cache.lock().unwrap().insert(id, uri.clone());
    Json(json!({"success": true, "uri": uri})).into_response()
}

/// CloudFront's and S3's part: whoever has the signature gets the picture.
async fn fetch(
    State(site): Shared,
    Path((_, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let is_signed =
        query.as_deref() == Some("signature=right") && !headers.contains_key(header::AUTHORIZATION);
    if !is_signed || site.bug == Bug::PictureRefused {
        let error = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
        return (StatusCode::FORBIDDEN, error).into_response();
    }
    match site.bug {
        Bug::WrongPicture => Picture::random(1000, 1000).to_png().into_response(),
        Bug::HugePicture => huge().into_response(),
        Bug::PageForPicture => Html(PAGE).into_response(),
        Bug::EndlessPicture => forever(Bytes::from(vec![0; 1 << 16]), Duration::ZERO),
        _ => site.world.images.lock().unwrap()[&id].bytes.clone().unwrap().into_response(),
    }
}

/// A PNG file whose head promises 400 megapixels.
fn huge() -> Vec<u8> {
    let mut file = Picture::random(8, 20_000).to_png();
    file.truncate(file.len() / 2);
    file
}
