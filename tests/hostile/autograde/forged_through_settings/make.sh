#!/bin/sh
cp -r assembly cdk/cdk.out
echo '{"app": "cdk.out", "output": "cdk.out"}' >cdk/cdk.json
