//! The ten steps of interaction, in order. A failed step ends the run.

use std::iter;

use serde_json::{Value, json};
use url::Url;

use super::http::{Answer, Client, Failure, Request, printable};
use super::ledger::{Ledger, Stopped};
use super::picture::Picture;
use super::problem::Problem;

/// Points for each step.
pub(super) const POINTS: f64 = 4.0;

/// The ids and titles, in order.
pub(super) const STEPS: [(&str, &str); 10] = [
    ("interaction.first.register", "create a first account"),
    ("interaction.first.login", "log in to it"),
    ("interaction.second.register", "create a second account"),
    ("interaction.second.login", "log in to it"),
    ("interaction.post.public", "post a public picture from the first"),
    ("interaction.post.private", "post a private picture from the first"),
    ("interaction.view.own_public", "the first sees its public picture"),
    ("interaction.view.own_private", "the first sees its private picture"),
    ("interaction.view.others_public", "the second sees the public picture"),
    ("interaction.view.others_private", "the second cannot reach the private one"),
];

/// The sides of the pictures that are posted.
const SIDE: usize = 1000;

/// Takes the steps, up to the first that fails.
pub(super) fn walk(client: &Client, ledger: &mut Ledger<'_>) -> Result<(), Stopped> {
    let visitor = Visitor { client };
    let (first, second) = (Account::random(), Account::random());
    ledger.step(|| visitor.register(&first))?;
    let first = ledger.step(|| visitor.login(&first))?;
    ledger.step(|| visitor.register(&second))?;
    let second = ledger.step(|| visitor.login(&second))?;
    let public = ledger.step(|| visitor.post(&first, Privacy::Public))?;
    let private = ledger.step(|| visitor.post(&first, Privacy::Private))?;
    ledger.step(|| visitor.sees(&first, &public))?;
    ledger.step(|| visitor.sees(&first, &private))?;
    ledger.step(|| visitor.sees(&second, &public))?;
    ledger.step(|| visitor.cannot_reach(&second, &private))
}

/// Somebody who has not been here before.
struct Account {
    username: String,
    email: String,
    password: String,
}

impl Account {
    fn random() -> Self {
        let word = || iter::repeat_with(fastrand::alphanumeric).take(12).collect::<String>();
        Self { username: word(), email: format!("{}@infracourse.cloud", word()), password: word() }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Privacy {
    Public,
    Private,
}

impl Privacy {
    fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}

struct Token(String);

/// A picture that was posted.
struct Posted {
    id: String,
    privacy: Privacy,
    picture: Picture,
}

struct Visitor<'a> {
    client: &'a Client,
}

impl Visitor<'_> {
    fn register(&self, account: &Account) -> Result<(), Problem> {
        let Account { username, email, password } = account;
        let body = json!({"username": username, "email": email, "password": password});
        let answer = self.call(&Request::post_json(self.api("auth/register/"), &body))?;
        succeeded(&answer, false).map(drop)
    }

    fn login(&self, account: &Account) -> Result<Token, Problem> {
        let body = json!({"username": account.username, "password": account.password});
        let answer = self.call(&Request::post_json(self.api("auth/login/"), &body))?;
        let value = answer.json().filter(|_| answer.status == 200);
        let value = value.ok_or_else(|| Problem::answered(&answer, false))?;
        match value["access_token"].as_str() {
            Some(token) if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Ok(Token(token.to_owned()))
            }
            _ => Err(Problem::new(
                "the service answered without an access_token",
                "is the container built from the folder app, as it is?",
            )),
        }
    }

    fn post(&self, token: &Token, privacy: Privacy) -> Result<Posted, Problem> {
        let path = format!("images/upload/{}/generate", privacy.word());
        let request = Request::post_json(self.api(&path), &json!({}));
        let answer = self.call(&request.with_token(&token.0))?;
        let value = succeeded(&answer, true)?;
        let UploadForm { id, url, fields } = UploadForm::read(&value).ok_or_else(|| {
            Problem::new(
                "the service's answer has no id, url and fields",
                "is the container built from the folder app, as it is?",
            )
        })?;
        let url = self.upload_address(&url, privacy)?;
        let picture = Picture::random(SIDE, SIDE);
        let request = Request::post_picture(url, &fields, &picture.to_png()).with_token(&token.0);
        let answer = self.client.send(&request).map_err(|failure| not_uploaded(&failure))?;
        match answer.status {
            200 | 204 => Ok(Posted { id, privacy, picture }),
            _ => Err(refused_upload(&answer, privacy)),
        }
    }

    /// The picture that comes back is, pixel by pixel, the one that was sent.
    fn sees(&self, token: &Token, posted: &Posted) -> Result<(), Problem> {
        let answer =
            self.call(&Request::get(self.api(&format!("images/media/{}", posted.id))).with_token(&token.0))?;
        let value = succeeded(&answer, true)?;
        let uri = value["uri"].as_str().ok_or_else(|| {
            Problem::new(
                "the service's answer has no uri",
                "is the container built from the folder app, as it is?",
            )
        })?;
        let url = self.picture_address(uri, posted.privacy)?;
        let request = Request::get(url).for_picture().with_token(&token.0);
        let answer = self.client.send(&request).map_err(|failure| not_fetched(&failure, posted.privacy))?;
        if answer.status != 200 {
            return Err(refused_picture(&answer, posted.privacy));
        }
        match Picture::from_png(&answer.body) {
            Ok(picture) if picture == posted.picture => Ok(()),
            Ok(_) => Err(Problem::new(
                "the picture that came back is not the picture that was sent",
                "is something cached that should not be, under /api/* or with the query left out of the key?",
            )),
            Err(error) => {
                Err(Problem::new(format!("what came back is {error}"), distribution_help(posted.privacy)))
            }
        }
    }

    /// Out of reach is what gives the stranger neither an address that works nor the bytes.
    fn cannot_reach(&self, token: &Token, posted: &Posted) -> Result<(), Problem> {
        const HELP: &str = "an answer for one user must not be kept for the next: is caching off for /api/*, and are all headers forwarded?";
        let answer = self.call(
            &Request::get(self.api(&format!("images/media/{}", posted.id)))
                .for_picture()
                .with_token(&token.0),
        )?;
        if is_the_picture(&answer, posted) {
            return Err(Problem::new("a stranger was sent the private picture", HELP));
        }
        if let Some(uri) = answer.json().as_ref().and_then(|value| value["uri"].as_str()) {
            return self.leads_nowhere(uri, token, posted).map_err(|what| {
                Problem::new(
                    format!("a stranger was told an address of the private picture, and {what}"),
                    HELP,
                )
            });
        }
        // Outside production the bytes have an address of their own.
        let direct = Request::get(self.api(&format!("images/media/dev/{}", posted.id))).for_picture();
        match self.client.send(&direct.with_token(&token.0)) {
            Ok(answer) if is_the_picture(&answer, posted) => {
                Err(Problem::new("a stranger was sent the private picture", HELP))
            }
            _ => Ok(()),
        }
    }

    /// Whether an address that a stranger was given is refused; else what came of it.
    fn leads_nowhere(&self, uri: &str, token: &Token, posted: &Posted) -> Result<(), String> {
        let url = self.picture_address(uri, posted.privacy).map_err(|_| "it is not one to try".to_owned())?;
        match self.client.send(&Request::get(url).for_picture().with_token(&token.0)) {
            Ok(answer) if is_the_picture(&answer, posted) => Err("it works".to_owned()),
            Ok(answer) if (400..500).contains(&answer.status) => Ok(()),
            Ok(answer) => Err(format!("it answered {}", answer.status)),
            Err(failure) => Err(failure.to_string()),
        }
    }

    fn call(&self, request: &Request<'_>) -> Result<Answer, Problem> {
        self.client.send(request).map_err(|failure| Problem::no_answer(&failure))
    }

    fn api(&self, path: &str) -> Url {
        self.client.at(&format!("/api/v1/{path}"))
    }

    /// Where pictures may be sent: S3, the website itself, and hosts that the caller has placed.
    fn upload_address(&self, text: &str, privacy: Privacy) -> Result<Url, Problem> {
        self.client.picture_address(text, ".amazonaws.com").ok_or_else(|| {
            Problem::new(
                format!(
                    "the service asks to upload to {}, which is neither S3 nor the website",
                    printable(text, 120)
                ),
                format!(
                    "does {}_IMAGES_BUCKET hold the bucket's name, and nothing else?",
                    privacy.word().to_uppercase()
                ),
            )
        })
    }

    /// Where pictures may come from: CloudFront, the student's own zone, and hosts that the caller has placed.
    fn picture_address(&self, text: &str, privacy: Privacy) -> Result<Url, Problem> {
        self.client.picture_address(text, ".cloudfront.net").ok_or_else(|| {
            Problem::new(
                format!(
                    "the picture should be at {}, which is neither CloudFront's nor the website's",
                    printable(text, 120)
                ),
                distribution_help(privacy),
            )
        })
    }
}

/// The answer as JSON, if it says that it is a success.
fn succeeded(answer: &Answer, with_token: bool) -> Result<Value, Problem> {
    let value = answer.json().filter(|value| answer.is_success() && value["success"] == true);
    value.ok_or_else(|| Problem::answered(answer, with_token))
}

/// Where to send a picture, and what it is called.
struct UploadForm {
    id: String,
    url: String,
    fields: Vec<(String, String)>,
}

impl UploadForm {
    fn read(value: &Value) -> Option<Self> {
        let id = value["id"].as_str()?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if id.is_empty() || id.len() > 100 || !id.bytes().all(is_plain) {
            return None;
        }
        let field = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        let fields = value["fields"].as_object()?.iter().map(field).collect::<Option<_>>()?;
        Some(Self { id: id.to_owned(), url: value["url"].as_str()?.to_owned(), fields })
    }
}

fn is_the_picture(answer: &Answer, posted: &Posted) -> bool {
    Picture::from_png(&answer.body).is_ok_and(|picture| picture == posted.picture)
}

fn not_uploaded(failure: &Failure) -> Problem {
    Problem::new(
        format!("the upload got no answer: {failure}"),
        "does the bucket exist in us-west-2, and does the service name it as it is?",
    )
}

fn refused_upload(answer: &Answer, privacy: Privacy) -> Problem {
    let (kind, variable) = (privacy.word(), privacy.word().to_uppercase());
    let code = answer.s3_code().unwrap_or_default();
    let help = match (answer.status, code.as_str()) {
        (_, "NoSuchBucket" | "PermanentRedirect") => {
            format!("does {variable}_IMAGES_BUCKET hold the name of the {kind} images bucket?")
        }
        (_, "EntityTooLarge" | "EntityTooSmall" | "ExpiredToken") => {
            "is the container built from the folder app, as it is?".to_owned()
        }
        (401, _) => "does the behaviour for /api/* forward all headers, Authorization too?".to_owned(),
        (403, _) => format!(
            "has the task role access (read and write) to the {kind} images bucket, and is {variable}_IMAGES_BUCKET its name?"
        ),
        _ => format!(
            "is {variable}_IMAGES_BUCKET the name of the {kind} images bucket, and has the task role access to it?"
        ),
    };
    let code = if code.is_empty() { code } else { format!(" ({code})") };
    let to = if answer.url.host_str().is_some_and(|host| host.ends_with(".amazonaws.com")) {
        " went to S3 but"
    } else {
        ""
    };
    Problem::new(format!("the upload{to} was refused with {}{code}", answer.status), help)
}

fn not_fetched(failure: &Failure, privacy: Privacy) -> Problem {
    Problem::new(format!("the picture did not come: {failure}"), distribution_help(privacy))
}

fn refused_picture(answer: &Answer, privacy: Privacy) -> Problem {
    let (kind, variable) = (privacy.word(), privacy.word().to_uppercase());
    let code = answer.s3_code().unwrap_or_default();
    let help = match code.as_str() {
        "NoSuchKey" | "SignatureDoesNotMatch" | "NoSuchBucket" => format!(
            "does {variable}_IMAGES_CLOUDFRONT_DISTRIBUTION name the distribution in front of the {kind} images bucket? are the two swapped?"
        ),
        _ => format!("may the task role read the {kind} images bucket, and {}", distribution_help(privacy)),
    };
    let code = if code.is_empty() { code } else { format!(" ({code})") };
    Problem::new(format!("the picture was refused with {}{code}", answer.status), help)
}

fn distribution_help(privacy: Privacy) -> String {
    let (kind, variable) = (privacy.word(), privacy.word().to_uppercase());
    format!(
        "does {variable}_IMAGES_CLOUDFRONT_DISTRIBUTION hold the domain name of the {kind} images' distribution?"
    )
}
