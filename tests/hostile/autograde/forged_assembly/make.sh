#!/bin/sh
cp -r assembly cdk/cdk.out
cp -r assembly cdk.out
