//! What went wrong, in words that point at the part of the deployment that is probably the cause.

use super::http::{Answer, Failure};

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: String,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// A request to the website got no answer.
    pub(super) fn no_answer(failure: &Failure) -> Self {
        let help = match failure {
            Failure::Unresolved { .. } => {
                "is the zone delegated (`infragrade doctor` looks), is the compute stack deployed, and does it make a record for this name?"
            }
            Failure::NotPublic { .. } => {
                "the record must point at the CloudFront distribution, which is public"
            }
            Failure::Refused { .. } => {
                "does the record point at the CloudFront distribution, and is it deployed?"
            }
            Failure::Certificate { .. } | Failure::Tls { .. } => {
                "has the distribution the frontend certificate and this name among its domain names?"
            }
            Failure::TimedOut(_) => {
                "does the service run, and may it reach its database and Secrets Manager? its log group says more"
            }
            Failure::TooLarge(_) => "the service's own answers are short: what answers under this name?",
            Failure::Loop(_) => {
                "the load balancer redirects HTTP to HTTPS: does CloudFront ask it over HTTPS (the origin's protocol policy)?"
            }
            Failure::Elsewhere { .. } | Failure::NoAddress { .. } => {
                "/api/* must be answered by the service itself: does its behaviour ask the load balancer over HTTPS, and forward all headers?"
            }
            Failure::Closed | Failure::Other(_) => "does the container keep running? its log group says more",
        };
        Self::new(failure.to_string(), help)
    }

    /// The service, or what answered in its place, did not do what it was asked for.
    pub(super) fn answered(answer: &Answer, with_token: bool) -> Self {
        let status = answer.status;
        let (message, help) = if answer.is_redirect() {
            (
                "the request was redirected instead of answered".to_owned(),
                "does CloudFront ask the load balancer over HTTPS (the origin's protocol policy)? over HTTP it is redirected",
            )
        } else if answer.is_by_cloudfront() {
            (format!("CloudFront answered {status} itself"), by_cloudfront(answer))
        } else if answer.is_by_load_balancer() {
            (format!("the load balancer answered {status} itself"), by_load_balancer(status))
        } else if answer.is_page() {
            ("/api/* was answered with a page (index.html?) instead of JSON".to_owned(), by_page(status))
        } else if answer.json().is_none() {
            (
                format!("the answer {status} is not JSON"),
                "is the container built from the folder app, and does /api/* lead to it?",
            )
        } else {
            (format!("the service answered {status}"), by_service(status, with_token))
        };
        Self::new(message, help)
    }
}

fn by_cloudfront(answer: &Answer) -> &'static str {
    match answer.status {
        403 | 405 if answer.says("not configured to allow") => {
            "is there a behaviour for /api/*, and does it allow all HTTP methods?"
        }
        403 => {
            "is there a behaviour for /api/* that leads to the load balancer? the frontend bucket refuses what it does not have"
        }
        502 => {
            "CloudFront could not talk to the origin: does api.yoctogram.SUNET.infracourse.cloud point at the load balancer, and has its listener on 443 the backend certificate?"
        }
        504 => {
            "the origin did not answer in time: do the load balancer's listener on 443 and the service run?"
        }
        _ => {
            "does the origin of /api/* work? its own address, https://api.yoctogram.SUNET.infracourse.cloud/api/v1/health, shows it"
        }
    }
}

fn by_load_balancer(status: u16) -> &'static str {
    match status {
        502 => {
            "does the container listen on port 80, as the port mapping says, and keep running? its log group says more"
        }
        503 => {
            "no container is healthy: an environment variable or secret that is missing ends it at once; its log group names it"
        }
        504 => {
            "the container does not answer: may it reach the database on port 5432? its log group says more"
        }
        _ => "does the listener on 443 forward to the service?",
    }
}

fn by_page(status: u16) -> &'static str {
    match status {
        200 => {
            "is there a behaviour for /api/*? without one, and where the service answers 404, CloudFront sends index.html with 200"
        }
        403 | 405 => "is there a behaviour for /api/*, and does it allow all HTTP methods?",
        _ => "does the behaviour for /api/* lead to the load balancer, and the load balancer to the service?",
    }
}

fn by_service(status: u16, with_token: bool) -> &'static str {
    match status {
        401 | 403 if with_token => {
            "the token did not arrive, or was not accepted: does the behaviour for /api/* forward all headers, Authorization too, and is SECRET_KEY the signing-key secret?"
        }
        404 | 405 => {
            "does /api/* reach the service with its whole path and method? the origin has no path of its own"
        }
        429 => "the service says that this is too much: try again in a few minutes",
        500.. => {
            "the service failed: its log group says why; the database's secrets, the buckets' names and the task role's grants are the usual causes"
        }
        _ => "did the request arrive as it was sent? /api/* must allow all methods and forward all headers",
    }
}
