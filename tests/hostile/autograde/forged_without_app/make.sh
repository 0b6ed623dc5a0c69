#!/bin/sh
cp -r assembly cdk/cdk.out
rm cdk/cdk.json cdk/app.py
