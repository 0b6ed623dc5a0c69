#!/bin/sh
rm -r cdk
ln -s / cdk
