"""Writes 20,000 resources."""

from hostile import finish

finish(template={"Resources": {f"Bucket{number}": {"Type": "AWS::S3::Bucket"} for number in range(20_000)}})
