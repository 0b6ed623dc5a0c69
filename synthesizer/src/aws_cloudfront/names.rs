//! What the options of distributions are called.

use crate::value::macros::text_enum;

text_enum! {
    /// Newest version of HTTP that viewers can use.
    HttpVersion {
        Http1_1 = "http1.1",
        Http2 = "http2",
        Http2And3 = "http2and3",
        Http3 = "http3",
    }
}

text_enum! {
    /// In which parts of the world CloudFront answers.
    PriceClass {
        PriceClass100 = "PriceClass_100",
        PriceClass200 = "PriceClass_200",
        PriceClassAll = "PriceClass_All",
    }
}

text_enum! {
    /// What becomes of viewers who come by HTTP.
    ViewerProtocolPolicy {
        HttpsOnly = "https-only",
        RedirectToHttps = "redirect-to-https",
        AllowAll = "allow-all",
    }
}

text_enum! {
    /// How CloudFront talks to an origin.
    OriginProtocolPolicy {
        HttpOnly = "http-only",
        MatchViewer = "match-viewer",
        HttpsOnly = "https-only",
    }
}

text_enum! {
    /// Version of TLS that CloudFront talks to an origin.
    OriginSslPolicy {
        SslV3 = "SSLv3",
        TlsV1 = "TLSv1",
        TlsV1_1 = "TLSv1.1",
        TlsV1_2 = "TLSv1.2",
    }
}

text_enum! {
    /// How a distribution with a certificate answers.
    SslMethod {
        Sni = "sni-only",
        Vip = "vip",
    }
}

text_enum! {
    /// Oldest version of TLS that viewers can use.
    SecurityPolicyProtocol {
        SslV3 = "SSLv3",
        TlsV1 = "TLSv1",
        TlsV1_2016 = "TLSv1_2016",
        TlsV1_1_2016 = "TLSv1.1_2016",
        TlsV1_2_2018 = "TLSv1.2_2018",
        TlsV1_2_2019 = "TLSv1.2_2019",
        TlsV1_2_2021 = "TLSv1.2_2021",
    }
}

text_enum! {
    /// When a Lambda function is called.
    LambdaEdgeEventType {
        OriginRequest = "origin-request",
        OriginResponse = "origin-response",
        ViewerRequest = "viewer-request",
        ViewerResponse = "viewer-response",
    }
}

text_enum! {
    /// When a function of CloudFront's own is called.
    FunctionEventType {
        ViewerRequest = "viewer-request",
        ViewerResponse = "viewer-response",
    }
}

text_enum! {
    /// Who may show the page in a frame.
    HeadersFrameOption {
        Deny = "DENY",
        Sameorigin = "SAMEORIGIN",
    }
}

text_enum! {
    /// What other sites learn about where a viewer comes from.
    HeadersReferrerPolicy {
        NoReferrer = "no-referrer",
        NoReferrerWhenDowngrade = "no-referrer-when-downgrade",
        Origin = "origin",
        OriginWhenCrossOrigin = "origin-when-cross-origin",
        SameOrigin = "same-origin",
        StrictOrigin = "strict-origin",
        StrictOriginWhenCrossOrigin = "strict-origin-when-cross-origin",
        UnsafeUrl = "unsafe-url",
    }
}
