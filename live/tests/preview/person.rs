//! Two people who use the website: the ten calls of the course's robot.

use std::net::SocketAddr;

use infragrade_live::preview::Preview;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Certificate, Client, Response, multipart};
use serde_json::{Value, json};

/// A client that knows the preview's names and authority, and nothing else.
pub fn client(preview: &Preview) -> Client {
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    let authority = Certificate::from_pem(preview.authority().as_bytes()).unwrap();
    Client::builder()
        .tls_certs_only([authority])
        .dns_resolver(std::sync::Arc::new(Names(preview.hosts().clone())))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(10))
        .no_proxy()
        .build()
        .unwrap()
}

struct Names(infragrade_live::preview::Hosts);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let found: Option<SocketAddr> = self.0.get(name.as_str()).copied();
        Box::pin(async move {
            match found {
                Some(address) => Ok(Box::new(std::iter::once(address)) as Addrs),
                None => Err(format!("{} does not resolve", name.as_str()).into()),
            }
        })
    }
}

/// Where the run ended: the number of the first step that failed, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Failed {
    pub step: u8,
    pub why: String,
}

struct Site {
    client: Client,
    base: String,
}

struct Posted {
    id: String,
    picture: Vec<u8>,
}

/// The ten steps.
pub async fn use_website(preview: &Preview) -> Result<(), Failed> {
    let site = Site {
        client: client(preview),
        base: "https://yoctogram.codyho.infracourse.cloud/api/v1".to_owned(),
    };
    let at = |step: u8| move |why: String| Failed { step, why };
    site.register("ada").await.map_err(at(1))?;
    let ada = site.login("ada").await.map_err(at(2))?;
    site.register("bob").await.map_err(at(3))?;
    let bob = site.login("bob").await.map_err(at(4))?;
    let public = site.post(&ada, "public").await.map_err(at(5))?;
    let private = site.post(&ada, "private").await.map_err(at(6))?;
    site.sees(&ada, &public).await.map_err(at(7))?;
    site.sees(&ada, &private).await.map_err(at(8))?;
    site.sees(&bob, &public).await.map_err(at(9))?;
    match site.media(&bob, &private).await {
        Ok(uri) => Err(at(10)(format!("a stranger was given {uri}"))),
        Err(_) => Ok(()),
    }
}

impl Site {
    async fn register(&self, name: &str) -> Result<(), String> {
        let email = format!("{name}@infracourse.cloud");
        let body =
            json!({"username": format!("{name}123456789"), "password": "abcDEF123456", "email": email});
        let answer = self.call("/auth/register/", &body).await?;
        let success = answer["success"] == true;
        if success { Ok(()) } else { Err(answer.to_string()) }
    }

    async fn login(&self, name: &str) -> Result<String, String> {
        let body = json!({"username": format!("{name}123456789"), "password": "abcDEF123456"});
        let answer = self.call("/auth/login/", &body).await?;
        answer["access_token"].as_str().map(str::to_owned).ok_or_else(|| answer.to_string())
    }

    async fn call(&self, path: &str, body: &Value) -> Result<Value, String> {
        let request = self.client.post(format!("{}{path}", self.base)).json(body);
        read(request.header("origin", "https://yoctogram.codyho.infracourse.cloud").send().await).await
    }

    async fn post(&self, token: &str, privacy: &str) -> Result<Posted, String> {
        let request =
            self.client.post(format!("{}/images/upload/{privacy}/generate", self.base)).bearer_auth(token);
        let answer = read(request.send().await).await?;
        let fields = answer["fields"].as_object().ok_or_else(|| answer.to_string())?;
        let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        picture.resize(50_000, privacy.as_bytes()[1]);
        let form = fields.iter().fold(multipart::Form::new(), |form, (name, value)| {
            form.text(name.clone(), value.as_str().unwrap().to_owned())
        });
        let form = form.part("file", multipart::Part::bytes(picture.clone()).file_name("image.png"));
        let url = answer["url"].as_str().unwrap();
        let sent = self
            .client
            .post(url)
            .multipart(form)
            .header("origin", "https://yoctogram.codyho.infracourse.cloud");
        let response = sent.send().await.map_err(|error| format!("{error:?}"))?;
        let status = response.status().as_u16();
        if !matches!(status, 200 | 204) {
            return Err(format!(
                "the upload was answered with {status}: {}",
                response.text().await.unwrap_or_default()
            ));
        }
        Ok(Posted { id: answer["id"].as_str().unwrap().to_owned(), picture })
    }

    async fn media(&self, token: &str, posted: &Posted) -> Result<String, String> {
        let request = self.client.get(format!("{}/images/media/{}", self.base, posted.id)).bearer_auth(token);
        let answer = read(request.send().await).await?;
        answer["uri"].as_str().map(str::to_owned).ok_or_else(|| answer.to_string())
    }

    async fn sees(&self, token: &str, posted: &Posted) -> Result<(), String> {
        let uri = self.media(token, posted).await?;
        let response = self.client.get(&uri).send().await.map_err(|error| format!("{uri}: {error:?}"))?;
        let status = response.status();
        let bytes = response.bytes().await.map_err(|error| error.to_string())?;
        if bytes == posted.picture {
            Ok(())
        } else {
            Err(format!("{uri} was answered with {status}, and another picture"))
        }
    }
}

async fn read(sent: reqwest::Result<Response>) -> Result<Value, String> {
    let response = sent.map_err(|error| format!("{error:?}"))?;
    let status = response.status();
    let text = response.text().await.map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|_| format!("{status}: {text}"))
}
