//! What the tests share: a database, the service, people who use it.

mod cluster;
mod person;
pub(crate) mod s3;
mod service;
mod site;

pub(crate) use cluster::Cluster;
pub(crate) use person::Person;
pub(crate) use s3::S3Server;
pub(crate) use service::{Process, Service, address_of, environment, free_port};
pub(crate) use site::Site;

/// An HTTP client. Built together with other packages it may know TLS, and then asks for a provider of cryptography, used or not.
pub(crate) fn client() -> reqwest::Client {
    // The second time it is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A PNG of one pixel.
pub(crate) const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82";

/// A PNG of that many bytes; decoders do not mind what follows the end.
pub(crate) fn png_of(length: usize) -> Vec<u8> {
    let mut bytes = PNG.to_vec();
    bytes.resize(length, 7);
    bytes
}

/// The JSON of an answer, with its status.
pub(crate) async fn json(response: reqwest::Response) -> (u16, serde_json::Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{status} {text:?}: {error}"));
    (status, value)
}

/// The form of an upload: the fields, then the file.
pub(crate) fn form(fields: &serde_json::Value, file: Vec<u8>) -> reqwest::multipart::Form {
    let form =
        fields.as_object().unwrap().iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| {
            form.text(name.clone(), value.as_str().unwrap().to_owned())
        });
    form.part("file", reqwest::multipart::Part::bytes(file).file_name("image.png"))
}
