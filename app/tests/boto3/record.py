"""Records what boto3 signs for fixed times and credentials, for the tests in presign.rs.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python record.py > vectors.json

The same requirements give the same bytes. Nothing is sent anywhere.
"""

import datetime
import json
import sys
from unittest import mock

import boto3
from botocore.config import Config

ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLXdlc3QtMiJHMEUCIQDa+b/c=="
KEY = "2026/3/7/5f0c4c3e-8a41-4f65-9d0e-0d7c7f6a2b11"

CASES = [
    {"name": "aws", "region": "us-west-2", "bucket": "yoctogram-public", "endpoint": None, "token": None},
    {"name": "task role", "region": "us-west-2", "bucket": "yoctogram-private", "endpoint": None, "token": SESSION_TOKEN},
    {"name": "another region", "region": "eu-central-1", "bucket": "yoctogram-public", "endpoint": None, "token": None},
    {"name": "dots in the bucket's name", "region": "us-west-2", "bucket": "images.example.com", "endpoint": None, "token": None},
    {"name": "another service", "region": "us-east-1", "bucket": "images", "endpoint": "http://localhost:9000", "token": SESSION_TOKEN},
]

MOMENTS = ["2026-03-05T00:00:00Z", "2024-02-29T23:59:59Z"]


def client(case):
    # Virtual hosts on AWS, the bucket in the path elsewhere: boto3's own choices for a regional endpoint.
    style = "virtual" if case["endpoint"] is None and "." not in case["bucket"] else "path"
    return boto3.client(
        "s3",
        region_name=case["region"],
        endpoint_url=case["endpoint"],
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        aws_session_token=case["token"],
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )


def record(case, moment):
    now = datetime.datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ")
    with (
        mock.patch("botocore.auth.get_current_datetime", return_value=now),
        mock.patch("botocore.signers.get_current_datetime", return_value=now),
    ):
        post = client(case).generate_presigned_post(
            case["bucket"], KEY, Conditions=[["content-length-range", 1, 10_000_000]], ExpiresIn=3600
        )
        get = client(case).generate_presigned_url(
            "get_object",
            Params={
                "Bucket": case["bucket"],
                "Key": KEY,
                "ResponseContentType": "image/png",
                "ResponseCacheControl": "private, max-age=604800, immutable",
            },
            ExpiresIn=604800,
        )
    return {**case, "moment": moment, "post": post, "get": get}


json.dump(
    {
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "key": KEY,
        "vectors": [record(case, moment) for case in CASES for moment in MOMENTS],
    },
    sys.stdout,
    indent=2,
)
sys.stdout.write("\n")
