//! What the fake service knows, and how it misbehaves.

use std::collections::HashMap;
use std::sync::Mutex;

/// What is wrong with a fake website.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bug {
    None,
    /// Tells strangers an address of private pictures.
    LeaksAddress,
    /// Sends strangers the bytes of private pictures.
    LeaksBytes,
    /// Tells strangers an address that is refused.
    GivesRefusedAddress,
    /// Keeps an answer for the next who asks.
    CachesAnswers,
    /// Pictures come back as another.
    WrongPicture,
    /// Pictures come back as a PNG that would fill the memory.
    HugePicture,
    /// Pictures come back as a page.
    PageForPicture,
    /// The first only sees its public pictures.
    HidesPublic,
    HangsAtLogin,
    DripsAtLogin,
    ClosesAtLogin,
    LoginWithoutToken,
    InvalidJson,
    /// 5 GB where a short answer is expected.
    EndlessAnswer,
    /// 5 GB where a picture is expected.
    EndlessPicture,
    /// Sends each POST round in circles.
    RedirectLoop,
    /// Answers a POST with what turns it into a GET.
    RedirectToHttps,
    /// Sends those who ask for a picture's address to another host.
    RedirectElsewhere,
    /// `/api/*` is index.html.
    NoApiBehaviour,
    /// CloudFront refuses the method.
    NoMethods,
    /// CloudFront does not reach the origin.
    NoOrigin,
    /// The load balancer has no healthy container.
    NoContainer,
    /// The service fails.
    InternalError,
    /// Tokens do not arrive.
    DropsHeaders,
    UploadRefused,
    PrivateUploadRefused,
    UploadElsewhere,
    PictureElsewhere,
    PictureRefused,
    FormWithoutFields,
}

/// The bytes of a picture, and whose it is.
pub(crate) struct Image {
    pub(crate) owner: String,
    pub(crate) public: bool,
    pub(crate) bytes: Option<Vec<u8>>,
}

#[derive(Default)]
pub(crate) struct World {
    pub(crate) passwords: Mutex<HashMap<String, String>>,
    pub(crate) images: Mutex<HashMap<String, Image>>,
    pub(crate) cache: Mutex<HashMap<String, String>>,
}
